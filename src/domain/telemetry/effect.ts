import { type DurationMs, type Instant, later, minutes } from '../time.ts';
import { distance, medianOf, type Point, spreadOf } from './baseline.ts';
import { type Condition, isBound } from './condition.ts';
import { type Reading, thinned } from './reading.ts';

export const effectVerdicts = ['improved', 'worse', 'none', 'cant-tell'] as const;
export type EffectVerdict = (typeof effectVerdicts)[number];

/**
 * Why nothing can be told:
 * - `few-readings`: too few readings before the change, or after it
 * - `other-change`: another change was too near
 * - `moving-before`: the signal was on its way there before the change
 * - `no-baseline`: it is judged by how it was before the incident, which is not known
 */
export const untold = ['few-readings', 'other-change', 'moving-before', 'no-baseline'] as const;
export type Untold = (typeof untold)[number];

/** What one signal did around one change. */
export interface SignalEffect {
  /** Key of the signal. */
  readonly signal: string;
  readonly name: string;
  readonly verdict: EffectVerdict;
  readonly because: Untold | null;
  /** The change that was too near, and how far away: negative when it came before. */
  readonly other: { readonly change: string; readonly apartMs: DurationMs } | null;
  /** Medians; null when there are too few readings. */
  readonly before: number | null;
  readonly after: number | null;
  /** From the start of the change until the signal lay where it lies after; null when it did not move. */
  readonly withinMs: DurationMs | null;
  /** What was read around the change, thinned out for a picture. */
  readonly points: readonly { readonly afterMs: DurationMs; readonly value: number | null }[];
}

/** How long before and after its start a change is looked at. */
export const lookedAtMs: DurationMs = minutes(10);
/** A change that began less than this before may still be what is seen. */
const mingleMs: DurationMs = minutes(5);
const leastReadings = 5;
const readingsBefore = 8;
/** A shift that is this many spreads and this share of the greater level can be seen. */
const visibleSpreads = 2;
const visibleShare = 0.1;
/** Two-sided, for the sum of ranks: one in a hundred. */
const ranksApart = 2.576;
/** A signal that had gone half of the way by itself was on its way. */
const ownWay = 0.5;
const mostPoints = 40;

export interface Around {
  readonly startedAt: Instant;
  /** Until when what is seen is this change's: until it was rolled back, or now. */
  readonly until: Instant;
  /** Starts of the other changes. */
  readonly others: readonly { readonly change: string; readonly startedAt: Instant }[];
}

/** What a change did to a signal, told by the readings before its start and after it (B8). Pure; in order of time. */
export function effectOn(
  signal: { readonly key: string; readonly name: string; readonly healthy: Condition },
  readings: readonly Reading[],
  { startedAt, until, others }: Around,
): SignalEffect {
  const from = later(startedAt, -lookedAtMs);
  const next = others.filter((other) => other.startedAt > startedAt).toSorted(byStart)[0];
  const nextAt = next?.startedAt ?? Number.POSITIVE_INFINITY;
  const end = Math.min(until, later(startedAt, lookedAtMs));
  const around = readings.filter(({ at }) => at >= from && at <= end && at < nextAt);
  const known = around.flatMap(({ at, value }): Point[] => (value === null ? [] : [{ at, value }]));
  const before = known.filter(({ at }) => at < startedAt);
  const after = known.filter(({ at }) => at >= startedAt);
  const told = {
    signal: signal.key,
    name: signal.name,
    points: thinned(around, mostPoints).map(({ at, value }) => ({ afterMs: at - startedAt, value })),
  };
  const silent = { ...told, before: null, after: null, withinMs: null, verdict: 'cant-tell' as const };
  if (before.length < leastReadings || after.length < leastReadings) {
    return next !== undefined && nextAt <= end && after.length < leastReadings
      ? { ...silent, because: 'other-change', other: { change: next.change, apartMs: next.startedAt - startedAt } }
      : { ...silent, because: 'few-readings', other: null };
  }
  return { ...told, ...judged(signal.healthy, before, after, startedAt, others) };
}

type Judged = Omit<SignalEffect, 'signal' | 'name' | 'points'>;

const byStart = (one: { startedAt: Instant }, other: { startedAt: Instant }): number => one.startedAt - other.startedAt;
const valuesOf = (points: readonly Point[]): number[] => points.map(({ value }) => value);

function judged(
  healthy: Condition,
  before: readonly Point[],
  after: readonly Point[],
  startedAt: Instant,
  others: Around['others'],
): Judged {
  // A change takes its time: where the signal ended up is what counts.
  const tail = after.slice(-Math.max(leastReadings, Math.ceil(after.length / 2)));
  // Further back it may not have broken out yet, which is none of this change's doing.
  const head = before.slice(-readingsBefore);
  const [was, is] = [medianOf(valuesOf(head)), medianOf(valuesOf(tail))];
  const seen = { before: was, after: is, other: null };
  if (!isShifted(valuesOf(head), valuesOf(tail))) return { ...seen, verdict: 'none', because: null, withinMs: null };
  const moved = { ...seen, withinMs: reachedAfter(after, was, is) - startedAt };
  const near = others
    .filter((other) => other.startedAt <= startedAt && startedAt - other.startedAt < mingleMs)
    .toSorted(byStart)
    .at(-1);
  if (near !== undefined) {
    const other = { change: near.change, apartMs: near.startedAt - startedAt };
    return { ...moved, verdict: 'cant-tell', because: 'other-change', other };
  }
  if (wasMoving(valuesOf(before), is - was)) return { ...moved, verdict: 'cant-tell', because: 'moving-before' };
  const better = isBetter(healthy, was, is);
  if (better === null) return { ...moved, verdict: 'cant-tell', because: 'no-baseline' };
  return { ...moved, verdict: better ? 'improved' : 'worse', because: null };
}

/** Whether two samples lie apart: by their ranks, by more than their noise, and by enough to matter. */
function isShifted(before: readonly number[], after: readonly number[]): boolean {
  const [was, is] = [medianOf(before), medianOf(after)];
  const shift = Math.abs(is - was);
  const noise = Math.max(spreadOf(before, was), spreadOf(after, is));
  const matters = shift > visibleSpreads * noise && shift >= visibleShare * Math.max(Math.abs(was), Math.abs(is));
  return shift > 0 && matters && Math.abs(rankScore(before, after)) >= ranksApart;
}

/** The standard score of the Mann-Whitney statistic: how often one of `after` lies above one of `before`. */
function rankScore(before: readonly number[], after: readonly number[]): number {
  let above = 0;
  for (const one of after) for (const other of before) above += one > other ? 1 : one === other ? 0.5 : 0;
  const pairs = before.length * after.length;
  return (above - pairs / 2) / Math.sqrt((pairs * (before.length + after.length + 1)) / 12);
}

/** Whether the way that the signal went before the change explains where it went after. */
function wasMoving(before: readonly number[], shift: number): boolean {
  const third = Math.max(2, Math.floor(before.length / 3));
  const way = medianOf(before.slice(-third)) - medianOf(before.slice(0, third));
  return Math.sign(way) === Math.sign(shift) && Math.abs(way) >= ownWay * Math.abs(shift);
}

/** When the signal first lay nearer to where it ended up, three readings together. */
function reachedAfter(after: readonly Point[], was: number, is: number): Instant {
  const middle = (was + is) / 2;
  const isThere = ({ value }: Point): boolean => (is > was ? value > middle : value < middle);
  const found = after.findIndex((_point, index) => after.slice(index, index + 3).filter(isThere).length >= 2);
  const first = after.slice(Math.max(0, found)).find(isThere);
  return (first ?? (after.at(-1) as Point)).at;
}

/** Null where nobody knows which way is better. */
function isBetter(healthy: Condition, was: number, is: number): boolean | null {
  if (isBound(healthy)) return healthy.comparison.startsWith('<') ? is < was : is > was;
  const { asBefore } = healthy;
  return asBefore === null ? null : Math.abs(distance(asBefore, is)) < Math.abs(distance(asBefore, was));
}
