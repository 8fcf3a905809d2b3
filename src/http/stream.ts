import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { incidentReference } from '../api/schema/common.ts';
import { can } from '../domain/access/can.ts';
import { authorise, subjectOf } from './authenticate.ts';
import { type Door, mayRead, readable } from './door.ts';
import type { Presence } from './presence.ts';
import { frameOf, type Listener, StreamHub } from './stream-hub.ts';

const heartbeatMs = 15_000;
const tickMs = 1000;
/** When many come at once, each room is told of once in this time. */
const gatherMs = 100;
/** A revoked session or token stops hearing within this time. */
const recheckMs = 2_000;
/** A reader this far behind is cut off; it comes back with its last position and misses nothing. */
const mostBufferedBytes = 4 * 1024 * 1024;

const querySchema = z.object({
  incident: incidentReference.optional(),
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
});

/** The live stream: every entry that the caller may read, in order, without gap after a reconnect. */
export function registerStream(server: FastifyInstance, door: Door, presence: Presence): void {
  const hub = new StreamHub(door.log, door.follower, (error) => server.log.error({ err: error }, 'stream'));
  const stopTelling = tellPresence(door, presence, hub, (error) => server.log.warn({ err: error }, 'presence'));
  const tick = setInterval(() => presence.tick(), tickMs);
  const beat = setInterval(() => {
    presence.beat();
    hub.tellAll(Buffer.from(': still here\n\n'));
  }, heartbeatMs);
  server.addHook('preClose', async () => {
    clearInterval(beat);
    clearInterval(tick);
    stopTelling();
    hub.close();
  });
  server.route({
    method: 'GET',
    url: '/api/stream',
    // A HEAD would be answered by a stream that never ends.
    exposeHeadRoute: false,
    schema: {
      operationId: 'stream',
      summary: 'Entries as they are committed, as server-sent events. `Last-Event-ID` is a position.',
      querystring: querySchema,
    },
    handler: (request, reply) => follow(door, presence, hub, request, reply),
  });
}

/** Tells who is in a room to everybody who listens and may read the incident. */
function tellPresence(door: Door, presence: Presence, hub: StreamHub, failed: (error: unknown) => void): () => void {
  const changed = new Set<string>();
  let gathering: NodeJS.Timeout | null = null;
  async function tellAll(): Promise<void> {
    gathering = null;
    const incidents = [...changed];
    changed.clear();
    for (const incident of incidents) {
      const state = await door.log.state(incident);
      if (state !== null) hub.tellReaders(state, frameOf('presence', { incident, ...presence.here(incident) }));
    }
  }
  const unsubscribe = presence.onChange((incident) => {
    changed.add(incident);
    gathering ??= setTimeout(() => void tellAll().catch(failed), gatherMs);
  });
  return () => {
    unsubscribe();
    if (gathering !== null) clearTimeout(gathering);
  };
}

async function follow(
  door: Door,
  presence: Presence,
  hub: StreamHub,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  authorise(request.subject, 'incident.list');
  const { incident, after } = request.query as z.output<typeof querySchema>;
  const room = incident === undefined ? null : (await readable(door, request.subject, incident)).id;
  const position = positionFrom(request) ?? after ?? (await door.log.lastPosition());
  const { socket } = request.raw;
  const listener = open(request, reply, room, position);
  // Who left while we looked things up is heard closing by nobody any more.
  if (socket.destroyed) return;
  const person = request.subject.kind === 'person' ? request.subject.id : null;
  const leave = room !== null && person !== null ? presence.enter(room, person) : null;
  const recheck = watchAccess(door, request, room, listener);
  // A response that waits behind another on its connection has only the connection to hear the end from.
  const left = (): void => {
    reply.raw.off('close', left);
    socket.off('close', left);
    clearInterval(recheck);
    hub.remove(listener);
    leave?.();
  };
  reply.raw.once('close', left);
  socket.once('close', left);
  // A body that nobody reads would hold the connection back, and with it the news that the reader has gone.
  request.raw.resume();
  listener.write(frameOf('open', { position, incident: room }));
  await hub.add(listener).catch((error: unknown) => {
    request.log.warn({ err: error }, 'stream could not catch up');
    listener.close();
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
