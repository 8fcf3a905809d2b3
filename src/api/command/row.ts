import * as z from 'zod';
import { conditionFrom } from '../../domain/telemetry/condition.ts';
import { instantIn, line, passage } from '../schema/common.ts';

/** A command as the doors offer it. Route, OpenAPI, client and CLI verb all come from this row. */
export interface CommandRow {
  readonly summary: string;
  /** Fields beside the envelope. */
  readonly fields: z.ZodRawShape;
  /** Fields that the CLI takes as arguments, in order; the last may have several words. */
  readonly positional: readonly string[];
  /** Options and values for a CLI example. */
  readonly example: string;
  /** Another name on the command line, for a hurry. */
  readonly short?: string;
  /** Fields that name another incident or a person, which the door turns into UUIDs. */
  readonly incidents?: readonly string[];
  readonly people?: readonly string[];
}

export const evidence = passage(4000).describe('How you know: what was seen, a query, a link.');
export const reason = passage(4000);
export const at = instantIn.nullable().default(null).describe('When, if not now.');

const storable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Text that may be left out. */
export const aside = (longest = 4000) =>
  z.string().max(longest).refine(storable, 'must be well-formed Unicode without NUL').default('');

/** The key of an item: a letter and a number, such as C2. */
export const itemKey = (letter: string, what: string) =>
  z
    .string()
    .regex(new RegExp(`^[${letter}${letter.toLowerCase()}][1-9][0-9]{0,5}$`), `must be a key such as ${letter}1`)
    .describe(`The ${what}: ${letter}1, ${letter}2, …`);

const longestMs = 31 * 86_400_000;
export const lengthMs = z.int().min(1000).max(longestMs);
export const names = (most: number) => z.array(line(120)).max(most);

/** A healthy condition, such as `< 0.01`, `>= 99 %` or `as before`. */
export const condition = z
  .string()
  .max(60)
  .refine((text) => conditionFrom(text) !== null, 'must compare with a number, such as "< 0.01", or be "as before"')
  .transform((text) => conditionFrom(text))
  .meta({
    description:
      'When it is healthy: <, <=, > or >= and a number, such as "< 0.01" or "< 1 %"; or "as before": as it was in the quiet time before the incident.',
  });
