import { type DurationMs, days, hours, type Instant } from '../time.ts';

/** A value of a signal at a time. */
export interface Point {
  readonly at: Instant;
  readonly value: number;
}

/** How a signal was while all was quiet. Spreads are robust: half of all values on a side lie within two thirds of one. */
export interface Baseline {
  readonly median: number;
  /** Spread of the values above the median, and of those below: many signals are skewed. Never zero. */
  readonly above: number;
  readonly below: number;
  /** Extremes of the median of `windowReadings` readings in a row: how far it wanders by itself. */
  readonly highestLevel: number;
  readonly lowestLevel: number;
  /** The same of `edgeReadings` readings in a row. */
  readonly highestEdge: number;
  readonly lowestEdge: number;
  /** How many spreads from the median all but one in fifty lay. */
  readonly reach: number;
  readonly readings: number;
  readonly from: Instant;
  readonly to: Instant;
}

/** Fewer readings than this tell nothing of a level. */
export const windowReadings = 15;
/** So many readings at the beginning of a window tell whether it was still coming back. */
export const edgeReadings = 5;
/** Less quiet time than this is no baseline. */
export const leastQuietReadings = 30;

const outOfReach = 1 / 50;

/** Makes the middle absolute deviation of a normal spread its standard deviation. */
const normal = 1.4826;

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export const spreadOf = (values: readonly number[], around: number): number =>
  normal * medianOf(values.map((value) => Math.abs(value - around)));

/** The median of each `count` readings in a row. */
export function runningMedians(values: readonly number[], count: number): number[] {
  const medians: number[] = [];
  for (let end = count; end <= values.length; end += 1) medians.push(medianOf(values.slice(end - count, end)));
  return medians;
}

/** Null when there is too little to tell what usual is. */
export function baselineOf(points: readonly Point[]): Baseline | null {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < leastQuietReadings || first === undefined || last === undefined) return null;
  const values = points.map(({ value }) => value);
  const median = medianOf(values);
  const spread = spreadOf(values, median) || smallest(values, median);
  const levels = runningMedians(values, windowReadings);
  const edges = runningMedians(values, edgeReadings);
  const sides = {
    median,
    above: sideOf(
      values.filter((value) => value > median),
      median,
      spread,
    ),
    below: sideOf(
      values.filter((value) => value < median),
      median,
      spread,
    ),
  };
  const away = values.map((value) => Math.abs(distance(sides, value))).toSorted((one, other) => one - other);
  return {
    ...sides,
    reach: away[Math.floor((away.length - 1) * (1 - outOfReach))] ?? 0,
    highestLevel: Math.max(...levels),
    lowestLevel: Math.min(...levels),
    highestEdge: Math.max(...edges),
    lowestEdge: Math.min(...edges),
    readings: values.length,
    from: first.at,
    to: last.at,
  };
}

/** One side may be far narrower than the other, but a side with hardly any values says little of itself. */
const sideOf = (values: readonly number[], median: number, spread: number): number =>
  values.length === 0 ? spread : Math.max(spreadOf(values, median), spread / 2);

/** What a signal that hardly ever moves may move without anything being wrong. */
const smallest = (values: readonly number[], median: number): number =>
  (Math.max(...values) - Math.min(...values)) / 6 || Math.abs(median) / 100 || Number.EPSILON;

/** How far a value lies from the median, in spreads of its side; negative below. */
export const distance = (
  { median, above, below }: Pick<Baseline, 'median' | 'above' | 'below'>,
  value: number,
): number => (value - median) / (value > median ? above : below);

const recently: DurationMs = hours(4);
const sameHours: DurationMs = hours(4);
const daysBack = 7;
const leastDays = 2;

/**
 * The quiet points that tell what is usual at a time: those of the hours before it and, where the signal was kept for
 * two days or more, those of the same hours on the days before, since most signals follow the day.
 */
export function quietBefore(points: readonly Point[], from: Instant): Point[] {
  const quiet = points.filter(({ at }) => at < from);
  const back = (at: Instant): number => Math.ceil((from - at) / days(1));
  const isSameHours = (at: Instant): boolean => back(at) <= daysBack && at + back(at) * days(1) < from + sameHours;
  const earlier = quiet.filter(({ at }) => from - at > recently && isSameHours(at));
  const daysKept = new Set(earlier.map(({ at }) => back(at))).size;
  const recent = quiet.filter(({ at }) => from - at <= recently);
  if (daysKept >= leastDays) return [...earlier, ...recent];
  return recent.length >= leastQuietReadings ? recent : quiet.slice(-leastQuietReadings);
}
