import pg from 'pg';
import type { StoredIncidentEvent } from '../domain/incident/event.ts';
import type { LogFollower, LogReader } from '../http/ports.ts';
import { connectionSettings } from './database.ts';

type Told = StoredIncidentEvent & { readonly incident: string };

const logChannel = 'allclear_log';
const peopleChannel = 'allclear_people';
/** A notification may be lost with its connection; the log itself is asked this often. */
const pollMs = 1000;
const reconnectMs = 250;
const batch = 500;

export interface RunningFollower extends LogFollower {
  /** Told that something committed on some replica, whatever it was; now and then without reason. */
  onCommit(listener: () => void): () => void;
  stop(): Promise<void>;
}

type Warn = (message: string, error: unknown) => void;

/** A connection that hears notifications, and comes back when it is lost. */
interface Ear {
  notify(channel: string, payload: string): void;
  close(): Promise<void>;
}

async function openEar(url: string, hear: (channel: string, payload: string) => void, warn: Warn): Promise<Ear> {
  let client: pg.Client | null = null;
  let closed = false;

  async function connect(): Promise<void> {
    const next = new pg.Client(connectionSettings(url, 'follower'));
    const lost = (error?: unknown): void => {
      if (client !== next || closed) return;
      client = null;
      if (error) warn('the follower lost its connection', error);
      setTimeout(() => void reconnect(), reconnectMs).unref();
    };
    next.on('error', lost);
    next.on('end', () => lost());
    next.on('notification', ({ channel, payload }) => hear(channel, payload ?? ''));
    await next.connect();
    await next.query(`listen ${logChannel}; listen ${peopleChannel}`);
    client = next;
    hear(logChannel, '');
  }

  async function reconnect(): Promise<void> {
    if (closed) return;
    try {
      await connect();
    } catch (error) {
      warn('the follower could not connect', error);
      setTimeout(() => void reconnect(), reconnectMs * 4).unref();
    }
  }

  await connect();
  return {
    notify(channel, payload) {
      // News of the moment: with the connection away there is nobody to tell, and nothing to keep.
      client
        ?.query('select pg_notify($1, $2)', [channel, payload])
        .catch((error: unknown) => warn('an announcement was not sent', error));
    },
    async close() {
      closed = true;
      await client?.end();
    },
  };
}

/** Tells of every commit, on whatever replica: NOTIFY says that there is something, the log says what. */
export async function followLog(url: string, reader: LogReader, warn: Warn): Promise<RunningFollower> {
  const listeners = new Set<(event: Told) => void>();
  const commits = new Set<() => void>();
  const announcements = new Set<(topic: string, message: unknown) => void>();
  let position = await reader.lastPosition();
  let reading: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  async function readOn(): Promise<void> {
    do {
      again = false;
      const events = await reader.since(position, batch);
      for (const event of events) {
        position = event.position;
        for (const listener of listeners) listener(event);
      }
      if (events.length === batch) again = true;
    } while (again && !stopped);
  }

  function wake(): void {
    if (stopped) return;
    again = true;
    reading ??= readOn()
      .catch((error: unknown) => warn('the log could not be read on', error))
      .finally(() => {
        reading = null;
      });
  }

  function hear(channel: string, payload: string): void {
    if (channel === logChannel) {
      for (const listener of commits) listener();
      return wake();
    }
    const { topic, message } = JSON.parse(payload) as { topic: string; message: unknown };
    for (const listener of announcements) listener(topic, message);
  }

  const ear = await openEar(url, hear, warn);
  const poll = setInterval(wake, pollMs);
  return {
    get position() {
      return position;
    },
    subscribe: (listener) => subscribed(listeners, listener),
    onCommit: (listener) => subscribed(commits, listener),
    announce: (topic, message) => ear.notify(peopleChannel, JSON.stringify({ topic, message })),
    onAnnouncement: (listener) => subscribed(announcements, listener),
    async stop() {
      stopped = true;
      clearInterval(poll);
      await reading;
      await ear.close();
    },
  };
}

function subscribed<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
