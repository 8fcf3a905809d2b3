import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Client } from '../../api/client.ts';
import type { EndpointReply } from '../../api/endpoint-table.ts';
import { entryLine, type NameOf } from '../../text/entry.ts';
import { clientFor, incidentFor, print } from '../context.ts';
import { givenJson } from '../given-file.ts';
import { columns, moment } from '../table.ts';
import { pictureText } from './picture.ts';

type Entry = EndpointReply<'readLog'>['items'][number];
type Incident = EndpointReply<'showIncident'>;

/** Names of people, so that the log reads as sentences. */
export async function namesFor(client: Client): Promise<NameOf> {
  const { items } = await client.call('listPeople', {});
  const names = new Map(items.map(({ id, name }) => [id, name]));
  return (person) => names.get(person) ?? person;
}

export function entryText(entry: Entry, name: NameOf): string {
  const [kind, id] = entry.actor.split(':');
  const who = kind === 'person' && id ? name(id) : entry.actor;
  const marked = entry.ahead ? ' (sender’s clock is ahead)' : '';
  return `${entry.happenedAt.slice(0, 19).replace('T', ' ')}Z  ${who}  ${entryLine(entry.type, entry.body, name)}${marked}`;
}

function headText(incident: Incident, name: NameOf): string {
  const commander = incident.roles.find(({ role }) => role === 'incident-commander');
  const facts = [
    incident.severity,
    incident.phase,
    incident.kind,
    ...(incident.exercise ? ['exercise'] : []),
    ...(incident.private ? ['private'] : []),
    commander ? `${name(commander.person)} commands` : 'nobody commands',
  ];
  const firing = incident.alerts.filter(({ status }) => status === 'firing').length;
  const { length } = incident.alerts;
  const alerts = length === 0 ? '' : `\n${length} ${length === 1 ? 'alert' : 'alerts'}, ${firing} firing`;
  return `${incident.number}  ${incident.title}\n${facts.join('  ·  ')}\ndeclared ${moment(incident.declaredAt)}${alerts}`;
}

async function wholeLog(client: Client, incident: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let after = 0; ;) {
    const { items, next } = await client.call('readLog', { incident, after, limit: 500 });
    entries.push(...items);
    if (next === null) return entries;
    after = Number(next);
  }
}

/** Verbs that read: list, show, alerts, export, import. */
export function addReadVerbs(program: Command): void {
  program
    .command('list')
    .description('Incidents, newest first; the open ones unless --all.')
    .option('--all', 'closed and dismissed ones too')
    .addHelpText('after', '\nExample:\n  allclear list --all')
    .action(async (options: { all?: boolean }, command: Command) => {
      const page = await clientFor(command).call('listIncidents', options.all ? {} : { open: 'true' });
      const rows = page.items.map((each) => [each.number, each.severity, each.phase, each.title]);
      print(command, page, rows.length === 0 ? 'No open incident.' : columns(rows));
    });

  program
    .command('show')
    .description('One incident as it stands, with what is left until the all-clear, and its log.')
    .argument('[incident]', 'number or UUID')
    .addHelpText('after', '\nExample:\n  allclear show 12')
    .action(async (reference: string | undefined, _options: object, command: Command) => {
      const client = clientFor(command);
      const incident = reference ?? (await incidentFor(command, client));
      const [view, picture, log, name] = await Promise.all([
        client.call('showIncident', { incident }),
        client.call('showPicture', { incident }),
        wholeLog(client, incident),
        namesFor(client),
      ]);
      const lines = log.map((entry) => entryText(entry, name));
      const text = [headText(view, name), pictureText(picture, name), lines.join('\n')];
      print(command, { incident: view, picture, log }, text.filter((part) => part !== '').join('\n\n'));
    });

  program
    .command('alerts')
    .description('Alerts as monitoring last said.')
    .option('--status <status>', 'firing, resolved or lapsed')
    .addHelpText('after', '\nExample:\n  allclear alerts --status firing')
    .action(async (options: { status?: 'firing' }, command: Command) => {
      const page = await clientFor(command).call('listAlerts', options.status ? { status: options.status } : {});
      const rows = page.items.map((each) => [each.fingerprint, each.status, moment(each.startsAt), each.name]);
      print(command, page, rows.length === 0 ? 'No alerts.' : columns(rows));
    });

  addExportVerbs(program);
}

function addExportVerbs(program: Command): void {
  program
    .command('export')
    .description('Write an incident as one document that verifies by itself.')
    .argument('[incident]', 'number or UUID')
    .option('-o, --output <file>', 'a file instead of stdout')
    .addHelpText('after', '\nExample:\n  allclear export 12 -o incident-12.json')
    .action(async (reference: string | undefined, options: { output?: string }, command: Command) => {
      const client = clientFor(command);
      const incident = reference ?? (await incidentFor(command, client));
      const text = `${JSON.stringify(await client.call('exportIncident', { incident }))}\n`;
      if (options.output === undefined) process.stdout.write(text);
      else writeFileSync(options.output, text);
    });

  program
    .command('import')
    .description('Import an export: read-only, marked with its origin.')
    .argument('<file>')
    .addHelpText('after', '\nExample:\n  allclear import incident-12.json')
    .action(async (file: string, _options: object, command: Command) => {
      const document = givenJson(file);
      const imported = await clientFor(command).call('importIncident', { document });
      print(command, imported, `Imported ${imported.number}, from ${imported.origin}.`);
    });
}
