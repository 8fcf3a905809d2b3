import fc from 'fast-check';
import type { Schema } from './contract.ts';

/** Values for a field that no schema tells: ids of what is really there. Undefined: any value will do. */
export type Hints = (field: string) => fc.Arbitrary<unknown> | undefined;

const first = Date.UTC(1990, 0, 1);
const last = Date.UTC(2100, 0, 1);

const instants = fc
  .oneof(fc.date({ min: new Date(first), max: new Date(last), noInvalidDate: true }), fc.constant(new Date()))
  .map((date) => date.toISOString());

/** Text without what no field takes: NUL, lone surrogates, nothing but blanks. */
const texts = (shortest: number, longest: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: 'grapheme', minLength: shortest, maxLength: Math.min(longest, 60) })
    .map((text) => text.replaceAll('\0', ''))
    .filter((text) => text.isWellFormed() && text.length <= longest && text.trim().length >= shortest);

function stringOf(schema: Schema): fc.Arbitrary<unknown> {
  const { format, pattern, minLength = 0, maxLength = 200 } = schema;
  if (format === 'uuid') return fc.uuid({ version: [4, 7] });
  if (format === 'date-time') return instants;
  if (format === 'email') return fc.stringMatching(/^[a-z][a-z0-9]{0,9}@[a-z]{1,9}\.example\.org$/);
  if (format === 'uri') return fc.webUrl({ validSchemes: ['https'] });
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' });
  const longest = fc.constant('x'.repeat(maxLength));
  return fc.oneof({ weight: 9, arbitrary: texts(minLength, maxLength) }, { weight: 1, arbitrary: longest });
}

function objectOf(schema: Schema, hints: Hints): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, hints(name) ?? valueOf(field, hints)]),
  );
  const known = fc.record(fields, { requiredKeys: [...required], noNullPrototype: true });
  if (typeof additionalProperties !== 'object') return known;
  const more = fc.dictionary(fc.stringMatching(/^[a-z_]{1,10}$/), valueOf(additionalProperties, hints), {
    maxKeys: 4,
    noNullPrototype: true,
  });
  return fc.tuple(more, known).map(([extra, own]) => ({ ...extra, ...own }));
}

/** Values that fit the schema. */
export function valueOf(schema: Schema, hints: Hints): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => valueOf(each, hints)));
  switch (schema.type) {
    case 'string':
      return stringOf(schema);
    case 'integer':
      return fc.integer({
        min: Math.max(schema.minimum ?? 0, Number.MIN_SAFE_INTEGER),
        max: Math.min(schema.maximum ?? 1000, 1_000_000),
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, hints), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, 5),
      });
    case 'object':
      return objectOf(schema, hints);
    default:
      return fc.jsonValue({ maxDepth: 3 });
  }
}
