import type { Baseline } from './baseline.ts';

export const comparisons = ['<', '<=', '>', '>='] as const;
export type Comparison = (typeof comparisons)[number];

/** Healthy by a stated bound, such as `< 0.01`. */
export interface Bound {
  readonly comparison: Comparison;
  readonly bound: number;
}

/** Healthy as the signal itself was before the incident. */
export interface AsBefore {
  /** Null until the quiet time before the incident was read: nothing is healthy by it. */
  readonly asBefore: Baseline | null;
}

/** When a signal counts as healthy. */
export type Condition = Bound | AsBefore;

const form = /^\s*(<=|>=|<|>)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(%?)\s*$/i;
const asBeforeForm = /^\s*as before\s*$/i;

/** Reads `< 0.01`, `< 1 %` or `as before`; null when it is no condition. */
export function conditionFrom(text: string): Condition | null {
  return asBeforeForm.test(text) ? { asBefore: null } : boundFrom(text);
}

/** Reads `< 0.01` or `< 1 %`; null when it is no bound. */
export function boundFrom(text: string): Bound | null {
  const [, comparison, number = 'NaN', percent] = form.exec(text) ?? [];
  const bound = percent === '%' ? Number(number) / 100 : Number(number);
  return Number.isFinite(bound) ? { comparison: comparison as Comparison, bound } : null;
}

export const isBound = (condition: Condition): condition is Bound => 'bound' in condition;

export const written = (condition: Condition): string =>
  isBound(condition) ? `${condition.comparison} ${condition.bound}` : 'as before';

export function isWithin({ comparison, bound }: Bound, value: number): boolean {
  switch (comparison) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
  }
}

/** The value that speaks most against health among several series of one query. */
export function worstOf(condition: Condition, values: readonly number[]): number | null {
  if (values.length === 0) return null;
  if (isBound(condition)) return condition.comparison.startsWith('<') ? Math.max(...values) : Math.min(...values);
  // Which side is the bad one is not stated; one series at a time can be compared with how it was before.
  return values.length === 1 ? (values[0] as number) : null;
}

/** Whether `next` calls something healthy that `before` did not, as far as can be told. */
export function loosens(before: Condition, next: Condition): boolean {
  if (!isBound(before) || !isBound(next)) return true;
  const [upper, lower] = [before.comparison.startsWith('<'), next.comparison.startsWith('<')];
  if (upper !== lower) return true;
  if (before.bound === next.bound) return next.comparison.length > before.comparison.length;
  return upper ? next.bound > before.bound : next.bound < before.bound;
}
