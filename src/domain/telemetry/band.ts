import { bandOf } from './as-before.ts';
import { type Condition, isBound } from './condition.ts';

/** Between which values a signal is healthy; null: no limit on that side. */
export interface Band {
  readonly low: number | null;
  readonly high: number | null;
}

/** The values that a condition calls healthy; null while it is not known how the signal was before. */
export function bandFor(condition: Condition): Band | null {
  if (isBound(condition)) {
    const { comparison, bound } = condition;
    return comparison.startsWith('<') ? { low: null, high: bound } : { low: bound, high: null };
  }
  const { asBefore } = condition;
  if (asBefore === null) return null;
  const { median, above, below } = asBefore;
  const width = bandOf(asBefore, null);
  return { low: median - width * below, high: median + width * above };
}
