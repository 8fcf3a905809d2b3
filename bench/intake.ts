import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import type { Load, LoadResult } from './intake/generator.ts';
import { startAlertmanager, startAllclear, type Target } from './intake/target.ts';

interface Cell {
  readonly batch: number;
  readonly connections: number;
  readonly distinct: boolean;
}

const cells: readonly Cell[] = [
  { batch: 1, connections: 64, distinct: true },
  { batch: 1, connections: 256, distinct: true },
  { batch: 100, connections: 4, distinct: true },
  { batch: 100, connections: 64, distinct: true },
  { batch: 1, connections: 64, distinct: false },
  { batch: 100, connections: 4, distinct: false },
];

interface Measured extends LoadResult {
  readonly alertsPerSecond: number;
  /** From the last answer until every alert was routed. */
  readonly routedAfterMs: number;
}

interface Pair {
  readonly theirs: Measured;
  readonly ours: Measured;
}

const routedWithinMs = 120_000;
const run_ = promisify(execFile);
const generator = new URL('intake/generator.ts', import.meta.url).pathname;

/** Puts one load on a target, and waits until what it took in is routed. */
async function measure(target: Target, cell: Cell, durationMs: number, base: string): Promise<Measured> {
  const load: Load = { host: target.host, port: target.port, path: target.path, durationMs, base, ...cell };
  const { stdout } = await run_(process.execPath, [generator, JSON.stringify(load)]);
  const result = JSON.parse(stdout) as LoadResult;
  return {
    ...result,
    alertsPerSecond: (result.requests * cell.batch) / result.seconds,
    routedAfterMs: await untilRouted(target, result.lastAnswerAt),
  };
}

async function untilRouted(target: Target, since: number): Promise<number> {
  for (;;) {
    const lag = await target.lagMs();
    const waited = Date.now() - since;
    if (lag === null || lag === 0) return waited;
    if (waited > routedWithinMs) throw new Error('alerts are not being routed');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Compilers need to see the code run before it is as fast as it is for the rest of a server's life. */
async function warmUp(target: Target): Promise<void> {
  await measure(target, { batch: 1, connections: 64, distinct: true }, 1000, 'Warm');
  await measure(target, { batch: 100, connections: 4, distinct: true }, 300, 'Warm');
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

const nameOf = ({ batch, connections, distinct }: Cell): string =>
  `${distinct ? 'new    ' : 'repeats'} b${String(batch).padEnd(3)} c${String(connections).padEnd(3)}`;

function report(cell: Cell, pairs: readonly Pair[]): string {
  const of = (value: (pair: Pair) => number): number => median(pairs.map(value));
  const ratios = pairs.map(({ ours, theirs }) => ours.alertsPerSecond / theirs.alertsPerSecond);
  const each = ratios.map((ratio) => ratio.toFixed(2)).join(' ');
  const latency = (side: 'ours' | 'theirs'): string =>
    `${of((pair) => pair[side].p50).toFixed(1)}/${of((pair) => pair[side].p99).toFixed(1)}`;
  const throughout = ({ ours, theirs }: Pair): number =>
    (ours.requests * cell.batch) / (ours.seconds + ours.routedAfterMs / 1000) / theirs.alertsPerSecond;
  const refused = pairs.reduce((sum, { ours }) => sum + ours.refused, 0);
  return [
    nameOf(cell),
    `ratio ${median(ratios).toFixed(2)} [${each}]`,
    `${of(({ ours }) => ours.alertsPerSecond).toFixed(0)} against ${of(({ theirs }) => theirs.alertsPerSecond).toFixed(0)} alerts/s`,
    `p50/p99 ${latency('ours')} against ${latency('theirs')} ms`,
    `routed ${of(({ ours }) => ours.routedAfterMs).toFixed(0)} ms after the last answer, with that ratio ${of(throughout).toFixed(2)}`,
    ...(refused > 0 ? [`REFUSED ${refused}`] : []),
  ].join(' | ');
}

/** Paired runs against Alertmanager: per repetition both start anew, and per cell one runs right after the other. */
export async function run(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      short: { type: 'boolean', default: false },
      repetitions: { type: 'string' },
      seconds: { type: 'string' },
      cell: { type: 'string', multiple: true },
      target: { type: 'string', default: 'node src/main.ts up --data {data} --port {port} --log-level warn' },
    },
  });
  const repetitions = Number(values.repetitions ?? (values.short ? 1 : 5));
  const durationMs = Number(values.seconds ?? (values.short ? 1 : 1.5)) * 1000;
  const chosen = cells.filter((_cell, index) => values.cell === undefined || values.cell.includes(String(index + 1)));
  const pairs = new Map<Cell, Pair[]>(chosen.map((cell) => [cell, []]));
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const [theirs, ours] = [await startAlertmanager(), await startAllclear(values.target)];
    try {
      for (const target of [theirs, ours]) await warmUp(target);
      for (const [index, cell] of chosen.entries()) {
        const base = `R${repetition}C${index}`;
        const first = repetition % 2 === 0 ? ours : theirs;
        const one = await measure(first, cell, durationMs, base);
        const other = await measure(first === ours ? theirs : ours, cell, durationMs, base);
        pairs.get(cell)?.push(first === ours ? { ours: one, theirs: other } : { ours: other, theirs: one });
      }
    } finally {
      await Promise.all([theirs.stop(), ours.stop()]);
    }
  }
  process.stdout.write(
    `Alerts taken in, Allclear against Alertmanager: ${repetitions} × ${durationMs / 1000} s a cell, medians.\n` +
      'Ours are durable before the answer; Alertmanager keeps alerts in memory only.\n',
  );
  for (const [cell, measured] of pairs) process.stdout.write(`${report(cell, measured)}\n`);
}
