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
  stop(): Promise<void>;
}

/** Tells of every commit, on whatever replica: NOTIFY says that there is something, the log says what. */
export async function followLog(
  url: string,
  reader: LogReader,
  warn: (message: string, error: unknown) => void,
): Promise<RunningFollower> {
  const listeners = new Set<(event: Told) => void>();
  const announcements = new Set<(topic: string, message: unknown) => void>();
  let position = await reader.lastPosition();
  let reading: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let client: pg.Client | null = null;

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

  async function listen(): Promise<void> {
    const next = new pg.Client({ ...connectionSettings(url, 'follower'), query_timeout: 4000 });
    const lost = (error?: unknown): void => {
      if (client !== next || stopped) return;
      client = null;
      if (error) warn('the follower lost its connection', error);
      setTimeout(() => void relisten(), reconnectMs).unref();
    };
    next.on('error', lost);
    next.on('end', () => lost());
    next.on('notification', ({ channel, payload }) => {
      if (channel === logChannel) wake();
      else tellAnnouncement(payload ?? '');
    });
    await next.connect();
    await next.query(`listen ${logChannel}; listen ${peopleChannel}`);
    client = next;
    wake();
  }

  function tellAnnouncement(payload: string): void {
    const { topic, message } = JSON.parse(payload) as { topic: string; message: unknown };
    for (const listener of announcements) listener(topic, message);
  }

  async function relisten(): Promise<void> {
    try {
      await listen();
    } catch (error) {
      if (stopped) return;
      warn('the follower could not connect', error);
      setTimeout(() => void relisten(), reconnectMs * 4).unref();
    }
  }

  await listen();
  const poll = setInterval(wake, pollMs);
  return {
    get position() {
      return position;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    announce(topic, message) {
      // Presence is news of the moment: with the connection away there is nobody to tell, and nothing to keep.
      client
        ?.query('select pg_notify($1, $2)', [peopleChannel, JSON.stringify({ topic, message })])
        .catch((error: unknown) => warn('an announcement was not sent', error));
    },
    onAnnouncement(listener) {
      announcements.add(listener);
      return () => announcements.delete(listener);
    },
    async stop() {
      stopped = true;
      clearInterval(poll);
      await reading;
      await client?.end();
    },
  };
}
