import type { Command } from 'commander';
import type { Client } from '../../api/client.ts';
import type { EndpointReply } from '../../api/endpoint-table.ts';
import { clientFor, incidentFor, print } from '../context.ts';
import { columns } from '../table.ts';

type Reading = EndpointReply<'listReadings'>['items'][number];
type Source = EndpointReply<'listSources'>['items'][number];

const exactMoment = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')}Z`;

const readingRow = ({ at, value, missing, backfilled }: Reading): string[] => [
  exactMoment(at),
  value === null ? `unknown: ${missing}` : String(value),
  backfilled ? 'from before it was watched' : '',
];

const sourceRow = ({ name, kind, state }: Source): string[] => [
  name,
  kind,
  state?.health ?? 'unknown',
  state === null ? 'not checked yet' : `${state.because} (${exactMoment(state.checkedAt)})`,
];

async function wholeRange(
  client: Client,
  incident: string,
  signal: string,
  range: { since?: string; until?: string },
): Promise<Reading[]> {
  const readings: Reading[] = [];
  const to = range.until === undefined ? {} : { to: range.until };
  for (let from = range.since; ;) {
    const start = from === undefined ? {} : { from };
    const { items, next } = await client.call('listReadings', { incident, signal, ...start, ...to, limit: 5000 });
    readings.push(...items);
    if (next === null) return readings;
    from = next;
  }
}

/** Verbs about telemetry: readings, sources. */
export function addTelemetryVerbs(program: Command): void {
  program
    .command('readings')
    .description('What telemetry said of a key signal, oldest first.')
    .argument('<signal>', 'such as S1')
    .option('--since <instant>', 'ISO 8601 with an offset')
    .option('--until <instant>', 'ISO 8601 with an offset')
    .addHelpText('after', '\nExample:\n  allclear readings S1 -i 12 --since 2026-03-01T09:00:00Z')
    .action(async (signal: string, options: { since?: string; until?: string }, command: Command) => {
      const client = clientFor(command);
      const readings = await wholeRange(client, await incidentFor(command, client), signal, options);
      print(command, { items: readings }, readings.length === 0 ? 'No readings.' : columns(readings.map(readingRow)));
    });

  program
    .command('suggested-signals')
    .description('Signals that the all-clear may rest on, from what fired and from the catalog.')
    .addHelpText('after', '\nExample:\n  allclear suggested-signals -i 12')
    .action(async (_options: object, command: Command) => {
      const client = clientFor(command);
      const page = await client.call('suggestSignals', { incident: await incidentFor(command, client) });
      const rows = page.items.map(({ name, query, healthy, from }) => [name, query, healthy, `from the ${from}`]);
      print(command, page, rows.length === 0 ? 'None.' : columns(rows));
    });

  const sources = program
    .command('sources')
    .description('Telemetry sources and how they are.')
    .addHelpText('after', '\nExample:\n  allclear sources')
    .action(async (_options: object, command: Command) => {
      const page = await clientFor(command).call('listSources', {});
      print(command, page, page.items.length === 0 ? 'No source.' : columns(page.items.map(sourceRow)));
    });
  sources
    .command('test')
    .description('Look at a source now.')
    .argument('<name>')
    .addHelpText('after', '\nExample:\n  allclear sources test prometheus')
    .action(async (name: string, _options: object, command: Command) => {
      const state = await clientFor(command).call('testSource', { name });
      print(command, state, `${state.health}: ${state.because}`);
    });
}
