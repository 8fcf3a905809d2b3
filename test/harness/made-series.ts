import { type Instant, instant } from '../../src/domain/time.ts';

/** The ways in which incidents end, by what monitoring sees of them. */
export const shapes = ['step', 'ramp', 'dip-then-relapse', 'sawtooth', 'slow-drain', 'new-baseline'] as const;
export type Shape = (typeof shapes)[number];

/** Signals that differ in how they are when all is well. */
export const metrics = ['error-rate', 'latency', 'cpu', 'queue', 'success-rate', 'throughput', 'spiky'] as const;
export type Metric = (typeof metrics)[number];

export interface MadeSeries {
  readonly points: readonly { readonly at: Instant; readonly value: number }[];
  /** Whether the incident was there, point by point. */
  readonly bad: readonly boolean[];
  readonly from: Instant;
}

export const everyMs = 60_000;
const start = Date.UTC(2026, 2, 2, 9);
const quiet = 120;
const length = 360;

/** Uniform in [0, 1), the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const normalFrom = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** How much of the incident is there at each point: 0 to 1. */
const shares: Readonly<Record<Shape, (point: number) => number>> = {
  step: (point) => (point < 60 ? 1 : 0),
  ramp: (point) => (point < 40 ? 1 : point < 90 ? (90 - point) / 50 : 0),
  'dip-then-relapse': (point) => (point < 40 ? 1 : point >= 52 && point < 110 ? 0.8 : 0),
  sawtooth: (point) => (point < 91 && point % 12 < 7 ? 1 : 0),
  'slow-drain': (point) => (point < 140 ? Math.exp(-point / 45) : 0),
  'new-baseline': (point) => (point < 50 ? 1 : 0.06),
};
const lasting: Readonly<Record<Shape, number>> = {
  step: 60,
  ramp: 90,
  'dip-then-relapse': 110,
  sawtooth: 91,
  'slow-drain': 140,
  'new-baseline': 50,
};
/** Points within the incident at which it was not there, with enough of them for a false end. */
const gone: Partial<Record<Shape, readonly [number, number]>> = { 'dip-then-relapse': [40, 52] };

interface Usual {
  /** A value when all is well. */
  readonly value: (point: number, random: () => number) => number;
  /** What the whole incident adds. */
  readonly adds: number;
}

function usualOf(metric: Metric): Usual {
  let drift = 0;
  switch (metric) {
    case 'error-rate':
      return { value: (_point, random) => 0.003 + 0.0016 * -Math.log(1 - random()) * 0.7, adds: 0.08 };
    case 'latency':
      return { value: (_point, random) => 0.2 * Math.exp(0.2 * normalFrom(random)), adds: 2.5 };
    case 'cpu':
      return {
        value: (_point, random) => 35 + (drift = 0.5 * drift + 1.5 * normalFrom(random)),
        adds: 60,
      };
    case 'queue':
      return { value: (_point, random) => Math.floor(-Math.log(1 - random()) * 5), adds: 800 };
    case 'success-rate':
      return { value: (_point, random) => Math.min(1, 0.998 + 0.0008 * normalFrom(random)), adds: -0.4 };
    case 'throughput':
      return {
        value: (point, random) => 1000 + 60 * Math.sin(point / 90) + (drift = 0.6 * drift + 15 * normalFrom(random)),
        adds: -850,
      };
    case 'spiky':
      return {
        value: (_point, random) => 100 * Math.exp(0.15 * normalFrom(random)) * (random() < 0.03 ? 3 : 1),
        adds: 2500,
      };
  }
}

/** A made series with an incident of a shape in it, whose true end is known. The same for the same seed. */
export function madeSeries(metric: Metric, shape: Shape, seed: number): MadeSeries {
  const random = randomFrom(seed);
  const { value, adds } = usualOf(metric);
  const [goneFrom, goneUntil] = gone[shape] ?? [0, 0];
  const rows = Array.from({ length }, (_, index) => {
    const point = index - quiet;
    const share = point < 0 ? 0 : shares[shape](point);
    const usual = value(index, random);
    return {
      at: instant(start + index * everyMs),
      value: usual + adds * share * (0.85 + 0.3 * random()),
      bad: point >= 0 && point < lasting[shape] && !(point >= goneFrom && point < goneUntil),
    };
  });
  return {
    points: rows.map(({ at, value: seen }) => ({ at, value: seen })),
    bad: rows.map(({ bad }) => bad),
    from: instant(start + quiet * everyMs),
  };
}

/** A relapse this soon after an all-clear makes it a false one. */
const relapsePoints = 15;

export type Scored =
  | { readonly is: 'clear'; readonly delay: number }
  | { readonly is: 'false'; readonly early: number }
  | { readonly is: 'never' };

/** How an all-clear at a time stands to the true end, in points. */
export function scored({ points, bad }: MadeSeries, at: Instant | null): Scored {
  if (at === null) return { is: 'never' };
  let end = bad.indexOf(true);
  for (let index = end; index < bad.length && index - end <= relapsePoints + 1; index += 1) if (bad[index]) end = index;
  const index = points.findIndex((point) => point.at >= at);
  return index <= end ? { is: 'false', early: end - index } : { is: 'clear', delay: index - end };
}
