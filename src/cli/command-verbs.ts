import { basename } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { v7 } from 'uuid';
import * as z from 'zod';
import type { Client, CommandResult } from '../api/client.ts';
import type { CommandRow } from '../api/command/row.ts';
import { commandTable, type PublicVerb, publicVerbs } from '../api/command-table.ts';
import { isOf, kebab, plain, schemaOf } from '../api/verb-field.ts';
import { clientFor, incidentFor, Misuse, print } from './context.ts';
import { entryLine, type NameOf } from '../text/entry.ts';
import { givenFile } from './given-file.ts';
import { namesFor } from './verb/read.ts';
import { durationOf, instantOf } from './when.ts';

function optionFor(name: string, field: z.ZodType): Option {
  const schema = schemaOf(field);
  const required = !field.safeParse(undefined).success;
  const takes = readerOf(name, schema);
  const value = isOf(schema, 'array') ? ' <value...>' : isOf(schema, 'boolean') ? '' : ` <${takes?.what ?? 'value'}>`;
  const flag = `--${kebab(plain(name))}${value}`;
  const option = new Option(flag, takes?.says ?? schema.description);
  if (takes) option.argParser(takes.read);
  if (schema.enum && schema.enum.length > 0) option.choices([...schema.enum]);
  return required ? option.makeOptionMandatory() : option;
}

/** How a value that people write in their own way becomes what the API takes. */
function readerOf(
  name: string,
  schema: ReturnType<typeof schemaOf>,
): { what: string; says: string; read: (text: string) => unknown } | null {
  const says = (schema.description ?? '').replace(/,? in milliseconds/, '');
  if (name.endsWith('Ms')) return { what: 'duration', says: `${says} As 30s, 10min or 2h.`.trim(), read: durationOf };
  if (schema.format === 'date-time') {
    return { what: 'instant', says: `${says} As 15:30, +30min or 2026-11-23T14:02:00Z.`, read: instantOf };
  }
  return isOf(schema, 'number') || isOf(schema, 'integer') ? { what: 'number', says, read: Number } : null;
}

function argumentFor(row: CommandRow, name: string): Argument {
  const field = row.fields[name] as z.ZodType | undefined;
  const schema = field ? schemaOf(field) : {};
  const optional = field?.safeParse(undefined).success ?? false;
  const last = row.positional.at(-1) === name && (schema.enum?.length ?? 0) === 0;
  const spread = last ? `${name}...` : name;
  const argument = new Argument(optional ? `[${spread}]` : `<${spread}>`, schema.description);
  if (schema.enum && schema.enum.length > 0) argument.choices([...schema.enum]);
  const takes = field ? readerOf(name, schema) : null;
  if (takes) argument.argParser(takes.read);
  return argument;
}

/** Words of the last argument are one text, or the items of a list. */
function positionalValue(row: CommandRow, name: string, given: unknown): unknown {
  if (!Array.isArray(given)) return given;
  const field = row.fields[name] as z.ZodType | undefined;
  const list = field !== undefined && isOf(schemaOf(field), 'array');
  return list ? given : given.length === 0 ? undefined : given.join(' ');
}

interface SendOptions {
  readonly at?: string;
  readonly override?: string;
  readonly seconded?: string;
  readonly [field: string]: unknown;
}

/** The field that an option of the command line stands for. */
const wireName = (verb: PublicVerb, option: string): string =>
  option in (commandTable[verb] as CommandRow).fields ? option : `${option}Ms`;

async function send(command: Command, verb: PublicVerb, fields: Record<string, unknown>): Promise<void> {
  const { at, override, seconded, ...given } = command.opts<SendOptions>();
  const rest = Object.fromEntries(Object.entries(given).map(([name, value]) => [wireName(verb, name), value]));
  const client = clientFor(command);
  const incident = verb === 'declare' ? null : await incidentFor(command, client);
  const own = 'at' in (commandTable[verb] as CommandRow).fields;
  const body = {
    id: v7(),
    ...(at === undefined ? {} : { [own ? 'at' : 'happenedAt']: at }),
    ...(override === undefined ? {} : { override: overrideOf(override, seconded) }),
    ...fields,
    ...rest,
  };
  const sent = verb === 'attach' ? { ...body, ...(await uploaded(client, body)) } : body;
  const result = await client.command(verb, incident, sent);
  print(command, result, [said(verb, result), ...(await news(client, result))].join('\n'));
}

/** What the log has of it beyond what was typed: the key of a new item, what else came of it, what it rests on. */
async function news(client: Client, { entries }: CommandResult): Promise<string[]> {
  const told = entries.filter(({ type }) => type !== 'CommandCautioned');
  const [first] = told;
  if (!first || (told.length === 1 && !hasKey(first.body) && first.type !== 'AllClearDeclared')) return [];
  // It is done: names that cannot be looked up must not make it sound as if it were not.
  const name = await namesFor(client).catch((): NameOf => (person) => person);
  return told.map(({ type, body }) => `  ${entryLine(type, body, name)}`);
}

const hasKey = (body: unknown): boolean => typeof body === 'object' && body !== null && 'key' in body;

function overrideOf(text: string, secondedBy: string | undefined): object {
  const [, practice, reason] = /^([A-H]\d)[ :]+(.+)$/s.exec(text) ?? [];
  if (!practice || !reason)
    throw new Misuse('An override is a practice and a reason: --override "D4 the vendor confirmed"');
  return { practice, reason, ...(secondedBy === undefined ? {} : { secondedBy }) };
}

const mediaTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  txt: 'text/plain',
  log: 'text/plain',
};

async function uploaded(client: Client, body: Record<string, unknown>): Promise<object> {
  const path = String(body['path']);
  const bytes = givenFile(path);
  const mediaType = mediaTypes[path.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
  const init = { method: 'PUT', headers: { 'content-type': mediaType }, body: new Uint8Array(bytes) };
  const kept = (await (await client.raw('/api/attachments', init)).json()) as { digest: string };
  const file = { digest: kept.digest, name: basename(path), mediaType, sizeBytes: bytes.length };
  return { file, path: undefined };
}

function said(verb: PublicVerb, { incident, cautions, repeated }: CommandResult): string {
  const { number, title, severity, phase } = incident;
  const done = repeated ? `${verb}, as before` : verb;
  const warnings = cautions.map(({ practice, says }) => `\n${practice}: ${says}`).join('');
  return `${number}  ${title}  ·  ${severity}  ·  ${phase}  ·  ${done}${warnings}`;
}

/** One CLI verb for each row of the command table. */
export function addCommandVerbs(program: Command): void {
  for (const verb of publicVerbs) {
    const row: CommandRow = commandTable[verb];
    const command = new Command(verb).summary(row.summary).description(row.summary);
    if (row.short !== undefined) command.alias(row.short);
    for (const name of row.positional) command.addArgument(argumentFor(row, name));
    for (const [name, field] of Object.entries(row.fields)) {
      const positional = row.positional.includes(name) || (verb === 'attach' && name === 'file');
      if (!positional && name !== 'at') command.addOption(optionFor(name, field as z.ZodType));
    }
    command
      .option('--at <instant>', 'when it happened, if not now: 14:02, -5min or 2026-11-23T14:02:00Z', instantOf)
      .option('--override <text>', 'go past a hold: the practice and why, as "D4 the vendor confirmed"')
      .option('--seconded <person>', 'who seconds the override')
      .addHelpText('after', `\nExample:\n  allclear ${row.example}`)
      .action(async (...given: unknown[]) => {
        const fields = row.positional.map((name, index) => [name, positionalValue(row, name, given[index])] as const);
        await send(command, verb, Object.fromEntries(fields.filter(([, value]) => value !== undefined)));
      });
    program.addCommand(command);
  }
}
