export const comparisons = ['<', '<=', '>', '>='] as const;
export type Comparison = (typeof comparisons)[number];

/** When a signal counts as healthy: its value compared with a bound, such as `< 0.01`. */
export interface Condition {
  readonly comparison: Comparison;
  readonly bound: number;
}

const form = /^\s*(<=|>=|<|>)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(%?)\s*$/i;

/** Reads `< 0.01` or `< 1 %`; null when it is no condition. */
export function conditionFrom(text: string): Condition | null {
  const [, comparison, number = 'NaN', percent] = form.exec(text) ?? [];
  const bound = percent === '%' ? Number(number) / 100 : Number(number);
  return Number.isFinite(bound) ? { comparison: comparison as Comparison, bound } : null;
}

export const written = ({ comparison, bound }: Condition): string => `${comparison} ${bound}`;

export function isHealthy({ comparison, bound }: Condition, value: number): boolean {
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
export function worstOf({ comparison }: Condition, values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return comparison.startsWith('<') ? Math.max(...values) : Math.min(...values);
}

/** Whether `next` calls something healthy that `before` did not. */
export function loosens(before: Condition, next: Condition): boolean {
  const [upper, lower] = [before.comparison.startsWith('<'), next.comparison.startsWith('<')];
  if (upper !== lower) return true;
  if (before.bound === next.bound) return next.comparison.length > before.comparison.length;
  return upper ? next.bound > before.bound : next.bound < before.bound;
}
