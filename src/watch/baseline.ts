import { baselineOf, type Point, quietBefore } from '../domain/telemetry/baseline.ts';
import { isBound, worstOf } from '../domain/telemetry/condition.ts';
import { type DurationMs, days, hours, type Instant, later, minutes } from '../domain/time.ts';
import type { RangeRead, TelemetrySource, Transitions, WatchedSignal } from './ports.ts';
import { within } from './within.ts';

export interface Baselines {
  /** Reads what was usual, where the signal means to be as before and it is not known yet. Tells when it is. */
  read(signal: WatchedSignal, source: TelemetrySource): Promise<void>;
}

const patienceMs = 3500;
const askAgainMs = minutes(5);
const recentMs = hours(4);
const daysBackMs = days(7);
const leastStepMs = 30_000;
const dailyStepMs = minutes(5);

/** `elapsed` is a monotonic clock in milliseconds. */
export function openBaselines(transitions: Pick<Transitions, 'baselineRead'>, elapsed: () => DurationMs): Baselines {
  const nextAt = new Map<string, DurationMs>();

  return {
    async read(signal, source) {
      const { healthy, incident, signal: key, quietUntil, everyMs } = signal;
      if (isBound(healthy) || healthy.asBefore !== null) return;
      const name = `${incident} ${key}`;
      if (elapsed() < (nextAt.get(name) ?? 0)) return;
      nextAt.set(name, elapsed() + askAgainMs);
      const [recent, daily] = await Promise.all([
        pointsOf(signal, source, later(quietUntil, -recentMs), quietUntil, Math.max(everyMs, leastStepMs)),
        pointsOf(signal, source, later(quietUntil, -daysBackMs), later(quietUntil, -recentMs), dailyStepMs),
      ]);
      const baseline = baselineOf(quietBefore([...daily, ...recent], quietUntil));
      if (baseline === null) return;
      nextAt.delete(name);
      await transitions.baselineRead({ incident, signal: key }, baseline);
    },
  };
}

async function pointsOf(
  { query, healthy }: WatchedSignal,
  source: TelemetrySource,
  from: Instant,
  to: Instant,
  stepMs: DurationMs,
): Promise<Point[]> {
  const silent: RangeRead = { points: [], missing: 'unreachable' };
  const { points } = await within(patienceMs, source.range(query, from, to, stepMs), silent);
  return points.flatMap(({ at, values }) => {
    const value = worstOf(healthy, values);
    return value === null || at >= to ? [] : [{ at, value }];
  });
}
