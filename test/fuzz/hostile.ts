import fc from 'fast-check';

const deep = '@@deep@@';

/** Texts that have broken parsers, databases, paths and pages. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'x\udfffy',
  '\u202e\u2066',
  '\u2028',
  '__proto__',
  'constructor',
  'toString',
  "' or 1=1--",
  '"; drop table allclear.event; --',
  '$1',
  '%00',
  '%s%n',
  '../../../../etc/passwd',
  '..\\..\\',
  '//evil.example',
  '<svg onload=alert(1)>',
  '{{7*7}}',
  '${7*7}',
  '\r\nx-injected: 1',
  '=cmd|calc!A1',
  '9'.repeat(400),
  '-1',
  'NaN',
  'Infinity',
  '1e999',
  '0x10',
  '2147483648',
  '9223372036854775808',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '0'.repeat(36),
  '2026-02-30T00:00:00Z',
  '0000-00-00T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '+275760-09-13T00:00:00Z',
  '+275761-01-01T00:00:00Z',
  '-271821-04-19T00:00:00Z',
  '2026-01-01T00:00:60Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:00:00+99:99',
  '2026-01-01',
  '1'.repeat(9),
  'é'.repeat(300),
  '👩‍👩‍👧‍👦'.repeat(60),
  'x'.repeat(70_000),
];

/** JSON values of the wrong kind, size or depth. `deep` becomes nesting that no stack holds. */
export const hostileValues: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...hostileTexts) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1.5,
      2 ** 31,
      2 ** 53,
      1e308,
      -1e-308,
      [],
      {},
      [[]],
      [null],
      deep,
      Array.from({ length: 2000 }, (_, index) => index),
      { toString: 1, valueOf: null, then: {}, toJSON: {} },
      { length: 1e9 },
    ),
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
);

type Place = readonly (string | number)[];

function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [at, ...keys.slice(0, 30).flatMap((key) => placesIn((value as Record<string, unknown>)[key], [...at, key]))];
}

const define = (target: object, key: string | number, value: unknown): object =>
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });

function replaced(value: unknown, [key, ...rest]: Place, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  return define(copy, key, replaced((value as Record<string | number, unknown>)[key], rest, by));
}

function without(value: unknown, place: Place): unknown {
  const key = place.at(-1);
  if (key === undefined) return undefined;
  const parent = place.slice(0, -1);
  const holder = parent.reduce<unknown>((found, part) => (found as Record<string | number, unknown>)[part], value);
  if (Array.isArray(holder)) return replaced(value, parent, holder.toSpliced(key as number, 1));
  const { [key]: _gone, ...left } = holder as Record<string | number, unknown>;
  return replaced(value, parent, left);
}

const oddKeys = ['unknown', '__proto__', 'constructor', 'hasOwnProperty', '', '\0', 'id', 'role', 'scopes', '\ud800'];

function withKey(value: unknown, place: Place, key: string, extra: unknown): unknown {
  const holder = place.reduce<unknown>((found, part) => (found as Record<string | number, unknown>)[part], value);
  if (typeof holder !== 'object' || holder === null || Array.isArray(holder)) return replaced(value, place, extra);
  return replaced(value, place, define({ ...holder }, key, extra));
}

/** The value with one thing wrong in it: a part replaced, left out, or added. */
export function spoiled(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .record({
      value,
      at: fc.nat(),
      how: fc.constantFrom('replace', 'replace', 'replace', 'leave-out', 'add'),
      key: fc.constantFrom(...oddKeys),
      by: hostileValues,
    })
    .map(({ value: whole, at, how, key, by }) => {
      const places = placesIn(whole);
      const place = places[at % places.length] as Place;
      if (how === 'leave-out') return without(whole, place);
      return how === 'add' ? withKey(whole, place, key, by) : replaced(whole, place, by);
    });
}

const depth = 100_000;
const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** JSON text of a value, with `deep` made as deep as it says. */
export const textOf = (value: unknown): string => (JSON.stringify(value) ?? '').replaceAll(`"${deep}"`, nested);

/** Ways in which a text stops being JSON, or stays JSON of another kind. */
export const spoiledTexts: readonly ((text: string) => Buffer)[] = [
  (text) => Buffer.from(text.slice(0, -1)),
  (text) => Buffer.from(text.slice(0, Math.floor(text.length / 2))),
  (text) => Buffer.from(`${text}${text}`),
  (text) => Buffer.from(`\ufeff${text}`),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => Buffer.from(text.replace('{', '{"__proto__":{"role":"owner"},')),
  (text) => Buffer.from(text.replace('{', '{"constructor":{"prototype":{"role":"owner"}},')),
  (text) => Buffer.from(text.replace('{', '{"id":"twice",')),
  (text) => Buffer.from(text.replace(/\}$/, ',}')),
  () => Buffer.from(''),
  () => Buffer.from('null'),
  () => Buffer.from('"text"'),
  () => Buffer.from('NaN'),
  () => Buffer.from('undefined'),
  () => Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28]),
  () => Buffer.from('{"id":"\xed\xa0\x80"}', 'latin1'),
  () => Buffer.from(nested),
  () => Buffer.from(`${'{"a":'.repeat(depth / 4)}1${'}'.repeat(depth / 4)}`),
  () => Buffer.from(`[${'0,'.repeat(400_000)}0]`),
  () => Buffer.from('a=1&b=2'),
  () => Buffer.from('--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--'),
];
