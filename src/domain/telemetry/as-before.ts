import type { DurationMs, Instant } from '../time.ts';
import { type Baseline, distance, edgeReadings, medianOf, windowReadings } from './baseline.ts';
import type { Reading, SignalStatus } from './reading.ts';
import { clean, lapse, miss, missingTolerated, newWalk, type Unsettled, type Walk, type Walked } from './walk.ts';

/** The band is as wide as the signal's own reach, within limits, in spreads. */
const usual = 3;
const widest = 6;
const narrowest = 2.5;
/** How much of the way to the worst of the incident still counts as in band, where that is less. */
const ofTheWay = 0.6;
/** How far the level of a window, and of its beginning, may lie from where it lay before. */
const levelSpreads = 1;
const edgeSpreads = 1.2;
/** How far beyond where it wandered by itself. */
const beyondWandering = 0.25;
/** Of the readings that it took from half of the worst into the band, so much is watched longer, up to a limit. */
const slowShare = 0.1;
const mostExtra = 3;

/** The farthest that the level came from its median in these values, in spreads; null for too few. */
export function worstDistance(baseline: Baseline, values: readonly number[]): number | null {
  let worst: number | null = null;
  for (let end = edgeReadings; end <= values.length; end += 1) {
    const away = Math.abs(distance(baseline, medianOf(values.slice(end - edgeReadings, end))));
    worst = Math.max(worst ?? 0, away);
  }
  return worst;
}

/** Half the width of the band in spreads. A mild incident narrows it, or its own readings would lie within. */
export function bandOf({ reach }: Baseline, worst: number | null): number {
  const own = Math.max(usual, Math.min(widest, reach));
  return worst === null ? own : Math.max(narrowest, Math.min(own, ofTheWay * worst));
}

/** Whether the level of the newest readings lies where it lay before, from the beginning of the window on. */
export function isLevel(baseline: Baseline, window: readonly number[]): boolean {
  const { median, above, below } = baseline;
  const within = (values: readonly number[], spreads: number, highest: number, lowest: number): boolean => {
    const level = medianOf(values);
    return (
      level <= Math.max(median + spreads * above, highest + beyondWandering * above) &&
      level >= Math.min(median - spreads * below, lowest - beyondWandering * below)
    );
  };
  return (
    within(window, levelSpreads, baseline.highestLevel, baseline.lowestLevel) &&
    within(window.slice(0, edgeReadings), edgeSpreads, baseline.highestEdge, baseline.lowestEdge)
  );
}

/** The clock of a signal that is healthy when it is as before: at most one of any fifteen readings may be out of band. */
export function walkAsBefore(
  baseline: Baseline | null,
  readings: readonly Reading[],
  counted: readonly Reading[],
  everyMs: DurationMs,
  now: Instant,
): Walked {
  const last = counted.at(-1);
  if (baseline === null || last === undefined) {
    const walk = newWalk();
    return { walk, status: 'unknown', seenUnhealthy: false, unsettled: 'no-baseline', extraMs: 0, silent: false };
  }
  const values = readings.flatMap(({ value }) => (value === null ? [] : [value]));
  const worst = worstDistance(baseline, values);
  const band = bandOf(baseline, worst);
  const isIn = (value: number): boolean => Math.abs(distance(baseline, value)) <= band;
  const { walk, silent } = walked(counted, isIn, everyMs, now);
  const known = counted.flatMap(({ value }) => (value === null ? [] : [value]));
  return {
    walk,
    silent,
    status: statusOf(walk, last),
    seenUnhealthy: values.some((value, index) => index > 0 && !isIn(value) && !isIn(values[index - 1] as number)),
    unsettled: unsettledBy(baseline, walk, known, isIn),
    extraMs: everyMs * extraReadings(baseline, known, walk.samples, worst),
  };
}

/** Two clocks: one that lets a lone reading out of band pass, one that began anew at it, in case it was not alone. */
function walked(
  counted: readonly Reading[],
  isIn: (value: number) => boolean,
  everyMs: DurationMs,
  now: Instant,
): { readonly walk: Walk; readonly silent: boolean } {
  let walk = newWalk();
  let sinceOut = newWalk();
  let inSinceOut = windowReadings;
  let before: Reading | null = null;
  for (const reading of counted) {
    const { at, value } = reading;
    if (before !== null) for (const each of [walk, sinceOut]) lapse(each, before.at, at, everyMs);
    before = reading;
    if (value === null) {
      for (const each of [walk, sinceOut]) miss(each, 1, at);
    } else if (isIn(value)) {
      for (const each of [walk, sinceOut]) clean(each, at, value);
      inSinceOut += 1;
    } else {
      const alone = walk.cleanSince !== null && inSinceOut >= windowReadings - 1;
      if (!alone) walk = takenOver(walk, sinceOut, at);
      // A reading speaks for the time up to it, so what is clean after this one counts from it.
      sinceOut = { ...newWalk(), countsFrom: at };
      walk.missedInARow = 0;
      inSinceOut = 0;
    }
  }
  const silences = [walk, sinceOut].map((each) => (before === null ? 0 : lapse(each, before.at, now, everyMs)));
  return { walk, silent: silences.some((missed) => missed > 0) };
}

/** The clock goes on from the reading that was out of band before this one. */
function takenOver(walk: Walk, sinceOut: Walk, at: Instant): Walk {
  const { restarts } = walk;
  if (walk.cleanSince !== null && walk.cleanSince !== sinceOut.cleanSince) restarts.push({ at, why: 'breach' });
  const next = { ...sinceOut, restarts };
  return next.cleanSince === null ? { ...next, countsFrom: at } : next;
}

function statusOf(walk: Walk, last: Reading): SignalStatus {
  if (walk.missedInARow > missingTolerated) return 'unknown';
  if (last.value === null) return walk.cleanSince === null ? 'unknown' : 'healthy';
  return walk.cleanSince === null ? 'breached' : 'healthy';
}

function unsettledBy(
  baseline: Baseline,
  walk: Walk,
  known: readonly number[],
  isIn: (value: number) => boolean,
): Unsettled | null {
  const newest = known.at(-1);
  if (newest !== undefined && !isIn(newest)) return 'out-of-band';
  if (walk.samples < windowReadings - 1 || known.length < windowReadings) return 'few';
  return isLevel(baseline, known.slice(-windowReadings)) ? null : 'level';
}

/** A return that took long has a tail that hides in the noise. */
function extraReadings(baseline: Baseline, known: readonly number[], clean: number, worst: number | null): number {
  if (worst === null || clean === 0) return 0;
  const away = known.map((value) => Math.abs(distance(baseline, value)));
  const backAt = Math.max(0, known.length - clean);
  let halfAt = backAt;
  while (halfAt > 0 && medianOf(away.slice(Math.max(0, halfAt - edgeReadings + 1), halfAt + 1)) < worst / 2)
    halfAt -= 1;
  return Math.floor(Math.min(mostExtra, (backAt - halfAt) * slowShare));
}
