import type { Instant } from '../time.ts';

/**
 * Why a reading has no value. Silence is never health: each of these is *unknown*.
 * - `unreachable`: the source did not answer, or not in time
 * - `refused`: the source answered with an error, or with a part of the answer only
 * - `absent`: the source knows no series that the query names
 * - `stale`: the newest sample behind the query is too old
 * - `clock-off`: the source's clock and the database's are apart
 * - `not-a-number`: the query gave NaN or an infinity
 * - `low-traffic`: below the stated minimum there is nothing to judge by
 */
export const missingReasons = [
  'unreachable',
  'refused',
  'absent',
  'stale',
  'clock-off',
  'not-a-number',
  'low-traffic',
] as const;
export type MissingReason = (typeof missingReasons)[number];

/** What a source said of a signal at one time. Exactly one of `value` and `missing` is null. */
export interface Reading {
  /** By the database's clock. */
  readonly at: Instant;
  readonly value: number | null;
  readonly missing: MissingReason | null;
}

/** *Fresh*: alive and up to date. *Stale*: it answers, but with old or partial data. *Absent*: it does not answer. */
export const instrumentHealths = ['fresh', 'stale', 'absent'] as const;
export type InstrumentHealth = (typeof instrumentHealths)[number];

/** How a telemetry source was when it was last looked at. */
export interface InstrumentState {
  readonly health: InstrumentHealth;
  /** One plain line: what was seen, such as "2 of 7 targets are down: node, cache". */
  readonly because: string;
  readonly checkedAt: Instant;
}

/** What a signal's readings say of it. *Unknown* is never taken for health. */
export const signalStatuses = ['healthy', 'breached', 'unknown'] as const;
export type SignalStatus = (typeof signalStatuses)[number];

/** Every n-th of these readings, so that no more than `most` are left, the newest among them. */
export function thinned(readings: readonly Reading[], most: number): readonly Reading[] {
  const every = Math.ceil(readings.length / most);
  return readings.filter((_reading, index) => (readings.length - 1 - index) % every === 0);
}
