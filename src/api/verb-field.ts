import * as z from 'zod';
import type { CommandRow } from './command/row.ts';
import { commandTable, type PublicVerb } from './command-table.ts';

interface FieldSchema {
  /** What may be null is `anyOf`, or a list of types. */
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
  readonly anyOf?: readonly FieldSchema[];
  readonly default?: unknown;
  readonly description?: string;
}

/** The JSON schema of what a field takes, with "or null" taken off. */
export function schemaOf(field: z.ZodType): FieldSchema {
  const schema = z.toJSONSchema(field, { io: 'input', unrepresentable: 'any' }) as FieldSchema;
  const real = schema.anyOf?.find(({ type }) => type !== 'null');
  return real ? { ...real, ...schema, enum: real.enum ?? [] } : schema;
}

export const isOf = ({ type }: FieldSchema, wanted: string): boolean => [type].flat().includes(wanted);

export const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `expectedWithinMs` is `--expected-within 10min` to people. */
export const plain = (name: string): string => (name.endsWith('Ms') ? name.slice(0, -2) : name);

export type FieldKind =
  'line' | 'passage' | 'choice' | 'yes-no' | 'instant' | 'length' | 'list' | 'number' | 'person' | 'incident' | 'file';

/** A field of a command, as a form or a typed line takes it. */
export interface VerbField {
  readonly name: string;
  /** As an option of a typed line: `expected-within`. */
  readonly option: string;
  readonly kind: FieldKind;
  readonly choices: readonly string[];
  readonly required: boolean;
  /** Taken without its name, in this order. */
  readonly positional: boolean;
  /** What it is if nothing is said, as text; empty when nothing stands for it. */
  readonly otherwise: string;
  readonly says: string;
  /** The letter of the item that it names (C for changes), or null. */
  readonly itemLetter: string | null;
}

/** From this many characters on people write more than a line. */
const passageFrom = 1000;

function kindOf(name: string, row: CommandRow, schema: FieldSchema): FieldKind {
  if (name === 'file') return 'file';
  if (row.people?.includes(name)) return 'person';
  if (row.incidents?.includes(name)) return 'incident';
  if (name.endsWith('Ms')) return 'length';
  if (schema.format === 'date-time') return 'instant';
  if ((schema.enum?.length ?? 0) > 0) return 'choice';
  if (isOf(schema, 'boolean')) return 'yes-no';
  if (isOf(schema, 'array')) return 'list';
  if (isOf(schema, 'number') || isOf(schema, 'integer')) return 'number';
  return (schema.maxLength ?? 0) >= passageFrom ? 'passage' : 'line';
}

function fieldOf(row: CommandRow, name: string): VerbField {
  const zod = row.fields[name] as z.ZodType;
  const schema = schemaOf(zod);
  const { default: otherwise } = schema;
  return {
    name,
    option: kebab(plain(name)),
    kind: kindOf(name, row, schema),
    choices: schema.enum ?? [],
    required: !zod.safeParse(undefined).success,
    positional: row.positional.includes(name),
    otherwise: typeof otherwise === 'string' ? otherwise : '',
    says: (schema.description ?? '').replace(/,? in milliseconds/, ''),
    itemLetter: /^\^\[([A-Z])/.exec(schema.pattern ?? '')?.[1] ?? null,
  };
}

/** The fields of a command: those that are taken in order come first. */
export function fieldsOf(verb: PublicVerb): readonly VerbField[] {
  const row: CommandRow = commandTable[verb];
  const positional = row.positional.filter((name) => name in row.fields);
  const named = Object.keys(row.fields).filter((name) => !positional.includes(name));
  return [...positional, ...named].map((name) => fieldOf(row, name));
}
