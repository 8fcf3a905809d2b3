import type { Command } from 'commander';
import { replay, type Replayed, type ReplayFault } from '../../domain/telemetry/replay.ts';
import type { Instant } from '../../domain/time.ts';
import { Misuse, print } from '../context.ts';
import { givenFile } from '../given-file.ts';
import { instantIn, seriesFrom } from '../series-file.ts';
import { durationOf } from '../when.ts';

const faults: Readonly<Record<ReplayFault, string>> = {
  'too-few-points': 'has fewer than two points',
  'too-little-quiet-time': 'has too few points before --from to tell what is usual; 30 are needed',
};

const iso = (at: Instant): string => new Date(at).toISOString();
const isoOrNull = (at: Instant | null): string | null => (at === null ? null : iso(at));

function textOf({ allClearAt, newBaselineAt, restarts }: Replayed): string {
  const last = restarts.at(-1);
  const times = restarts.length === 1 ? 'once' : `${restarts.length} times`;
  return [
    allClearAt === null
      ? 'No all-clear in this series.'
      : `The all-clear could have been declared at ${iso(allClearAt)}.`,
    ...(newBaselineAt === null ? [] : [`Whether it has a new usual level would be asked at ${iso(newBaselineAt)}.`]),
    ...(last === undefined ? [] : [`The clock restarted ${times}, the last time at ${iso(last.at)}.`]),
  ].join('\n');
}

/** `telemetry replay` reads a kept series and needs no server. */
export function addReplayVerb(program: Command): void {
  program
    .command('telemetry')
    .description('What telemetry would have allowed.')
    .command('replay')
    .description('Goes through a kept series as a room would have seen it, and tells when the all-clear was allowed.')
    .argument('<file>', 'CSV with timestamp,value; times without a zone are UTC; or - for stdin')
    .requiredOption('--from <instant>', 'when the incident began: what is before is taken for usual')
    .option('--window <length>', 'how long it must have been clean', '15m')
    .addHelpText('after', '\nExample:\n  allclear telemetry replay --from 2026-03-02T11:00:00Z error-rate.csv')
    .action((file: string, options: { from: string; window: string }, command: Command) => {
      const from = instantIn(options.from);
      if (from === null) throw new Misuse(`"${options.from}" is not an instant. Write it like 2026-03-02T11:00:00Z.`);
      const name = file === '-' ? 'stdin' : file;
      const series = seriesFrom(givenFile(file).toString('utf8'), name);
      const replayed = replay(series, from, durationOf(options.window));
      if (typeof replayed === 'string') throw new Misuse(`${name} ${faults[replayed]}.`);
      const { allClearAt, newBaselineAt, restarts } = replayed;
      const report = {
        allClearAt: isoOrNull(allClearAt),
        newBaselineAt: isoOrNull(newBaselineAt),
        restarts: restarts.map(({ at, why }) => ({ at: iso(at), why })),
      };
      print(command, report, textOf(replayed));
    });
}
