import { basename } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { v7 } from 'uuid';
import * as z from 'zod';
import type { Client, CommandResult } from '../api/client.ts';
import { type CommandRow, commandTable, type PublicVerb, publicVerbs } from '../api/command-table.ts';
import { clientFor, incidentFor, Misuse, print } from './context.ts';
import { givenFile } from './given-file.ts';

interface FieldSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly FieldSchema[];
  readonly default?: unknown;
  readonly description?: string;
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const schemaOf = (field: z.ZodType): FieldSchema => {
  const schema = z.toJSONSchema(field, { io: 'input', unrepresentable: 'any' }) as FieldSchema;
  const real = schema.anyOf?.find(({ type }) => type !== 'null');
  return real ? { ...real, ...schema, enum: real.enum ?? [] } : schema;
};

function optionFor(name: string, field: z.ZodType): Option {
  const schema = schemaOf(field);
  const required = !field.safeParse(undefined).success;
  const value = schema.type === 'array' ? ' <value...>' : schema.type === 'boolean' ? '' : ' <value>';
  const flag = `--${kebab(name)}${value}`;
  const option = new Option(flag, schema.description);
  if (schema.enum && schema.enum.length > 0) option.choices([...schema.enum]);
  return required ? option.makeOptionMandatory() : option;
}

function argumentFor(row: CommandRow, name: string): Argument {
  const field = row.fields[name] as z.ZodType | undefined;
  const schema = field ? schemaOf(field) : {};
  const optional = field?.safeParse(undefined).success ?? false;
  const last = row.positional.at(-1) === name && (schema.enum?.length ?? 0) === 0;
  const spread = last ? `${name}...` : name;
  const argument = new Argument(optional ? `[${spread}]` : `<${spread}>`, schema.description);
  if (schema.enum && schema.enum.length > 0) argument.choices([...schema.enum]);
  return argument;
}

/** Words of the last argument are one text, or the items of a list. */
function positionalValue(row: CommandRow, name: string, given: unknown): unknown {
  if (!Array.isArray(given)) return given;
  const field = row.fields[name] as z.ZodType | undefined;
  const list = field !== undefined && schemaOf(field).type === 'array';
  return list ? given : given.length === 0 ? undefined : given.join(' ');
}

interface SendOptions {
  readonly at?: string;
  readonly override?: string;
  readonly seconded?: string;
  readonly [field: string]: unknown;
}

async function send(command: Command, verb: PublicVerb, fields: Record<string, unknown>): Promise<void> {
  const { at, override, seconded, ...rest } = command.opts<SendOptions>();
  const client = clientFor(command);
  const incident = verb === 'declare' ? null : await incidentFor(command, client);
  const own = 'at' in (commandTable[verb] as CommandRow).fields;
  const body = {
    id: v7(),
    ...(at === undefined ? {} : { [own ? 'at' : 'happenedAt']: instantOf(at) }),
    ...(override === undefined ? {} : { override: overrideOf(override, seconded) }),
    ...fields,
    ...rest,
  };
  const sent = verb === 'attach' ? { ...body, ...(await uploaded(client, body)) } : body;
  const result = await client.command(verb, incident, sent);
  print(command, result, said(verb, result));
}

function instantOf(text: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Misuse(`"${text}" is not an instant. Write it like 2026-11-23T14:02:00Z.`);
  return new Date(at).toISOString();
}

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
    for (const name of row.positional) command.addArgument(argumentFor(row, name));
    for (const [name, field] of Object.entries(row.fields)) {
      const positional = row.positional.includes(name) || (verb === 'attach' && name === 'file');
      if (!positional && name !== 'at') command.addOption(optionFor(name, field as z.ZodType));
    }
    command
      .option('--at <instant>', 'when it happened, if not now')
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
