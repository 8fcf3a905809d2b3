import { instant } from '../domain/time.ts';
import type { RangeRead } from '../watch/ports.ts';

/** Numbers as Go writes them: `+Inf` too. */
export function numberFrom(text: string): number {
  if (/^[+-]?Inf$/.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** The values of several series by time; what is no number is left out. */
export function rangeOf(samples: readonly { readonly atMs: number; readonly value: number }[]): RangeRead {
  const byTime = new Map<number, number[]>();
  for (const { atMs, value } of samples) {
    const at = Math.round(atMs);
    if (Number.isFinite(value)) byTime.set(at, [...(byTime.get(at) ?? []), value]);
  }
  const points = [...byTime].sort(([a], [b]) => a - b).map(([at, values]) => ({ at: instant(at), values }));
  return { points, missing: points.length === 0 ? 'absent' : null };
}

/** Samples as Prometheus writes them: seconds, and a number as text. */
export const samplesOf = (pairs: readonly (readonly [number, string])[]): { atMs: number; value: number }[] =>
  pairs.map(([at, text]) => ({ atMs: at * 1000, value: numberFrom(text) }));
