import pg from 'pg';
import { connectionSettings } from '../database.ts';
import { alertChannel } from './journal.ts';

const reconnectMs = 1000;

/** Listening to other replicas, until it is stopped. */
export interface AlertBell {
  stop(): Promise<void>;
}

/**
 * Calls `rung` when a replica other than `writer` has journalled alerts. A ring may be lost with the connection:
 * whoever listens also looks by itself.
 */
export function alertBell(
  url: string,
  writer: string,
  rung: () => void,
  warn: (message: string, error: unknown) => void,
): AlertBell {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  function again(): void {
    if (!stopped) timer ??= setTimeout(() => void listen(), reconnectMs);
  }

  async function listen(): Promise<void> {
    timer = null;
    const next = new pg.Client(connectionSettings(url, 'alert bell'));
    const lost = (): void => {
      if (client === next) client = null;
      again();
    };
    next.on('error', lost);
    next.on('end', lost);
    next.on('notification', ({ payload }) => {
      if (payload !== writer) rung();
    });
    try {
      await next.connect();
      await next.query(`listen ${alertChannel}`);
      client = next;
      if (stopped) await next.end();
      else rung();
    } catch (error) {
      warn('other replicas cannot be heard at once; they are looked for every second', error);
      next.end().catch(() => undefined); // It never was a connection, or is none any more.
      again();
    }
  }

  const listening = listen();
  return {
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await listening;
      await client?.end();
    },
  };
}
