import type { DurationMs, Instant } from '../time.ts';
import { walkAsBefore } from './as-before.ts';
import { type Bound, type Condition, isBound, isWithin } from './condition.ts';
import type { MissingReason, Reading, SignalStatus } from './reading.ts';
import {
  clean,
  type ClockRestart,
  lapse,
  miss,
  missingTolerated,
  newWalk,
  restart,
  type Unsettled,
  type Walk,
  type Walked,
} from './walk.ts';

export interface ClockSettings {
  readonly healthy: Condition;
  /** How far readings are meant to be apart. */
  readonly everyMs: DurationMs;
  /** Nothing before this counts: when the signal was added, loosened, or the clock was restarted for all. */
  readonly from: Instant;
}

/** How long a signal has been clean, and what it rests on. */
export interface SignalClock {
  readonly status: SignalStatus;
  /** Time that counts as clean since the last restart. Pauses are not in it. */
  readonly cleanMs: DurationMs;
  /** The first clean reading since the last restart; null while there is none. */
  readonly cleanSince: Instant | null;
  readonly restarts: readonly ClockRestart[];
  /** Clean readings since the last restart. */
  readonly samples: number;
  readonly lowest: number | null;
  readonly highest: number | null;
  readonly last: Reading | null;
  /** Whether a value was ever out of its condition among these readings. */
  readonly seenUnhealthy: boolean;
  /** Whether values differ among these readings: a signal that cannot move proves nothing. */
  readonly moved: boolean;
  /** Why the newest reading is missing, or `silence` when none came in time. */
  readonly missing: MissingReason | 'silence' | null;
  /** Why clean time is not enough yet where health means to be as before; null when it is. */
  readonly unsettled: Unsettled | null;
  /** What has to be clean beyond the window: a signal that came back slowly is watched a little longer. */
  readonly extraMs: DurationMs;
}

/**
 * D4's clock for one signal. With a bound, every unhealthy reading is a breach and restarts it; where health means to be
 * as before, a lone reading out of band does not. More than two missing readings in a row restart it; one or two pause
 * it. `readings` are in order of time.
 */
export function signalClock(settings: ClockSettings, readings: readonly Reading[], now: Instant): SignalClock {
  const { healthy, everyMs, from } = settings;
  const counted = readings.filter(({ at }) => at >= from && at <= now);
  const last = counted.at(-1) ?? null;
  const { walk, silent, ...judged } = isBound(healthy)
    ? walkBound(healthy, readings, counted, everyMs, now)
    : walkAsBefore(healthy.asBefore, readings, counted, everyMs, now);
  const { cleanMs, cleanSince, samples, lowest, highest, restarts } = walk;
  return {
    ...judged,
    moved: hasMoved(readings),
    cleanMs,
    cleanSince,
    samples,
    lowest,
    highest,
    restarts,
    last,
    missing: silent || last === null ? 'silence' : last.missing,
  };
}

function walkBound(
  healthy: Bound,
  readings: readonly Reading[],
  counted: readonly Reading[],
  everyMs: DurationMs,
  now: Instant,
): Walked {
  const walk = newWalk();
  let last: Reading | null = null;
  for (const reading of counted) {
    const { at, value } = reading;
    if (last !== null) lapse(walk, last.at, at, everyMs);
    last = reading;
    if (value === null) miss(walk, 1, at);
    else if (isWithin(healthy, value)) clean(walk, at, value);
    else {
      restart(walk, at, 'breach');
      walk.missedInARow = 0;
    }
  }
  return {
    silent: last !== null && lapse(walk, last.at, now, everyMs) > 0,
    walk,
    status: statusOf(walk, healthy, last),
    seenUnhealthy: readings.some(({ value }) => value !== null && !isWithin(healthy, value)),
    unsettled: null,
    extraMs: 0,
  };
}

function statusOf(walk: Walk, healthy: Bound, last: Reading | null): SignalStatus {
  if (last === null || walk.missedInARow > missingTolerated) return 'unknown';
  // A pause: what was clean before it still stands, what was not is not known any more.
  if (last.value === null) return walk.cleanSince === null ? 'unknown' : 'healthy';
  return isWithin(healthy, last.value) ? 'healthy' : 'breached';
}

function hasMoved(readings: readonly Reading[]): boolean {
  const values = readings.flatMap(({ value }) => (value === null ? [] : [value]));
  return values.some((value) => value !== values[0]);
}
