import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, Gauge, Registry } from 'prom-client';
import { openListener } from './listener.ts';
import { openPool, type Session } from './pool.ts';

/**
 * - `wedged`: every session that is taken hangs and is never given back. Clearing the pool mends it, so does a restart.
 * - `slow`: a job that starts again with the process makes sessions wait for each other, the more of them the longer.
 *   Clearing the pool ends the job; a restart does not.
 * - `refusing`: the process is gone. Only a restart brings it back.
 */
export const paymentsFaults = ['wedged', 'slow', 'refusing'] as const;
export type PaymentsFault = (typeof paymentsFaults)[number];

/** The service that takes the money, with a bounded pool of sessions. */
export interface Payments {
  readonly port: number;
  break(fault: PaymentsFault): Promise<void>;
  restart(): Promise<void>;
  clear(): void;
  resizePool(size: number): void;
  close(): Promise<void>;
}

const poolSize = 8;
const workMs = 20;
/** So large that 20 orders a second take every session, and so small that some are done while customers still wait. */
const slowWorkMs = (inUse: number): number => 300 + 10 * inUse ** 2;
const restartMs = 500;
const codes = ['200', '503'];

export async function openPayments(port: number): Promise<Payments> {
  const pool = openPool(poolSize);
  const { registry, requests } = figuresOf(pool);
  let fault: PaymentsFault | null = null;

  /** Whether the session did its work; false when it was dropped. */
  async function work({ dropped }: Session): Promise<boolean> {
    if (fault === 'wedged') await once(dropped, 'abort');
    const ms = fault === 'slow' ? slowWorkMs(pool.inUse) : workMs;
    return sleep(ms, true, { signal: dropped }).catch(() => false);
  }

  async function charge(response: ServerResponse): Promise<void> {
    const left = new AbortController();
    response.once('close', () => left.abort());
    const session = await pool.take(left.signal);
    // Whoever left while the session worked is not waited for, and the session goes on all the same.
    const done = session !== null && (await work(session));
    session?.release();
    const code = done ? 200 : 503;
    requests.inc({ code: String(code) });
    response.writeHead(code).end();
  }

  const listener = await openListener(port, async ({ method, url }, response) => {
    if (url === '/metrics') {
      const text = await registry.metrics();
      response.setHeader('content-type', registry.contentType).end(text);
    } else if (method === 'POST' && url === '/charge') await charge(response);
    else response.writeHead(404).end();
  });

  const down = async (): Promise<void> => {
    const closed = listener.down();
    pool.clear();
    await closed;
  };
  return {
    port: listener.port,
    async break(next) {
      fault = next;
      if (next === 'refusing') await down();
    },
    async restart() {
      await down();
      if (fault !== 'slow') fault = null;
      await sleep(restartMs);
      await listener.up();
    },
    clear() {
      // Nobody is there to clear anything.
      if (fault === 'refusing') return;
      fault = null;
      pool.clear();
    },
    resizePool: (size) => pool.resize(size),
    close: down,
  };
}

function figuresOf(pool: { readonly size: number; readonly inUse: number }): {
  registry: Registry;
  requests: Counter<'code'>;
} {
  const registry = new Registry();
  const requests = new Counter({
    name: 'payments_requests_total',
    help: 'Charges by the answer they got.',
    labelNames: ['code'],
    registers: [registry],
  });
  for (const code of codes) requests.inc({ code }, 0);
  const gauge = (name: string, help: string, read: () => number): Gauge =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  gauge('payments_pool_in_use', 'Sessions that are taken.', () => pool.inUse);
  gauge('payments_pool_size', 'Sessions that there are.', () => pool.size);
  return { registry, requests };
}
