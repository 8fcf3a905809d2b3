import { isLevel, worstDistance } from './as-before.ts';
import { type Baseline, baselineOf, distance, medianOf, type Point, spreadOf, windowReadings } from './baseline.ts';
import { isBound } from './condition.ts';
import type { KeySignal } from './key-signal.ts';
import type { Reading } from './reading.ts';

/** A level that a signal settled at beside where it was before: asked of the commander, with the numbers. */
export interface NewLevel {
  /** As it is usual now, were it taken over. */
  readonly baseline: Baseline;
  /** The median before. */
  readonly before: number;
}

/** As many readings as this lie at the new level before anyone is asked. */
const settledReadings = 2 * windowReadings;
/** It has to have come back by this share of the worst: where the incident itself stands still, nothing settled. */
const cameBack = 0.5;
/** Both halves lie together within this many of the spreads from reading to reading, and all within twice one. */
const driftSpreads = 0.8;
const wideSpreads = 2;
const farSpreads = 6;
const mostFar = 2;

/** The level at which a signal that means to be as before settled beside that, and how it was; null where it did not. */
export function newLevelOf(
  { asked }: Pick<KeySignal, 'asked'>,
  readings: readonly Reading[],
): { readonly level: NewLevel; readonly previous: Baseline } | null {
  const previous = asked === null || isBound(asked.healthy) ? null : asked.healthy.asBefore;
  const level = previous === null ? null : newLevel(previous, readings);
  return previous === null || level === null ? null : { level, previous };
}

/** Whether the newest readings settled at a level of their own; null when they did not, or lie where they lay before. */
export function newLevel(before: Baseline, readings: readonly Reading[]): NewLevel | null {
  const known = readings.flatMap(({ at, value }): Point[] => (value === null ? [] : [{ at, value }]));
  const newest = known.slice(-settledReadings);
  const baseline = newest.length < settledReadings ? null : baselineOf(newest);
  if (baseline === null) return null;
  const values = newest.map(({ value }) => value);
  const worst =
    worstDistance(
      before,
      known.map(({ value }) => value),
    ) ?? 0;
  if (isLevel(before, values.slice(-windowReadings)) || isLevel(before, values)) return null;
  if (Math.abs(distance(before, baseline.median)) > cameBack * worst) return null;
  return isSettled(before, values, baseline.median) ? { baseline, before: before.median } : null;
}

function isSettled(before: Baseline, values: readonly number[], median: number): boolean {
  const steps = values.slice(1).map((value, index) => value - (values[index] as number));
  const noise = Math.max(spreadOf(steps, 0) / Math.SQRT2, Math.min(before.above, before.below) / 2);
  const drift = Math.abs(medianOf(values.slice(0, windowReadings)) - medianOf(values.slice(windowReadings)));
  const far = values.filter((value) => Math.abs(value - median) > farSpreads * noise).length;
  return drift <= driftSpreads * noise && spreadOf(values, median) <= wideSpreads * noise && far <= mostFar;
}
