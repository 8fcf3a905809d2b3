/** The value below which this share of them lies. */
export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
export const median = (values: readonly number[]): number => quantile(values, 0.5);
export const shown = (value: number): string => value.toFixed(1);

/** Medians over rounds of their p50 and p99, as a line. */
export const summary = (rounds: readonly (readonly number[])[]): string => {
  const [p50 = 0, p99 = 0] = [0.5, 0.99].map((share) => median(rounds.map((took) => quantile(took, share))));
  return `p50 ${shown(p50)} ms, p99 ${shown(p99)} ms`;
};
