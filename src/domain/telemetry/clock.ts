import { type DurationMs, type Instant, later } from '../time.ts';
import { type Condition, isHealthy } from './condition.ts';
import type { MissingReason, Reading } from './reading.ts';

/** What a signal's readings say of it. *Unknown* is never taken for health. */
export const signalStatuses = ['healthy', 'breached', 'unknown'] as const;
export type SignalStatus = (typeof signalStatuses)[number];

export interface ClockSettings {
  readonly healthy: Condition;
  /** How far readings are meant to be apart. */
  readonly everyMs: DurationMs;
  /** Nothing before this counts: when the signal was added, loosened, or the clock was restarted for all. */
  readonly from: Instant;
}

export interface ClockRestart {
  /** Of a breach, when it was read; of a gap, when the reading was due that was one too many. */
  readonly at: Instant;
  readonly why: 'breach' | 'gap';
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
}

/** More than this many readings missing in a row restarts the clock; up to it, the clock only pauses. */
export const missingTolerated = 2;

/** Readings may come this much later than they are meant to before one counts as missing. */
const slack = 1.5;

/** How many readings should have come in a time and did not. */
export function missedIn(gapMs: DurationMs, everyMs: DurationMs): number {
  return gapMs <= everyMs * slack ? 0 : Math.round(gapMs / everyMs) - 1;
}

interface Walk {
  cleanMs: number;
  cleanSince: Instant | null;
  samples: number;
  lowest: number | null;
  highest: number | null;
  /** The last reading that was clean, without a gap that restarted the clock since. */
  lastClean: Instant | null;
  missedInARow: number;
  restarts: ClockRestart[];
}

function restart(walk: Walk, at: Instant, why: ClockRestart['why']): void {
  if (walk.cleanSince !== null) walk.restarts.push({ at, why });
  walk.cleanMs = 0;
  walk.cleanSince = null;
  walk.samples = 0;
  walk.lowest = null;
  walk.highest = null;
  walk.lastClean = null;
}

function miss(walk: Walk, count: number, at: Instant): void {
  walk.missedInARow += count;
  if (walk.missedInARow > missingTolerated) restart(walk, at, 'gap');
}

/** Counts the readings that should have come in a time and did not, and answers how many. */
function lapse(walk: Walk, since: Instant, until: Instant, everyMs: DurationMs): number {
  const missed = missedIn(until - since, everyMs);
  // Not `until`: the same gap must give the same restart however late it is looked at.
  miss(walk, missed, later(since, everyMs * (missingTolerated + 1 - walk.missedInARow)));
  return missed;
}

function clean(walk: Walk, at: Instant, value: number): void {
  // Time in which a reading was missing is a pause: it counts for nothing.
  if (walk.lastClean !== null && walk.missedInARow === 0) walk.cleanMs += at - walk.lastClean;
  walk.cleanSince ??= at;
  walk.lastClean = at;
  walk.missedInARow = 0;
  walk.samples += 1;
  walk.lowest = Math.min(walk.lowest ?? value, value);
  walk.highest = Math.max(walk.highest ?? value, value);
}

/**
 * D4's clock for one signal with an explicit condition: every unhealthy reading is a breach and restarts it, as do
 * more than two missing readings in a row; one or two pause it. `readings` are in order of time.
 */
export function signalClock(settings: ClockSettings, readings: readonly Reading[], now: Instant): SignalClock {
  const { healthy, everyMs, from } = settings;
  const walk: Walk = {
    cleanMs: 0,
    cleanSince: null,
    samples: 0,
    lowest: null,
    highest: null,
    lastClean: null,
    missedInARow: 0,
    restarts: [],
  };
  const counted = readings.filter(({ at }) => at >= from && at <= now);
  let last: Reading | null = null;
  for (const reading of counted) {
    const { at, value } = reading;
    if (last !== null) lapse(walk, last.at, at, everyMs);
    last = reading;
    if (value === null) miss(walk, 1, at);
    else if (isHealthy(healthy, value)) clean(walk, at, value);
    else {
      restart(walk, at, 'breach');
      walk.missedInARow = 0;
    }
  }
  const silent = last !== null && lapse(walk, last.at, now, everyMs) > 0;
  const { cleanMs, cleanSince, samples, lowest, highest, restarts } = walk;
  return {
    ...seen(settings, readings),
    cleanMs,
    cleanSince,
    samples,
    lowest,
    highest,
    restarts,
    last,
    status: statusOf(walk, settings, last),
    missing: silent || last === null ? 'silence' : last.missing,
  };
}

function statusOf(walk: Walk, { healthy }: ClockSettings, last: Reading | null): SignalStatus {
  if (last === null || walk.missedInARow > missingTolerated) return 'unknown';
  // A pause: what was clean before it still stands, what was not is not known any more.
  if (last.value === null) return walk.cleanSince === null ? 'unknown' : 'healthy';
  return isHealthy(healthy, last.value) ? 'healthy' : 'breached';
}

/** What the readings show of the signal itself, older ones too. */
function seen({ healthy }: ClockSettings, readings: readonly Reading[]): Pick<SignalClock, 'seenUnhealthy' | 'moved'> {
  const values = readings.flatMap(({ value }) => (value === null ? [] : [value]));
  return {
    seenUnhealthy: values.some((value) => !isHealthy(healthy, value)),
    moved: values.some((value) => value !== values[0]),
  };
}
