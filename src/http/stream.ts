import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { incidentReference } from '../api/schema/common.ts';
import { can } from '../domain/access/can.ts';
import type { Subject } from '../domain/access/subject.ts';
import type { StoredIncidentEvent } from '../domain/incident/event.ts';
import { authorise, subjectOf } from './authenticate.ts';
import { type Door, mayRead, readable } from './door.ts';
import type { Presence } from './presence.ts';
import { entryView } from './view.ts';

type Told = StoredIncidentEvent & { readonly incident: string };

interface Listener {
  readonly subject: Subject;
  /** Only this incident, or every one that the subject may read. */
  readonly incident: string | null;
  position: number;
  /** False while it still reads what it missed; what happens meanwhile waits in `waiting`. */
  live: boolean;
  readonly waiting: { event: Told; frame: Buffer }[];
  write(frame: Buffer): void;
  close(): void;
}

const heartbeatMs = 15_000;
/** A revoked session or token stops hearing within this time. */
const recheckMs = 2_000;
const catchUpBatch = 500;
/** A reader this far behind is cut off; it comes back with its last position and misses nothing. */
const mostBufferedBytes = 4 * 1024 * 1024;

const frameOf = (name: string, data: unknown, id?: number): Buffer =>
  Buffer.from(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);

/** The live stream: every entry that the caller may read, in order, without gap after a reconnect. */
export function registerStream(server: FastifyInstance, door: Door, presence: Presence): void {
  const listeners = new Set<Listener>();
  let queue = Promise.resolve();

  async function hears(listener: Listener, event: Told): Promise<boolean> {
    if (listener.incident !== null && listener.incident !== event.incident) return false;
    const state = await door.log.state(event.incident);
    return state !== null && mayRead(listener.subject, state);
  }

  async function deliver(event: Told): Promise<void> {
    const frame = frameOf('entry', entryView(event.incident, event), event.position);
    for (const listener of listeners) {
      if (!listener.live) listener.waiting.push({ event, frame });
      else await pass(listener, event, frame);
    }
  }

  async function pass(listener: Listener, event: Told, frame: Buffer): Promise<void> {
    if (event.position <= listener.position || !(await hears(listener, event))) return;
    listener.position = event.position;
    listener.write(frame);
  }

  const unsubscribe = door.follower.subscribe((event) => {
    queue = queue.then(() => deliver(event)).catch((error: unknown) => server.log.error({ err: error }, 'stream'));
  });
  const unsubscribePresence = presence.onChange((incident) => {
    const frame = frameOf('presence', { incident, people: presence.here(incident) });
    for (const listener of listeners) if (listener.incident === incident) listener.write(frame);
  });
  const beat = setInterval(() => {
    presence.beat();
    for (const listener of listeners) listener.write(Buffer.from(': still here\n\n'));
  }, heartbeatMs);
  server.addHook('preClose', async () => {
    clearInterval(beat);
    unsubscribe();
    unsubscribePresence();
    for (const listener of listeners) listener.close();
  });

  async function catchUp(listener: Listener): Promise<void> {
    for (;;) {
      const missed = await door.log.since(listener.position, catchUpBatch);
      for (const event of missed) {
        const before = listener.position;
        await pass(listener, event, frameOf('entry', entryView(event.incident, event), event.position));
        listener.position = Math.max(before, event.position);
      }
      if (missed.length < catchUpBatch) break;
    }
    while (listener.waiting.length > 0) {
      const { event, frame } = listener.waiting.shift() as { event: Told; frame: Buffer };
      await pass(listener, event, frame);
    }
    listener.live = true;
  }

  server.route({
    method: 'GET',
    url: '/api/stream',
    schema: {
      operationId: 'stream',
      summary: 'Entries as they are committed, as server-sent events. `Last-Event-ID` is a position.',
      querystring: z.object({
        incident: incidentReference.optional(),
        after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
      }),
    },
    handler: async (request, reply) => {
      authorise(request.subject, 'incident.list');
      const { incident, after } = request.query as { incident?: string; after?: number };
      const room = incident === undefined ? null : (await readable(door, request.subject, incident)).id;
      const position = positionFrom(request) ?? after ?? (await door.log.lastPosition());
      const listener = open(request, reply, room, position);
      listeners.add(listener);
      const person = request.subject.kind === 'person' ? request.subject.id : null;
      if (room !== null && person !== null) presence.enter(room, person);
      const recheck = watchAccess(door, request, room, listener);
      request.raw.once('close', () => {
        clearInterval(recheck);
        listeners.delete(listener);
        if (room !== null && person !== null) presence.leave(room, person);
      });
      listener.write(frameOf('open', { position, incident: room }));
      await catchUp(listener).catch((error: unknown) => {
        request.log.warn({ err: error }, 'stream could not catch up');
        listener.close();
      });
    },
  });
}

function positionFrom(request: FastifyRequest): number | undefined {
  const header = request.headers['last-event-id'];
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

function open(request: FastifyRequest, reply: FastifyReply, incident: string | null, position: number): Listener {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  });
  return {
    subject: request.subject,
    incident,
    position,
    live: false,
    waiting: [],
    write(frame) {
      if (raw.destroyed) return;
      if (raw.writableLength > mostBufferedBytes) raw.destroy();
      else raw.write(frame);
    },
    close: () => void raw.end(),
  };
}

/** Ends the stream when its session, token or membership does. */
function watchAccess(door: Door, request: FastifyRequest, room: string | null, listener: Listener): NodeJS.Timeout {
  const stillAllowed = async (): Promise<boolean> => {
    const subject = await subjectOf(request, door.credentials);
    if (can(subject, 'incident.list') !== 'yes') return false;
    const state = room === null ? null : await door.log.state(room);
    return state === null || mayRead(subject, state);
  };
  return setInterval(() => {
    stillAllowed().then(
      (allowed) => (allowed ? undefined : listener.close()),
      (error: unknown) => request.log.warn({ err: error }, 'access could not be checked'),
    );
  }, recheckMs);
}
