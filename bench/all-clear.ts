import { baselineOf, type Point, quietBefore } from '../src/domain/telemetry/baseline.ts';
import { replay } from '../src/domain/telemetry/replay.ts';
import { type Instant, minutes } from '../src/domain/time.ts';
import { madeSeries, metrics, type MadeSeries, type Scored, scored, shapes } from '../test/harness/made-series.ts';

const seeds = 20;
const windowMs = minutes(15);

/** When a rule would first have called a series well again. */
type Rule = (series: MadeSeries) => Instant | null;

/** So many of the newest readings in a band of four deviations, as monitoring resolves by itself. */
const inBand =
  (needed: number, of: number): Rule =>
  ({ points, from }) => {
    const quiet = quietBefore(points as Point[], from);
    const { median = 0 } = baselineOf(quiet) ?? {};
    const deviations = quiet.map(({ value }) => Math.abs(value - median)).toSorted((one, other) => one - other);
    const band = 4 * (deviations[deviations.length >> 1] ?? 0);
    const incident = points.filter(({ at }) => at >= from);
    const isIn = incident.map(({ value }) => Math.abs(value - median) <= band);
    const found = isIn.findIndex(
      (_in, index) => index + 1 >= of && isIn.slice(index + 1 - of, index + 1).filter(Boolean).length >= needed,
    );
    return incident[found]?.at ?? null;
  };

const ours: Rule = ({ points, from }) => {
  const replayed = replay(points, from, windowMs);
  if (typeof replayed === 'string') throw new Error(replayed);
  return replayed.allClearAt ?? replayed.newBaselineAt;
};

const rules: Readonly<Record<string, Rule>> = {
  'Allclear, 15 min': ours,
  'first recovery (auto-resolve)': inBand(1, 1),
  '5 of 5 in band': inBand(5, 5),
  '10 of 10 in band': inBand(10, 10),
  '18 of 20 in band': inBand(18, 20),
};

const medianOf = (counts: readonly number[]): string =>
  counts.length === 0 ? '-' : String(counts.toSorted((one, other) => one - other)[counts.length >> 1]);

const columns = (...cells: readonly string[]): string =>
  cells.map((cell, index) => (index === 0 ? cell.padEnd(30) : cell.padStart(8))).join(' ');

/** False and late all-clears on made series, by rule: `npm run bench -- all-clear`. */
export function run(): Promise<void> {
  const made = metrics.flatMap((metric) =>
    shapes.flatMap((shape) =>
      Array.from({ length: seeds }, (_, seed) => ({ metric, shape, series: madeSeries(metric, shape, seed + 1) })),
    ),
  );
  print(`${made.length} series: ${metrics.length} metrics, ${shapes.length} shapes, ${seeds} of each`);
  print(columns('rule', 'false', 'never', 'median', 'worst'));
  const byRule = Object.entries(rules).map(([name, rule]) => {
    const began = performance.now();
    const results = made.map(({ series }) => scored(series, rule(series)));
    return { name, results, ms: performance.now() - began };
  });
  for (const { name, results } of byRule) print(columns(name, ...row(results)));
  print('\nAllclear, by shape and by metric');
  const [own] = byRule;
  for (const key of ['shape', 'metric'] as const) {
    for (const [value, cells] of Map.groupBy(made.entries(), ([, each]) => each[key])) {
      print(columns(`  ${value}`, ...row(cells.map(([index]) => own?.results[index] as Scored))));
    }
  }
  print(`\nAllclear: ${((own?.ms ?? 0) / made.length).toFixed(1)} ms for a series of 240 points after its start`);
  return Promise.resolve();
}

function row(results: readonly Scored[]): string[] {
  const delays = results.flatMap((result) => (result.is === 'clear' ? [result.delay] : []));
  const count = (is: Scored['is']): string => String(results.filter((result) => result.is === is).length);
  return [count('false'), count('never'), medianOf(delays), String(Math.max(0, ...delays))];
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
