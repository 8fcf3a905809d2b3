import { type DurationMs, hours, type Instant } from '../time.ts';
import { medianOf, baselineOf, type Point, quietBefore, windowReadings } from './baseline.ts';
import { type SignalClock, signalClock } from './clock.ts';
import { newLevel } from './new-level.ts';
import type { Reading } from './reading.ts';
import type { ClockRestart } from './walk.ts';

export interface Replayed {
  /** When telemetry would first have allowed the all-clear; null when it never did. */
  readonly allClearAt: Instant | null;
  /** When it would first have been asked whether the level then is the new usual one; null when never. */
  readonly newBaselineAt: Instant | null;
  /** Restarts of the clock up to the all-clear. */
  readonly restarts: readonly ClockRestart[];
}

/** A series that has too few points, in all or before the incident, says nothing. */
export type ReplayFault = 'too-few-points' | 'too-little-quiet-time';

/** How far back readings are looked at, as in a room. */
const horizonMs = (windowMs: DurationMs, everyMs: DurationMs): DurationMs =>
  Math.max(3 * windowMs + hours(1), 4 * windowReadings * everyMs);

/**
 * Goes through a kept series as the room would have seen it live, one point at a time from the incident's start on,
 * healthy meaning as before it. Points without a value are missing readings. They must be in order of time.
 */
export function replay(
  points: readonly { readonly at: Instant; readonly value: number | null }[],
  from: Instant,
  windowMs: DurationMs,
): Replayed | ReplayFault {
  const everyMs = intervalOf(points);
  if (everyMs === null) return 'too-few-points';
  const known = points.flatMap(({ at, value }): Point[] => (value === null ? [] : [{ at, value }]));
  const baseline = baselineOf(quietBefore(known, from));
  if (baseline === null) return 'too-little-quiet-time';
  const incident = points.flatMap(({ at, value }): Reading[] =>
    at < from ? [] : [{ at, value, missing: value === null ? 'absent' : null }],
  );
  const restarts = new Map<Instant, ClockRestart>();
  let seenUnhealthy = false;
  let newBaselineAt: Instant | null = null;
  let oldest = 0;
  for (const [index, { at }] of incident.entries()) {
    while ((incident[oldest] as Reading).at < at - horizonMs(windowMs, everyMs)) oldest += 1;
    const readings = incident.slice(oldest, index + 1);
    const clock = signalClock({ healthy: { asBefore: baseline }, everyMs, from }, readings, at);
    seenUnhealthy ||= clock.seenUnhealthy;
    for (const each of clock.restarts) restarts.set(each.at, each);
    if (newLevel(baseline, readings) !== null) newBaselineAt ??= at;
    if (seenUnhealthy && isClear(clock, windowMs)) {
      return { allClearAt: at, newBaselineAt, restarts: [...restarts.values()] };
    }
  }
  return { allClearAt: null, newBaselineAt, restarts: [...restarts.values()] };
}

/** Whether one signal, unhealthy before, has been clean for long enough. */
export const isClear = (clock: SignalClock, windowMs: DurationMs): boolean =>
  clock.status === 'healthy' &&
  clock.missing === null &&
  clock.unsettled === null &&
  clock.cleanMs >= windowMs + clock.extraMs;

/** How far apart the points are meant to be. */
function intervalOf(points: readonly { readonly at: Instant }[]): DurationMs | null {
  const gaps = points.slice(1).map(({ at }, index) => at - (points[index] as { at: Instant }).at);
  const usual = medianOf(gaps.filter((gap) => gap > 0));
  return Number.isFinite(usual) ? usual : null;
}
