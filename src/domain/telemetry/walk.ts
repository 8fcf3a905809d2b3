import { type DurationMs, type Instant, later } from '../time.ts';
import type { SignalStatus } from './reading.ts';

/**
 * Why a signal that is in its band does not count as being as before:
 * - `no-baseline`: the quiet time was not read, or was too short
 * - `few`: too few readings to tell a level by
 * - `out-of-band`: the newest reading is out of band; alone it is no breach, but nothing ends on it
 * - `level`: its readings are in band one by one, and together lie beside where they lay before
 */
export const unsettledReasons = ['no-baseline', 'few', 'out-of-band', 'level'] as const;
export type Unsettled = (typeof unsettledReasons)[number];

export interface ClockRestart {
  /** Of a breach, when it was read; of a gap, when the reading was due that was one too many. */
  readonly at: Instant;
  readonly why: 'breach' | 'gap';
}

/** More than this many readings missing in a row restarts the clock; up to it, the clock only pauses. */
export const missingTolerated = 2;

/** Readings may come this much later than they are meant to before one counts as missing. */
const slack = 1.5;

/** How many readings should have come in a time and did not. */
export function missedIn(gapMs: DurationMs, everyMs: DurationMs): number {
  return gapMs <= everyMs * slack ? 0 : Math.round(gapMs / everyMs) - 1;
}

/** A clock on its way through the readings. */
export interface Walk {
  cleanMs: number;
  cleanSince: Instant | null;
  samples: number;
  lowest: number | null;
  highest: number | null;
  /** From when the next clean reading counts, without a gap that restarted the clock since. */
  countsFrom: Instant | null;
  missedInARow: number;
  restarts: ClockRestart[];
}

export const newWalk = (): Walk => ({
  cleanMs: 0,
  cleanSince: null,
  samples: 0,
  lowest: null,
  highest: null,
  countsFrom: null,
  missedInARow: 0,
  restarts: [],
});

export function restart(walk: Walk, at: Instant, why: ClockRestart['why']): void {
  if (walk.cleanSince !== null) walk.restarts.push({ at, why });
  Object.assign(walk, { ...newWalk(), missedInARow: walk.missedInARow, restarts: walk.restarts });
}

export function miss(walk: Walk, count: number, at: Instant): void {
  walk.missedInARow += count;
  if (walk.missedInARow > missingTolerated) restart(walk, at, 'gap');
}

/** Counts the readings that should have come in a time and did not, and answers how many. */
export function lapse(walk: Walk, since: Instant, until: Instant, everyMs: DurationMs): number {
  const missed = missedIn(until - since, everyMs);
  // Not `until`: the same gap must give the same restart however late it is looked at.
  miss(walk, missed, later(since, everyMs * (missingTolerated + 1 - walk.missedInARow)));
  return missed;
}

export function clean(walk: Walk, at: Instant, value: number): void {
  // Time in which a reading was missing is a pause: it counts for nothing.
  if (walk.countsFrom !== null && walk.missedInARow === 0) walk.cleanMs += at - walk.countsFrom;
  walk.cleanSince ??= at;
  walk.countsFrom = at;
  walk.missedInARow = 0;
  walk.samples += 1;
  walk.lowest = Math.min(walk.lowest ?? value, value);
  walk.highest = Math.max(walk.highest ?? value, value);
}

/** What a walk through all readings came to. */
export interface Walked {
  readonly walk: Walk;
  readonly status: SignalStatus;
  readonly seenUnhealthy: boolean;
  readonly unsettled: Unsettled | null;
  readonly extraMs: DurationMs;
  /** Whether readings are missing after the last. */
  readonly silent: boolean;
}
