import type { Band } from '../../domain/telemetry/band.ts';

export interface Point {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Null where nothing was read: a gap, never zero. */
  readonly value: number | null;
}

export const width = 260;
export const height = 34;

interface Scale {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

/** The limits that a band has. */
export const edgesOf = (band: Band | null): number[] =>
  band === null ? [] : [band.low, band.high].filter((edge) => edge !== null);

/** Where a point stands in the picture; zero is always in it. */
export function scaleOf(points: readonly Point[], healthy: Band | null): Scale {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const bounds = [...values, ...edgesOf(healthy)];
  const low = Math.min(0, ...bounds);
  const high = Math.max(...bounds, low + Number.EPSILON);
  const from = points[0]?.at ?? 0;
  const span = Math.max(1, (points.at(-1)?.at ?? 1) - from);
  const room = (high - low) * 1.15 || 1;
  return {
    x: (at) => ((at - from) / span) * width,
    y: (value) => height - 1.5 - ((value - low) / room) * (height - 3),
  };
}

/** Runs of neighbouring points that all have, or all lack, a value. */
export function runsOf(
  points: readonly Point[],
): readonly { readonly known: boolean; readonly points: readonly Point[] }[] {
  const runs: { known: boolean; points: Point[] }[] = [];
  for (const point of points) {
    const last = runs.at(-1);
    if (last !== undefined && last.known === (point.value !== null)) last.points.push(point);
    else runs.push({ known: point.value !== null, points: [point] });
  }
  return runs;
}
