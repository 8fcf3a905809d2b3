import { randomUUID } from 'node:crypto';
import { ownerToken } from '../harness/server.ts';
import { type Ground, pause, percentile } from './ground.ts';

export interface TimerFigures {
  readonly timers: number;
  readonly timersMissing: number;
  readonly timersDoubled: number;
  readonly timersLateP50Ms: number;
  readonly timersLateP99Ms: number;
  readonly timersLateMaxMs: number;
}

/** Timers that come due all the time while something else goes wrong. */
export interface Ticking {
  stop(): Promise<void>;
  /** Brings so many timers forward to now, all at once. */
  burst(count: number): Promise<void>;
  /** Waits until every timer fired, or has had all the time it could need. */
  figures(): Promise<TimerFigures>;
}

const soonestMs = 200;
const spreadMs = 1800;
const patienceMs = 20_000;

async function declared(ground: Ground): Promise<string> {
  const id = randomUUID();
  for (;;) {
    const reply = await fetch(`${ground.url()}/api/incidents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ownerToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id, title: 'Unconfirmed' }),
      signal: AbortSignal.timeout(4000),
    }).catch(() => null);
    await reply?.body?.cancel();
    if (reply?.ok) return id;
    await pause(50);
  }
}

/** Declares incidents without pause and brings the A2 clock of each forward to within two seconds. */
export function startTicking(ground: Ground, everyMs: number): Ticking {
  const due = new Map<string, number>();
  let ticking = true;

  async function bringForward(streams: readonly string[], inMs: number): Promise<void> {
    const rows = await ground
      .query<{ stream: string; at: Date }>(
        `update allclear.timer set due_at = allclear.now() + make_interval(secs => $2::double precision / 1000)
          where stream = any($1) and lease_until is null returning stream, due_at as at`,
        [streams, inMs],
      )
      // PostgreSQL may be away; these timers are due in ten minutes then, and not counted.
      .catch(() => []);
    for (const { stream, at } of rows) due.set(stream, at.getTime());
  }

  async function tick(): Promise<void> {
    while (ticking) {
      await bringForward([`incident:${await declared(ground)}`], soonestMs + Math.random() * spreadMs);
      await pause(everyMs);
    }
  }

  const fired = (): Promise<{ stream: string; times: number; at: Date }[]> =>
    ground.query(
      `select stream, count(*)::integer as times, min(recorded_at) as at from allclear.event
        where type = 'ConfirmationOverdue' and stream = any($1) group by stream`,
      [[...due.keys()]],
    );

  const running = tick();
  return {
    async stop() {
      ticking = false;
      await running;
    },
    async burst(count) {
      const ids = await Promise.all(Array.from({ length: count }, () => declared(ground)));
      await bringForward(
        ids.map((id) => `incident:${id}`),
        0,
      );
    },
    async figures() {
      const until = performance.now() + patienceMs;
      let rows = await fired();
      while (rows.length < due.size && performance.now() < until) {
        await pause(200);
        rows = await fired();
      }
      const late = rows.map(({ stream, at }) => at.getTime() - (due.get(stream) as number));
      return {
        timers: due.size,
        timersMissing: due.size - rows.length,
        timersDoubled: rows.filter(({ times }) => times > 1).length,
        timersLateP50Ms: percentile(late, 0.5),
        timersLateP99Ms: percentile(late, 0.99),
        timersLateMaxMs: percentile(late, 1),
      };
    },
  };
}

export const haveFired = ({ timersMissing, timersDoubled }: TimerFigures): boolean =>
  timersMissing === 0 && timersDoubled === 0;
