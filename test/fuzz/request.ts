import fc from 'fast-check';
import type { Operation, Parameter } from './contract.ts';
import { hintsFor } from './hints.ts';
import { hostileTexts, hostileValues, spoiled, spoiledTexts, textOf } from './hostile.ts';
import { valueOf } from './schema-values.ts';
import { type CallerName, callerNames, type World } from './world.ts';

/** A request as it goes out, but for who sends it. */
export interface FuzzRequest {
  readonly operation: string;
  readonly intake: boolean;
  readonly method: string;
  /** The request target, as it stands in the first line. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  readonly caller: CallerName;
}

/** What a request says, before it is put into words. */
export interface Parts {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

const json = { 'content-type': 'application/json' };

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : textOf(value));

const queryText = (query: Parts['query']): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.append(name, wordOf(value));
  return search.size > 0 ? `?${search.toString()}` : '';
};

/** Encodes what a path segment cannot hold; a lone surrogate becomes what a browser would send. */
const segment = (value: unknown): string => encodeURIComponent(wordOf(value).toWellFormed());

export const targetOf = (operation: Operation, { path, query }: Parts): string =>
  operation.path.replace(/\{(\w+)\}/g, (_whole, name: string) => segment(path[name] ?? '')) + queryText(query);

/** A request made of parts that are as they should be. */
export function requestOf(operation: Operation, parts: Parts, caller: CallerName): FuzzRequest {
  const { name, intake, method, body } = operation;
  const carried =
    body === null
      ? { headers: {}, body: null }
      : body === 'bytes'
        ? { headers: { 'content-type': 'image/png' }, body: Buffer.from(textOf(parts.body)) }
        : { headers: json, body: Buffer.from(textOf(parts.body)) };
  return { operation: name, intake, method, target: targetOf(operation, parts), ...carried, caller };
}

const namedIn = (operation: Operation, place: Parameter['in']): readonly Parameter[] =>
  operation.parameters.filter((parameter) => parameter.in === place);

/** Parts that fit the contract and name things that are there. */
function goodParts(operation: Operation, world: World): fc.Arbitrary<Parts> {
  const hints = hintsFor(operation, world);
  const fields = (place: 'path' | 'query'): fc.Arbitrary<Record<string, unknown>> => {
    const parameters = namedIn(operation, place);
    const values = parameters.map(({ name, schema }) => [name, hints(name) ?? valueOf(schema, hints)] as const);
    const requiredKeys = parameters.filter(({ required }) => required).map(({ name }) => name);
    return fc.record(Object.fromEntries(values), { requiredKeys, noNullPrototype: true });
  };
  const { body } = operation;
  const said = body === null ? fc.constant(undefined) : body === 'bytes' ? fc.string() : valueOf(body, hints);
  return fc.record({ path: fields('path'), query: fields('query'), body: said });
}

const callers = fc.oneof(
  { weight: 6, arbitrary: fc.constant<CallerName>('owner') },
  { weight: 4, arbitrary: fc.constantFrom(...callerNames) },
);

type Spoiler = fc.Arbitrary<(request: FuzzRequest) => FuzzRequest>;

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'LINK'];

const otherMethod: Spoiler = fc.constantFrom(...methods).map((method) => (request) => ({ ...request, method }));

const contentTypes = [
  'text/plain',
  'text/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'application/merge-patch+json',
  'application/json, text/plain',
  'application/json;'.padEnd(4000, ' '),
  'json',
  '',
  ';',
  '\xff',
];

const oddHeaders: readonly Record<string, string>[] = [
  ...contentTypes.map((type) => ({ 'content-type': type })),
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'br, gzip, zstd' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { cookie: '__Host-allclear=%00; __Host-allclear="x; a=%E0%A4%A' },
  { cookie: 'x'.repeat(8000) },
  { authorization: 'Bearer ' },
  { authorization: 'Bearer \xff\xfe' },
  { authorization: 'Basic %%%' },
  { authorization: `Bearer ${'x'.repeat(8000)}` },
  { 'last-event-id': '-1' },
  { 'last-event-id': '9'.repeat(15) },
  { 'last-event-id': 'NaN' },
  { host: 'evil.example:99999' },
  { host: '' },
  { 'x-forwarded-for': "127.0.0.1, ' or 1=1--" },
  { 'x-forwarded-proto': 'javascript', 'x-forwarded-host': '"><svg>' },
  { 'x-http-method-override': 'DELETE' },
  { range: 'bytes=0-0,-99999999999999999999' },
  { 'if-none-match': '*', 'if-modified-since': 'Thu, 99 Foo 2026 99:99:99 GMT' },
  { accept: 'application/xml;q=nan', 'accept-encoding': '*;q=x' },
  { expect: 'something-else' },
  { upgrade: 'websocket', connection: 'upgrade' },
];

const oddHeader: Spoiler = fc
  .constantFrom(...oddHeaders)
  .map((headers) => (request) => ({ ...request, headers: { ...request.headers, ...headers } }));

const oddTargets: readonly ((target: string) => string)[] = [
  (target) => `${target}/`,
  (target) => `/${target}`,
  (target) => `${target}%00`,
  (target) => `${target}%zz`,
  (target) => `${target}/%ff%fe`,
  (target) => `${target}/..%2f..%2f..%2fetc%2fpasswd`,
  (target) => `${target}/../../../etc/passwd`,
  (target) => target.replace('/', '/%2e%2e/'),
  (target) => target.toUpperCase(),
  (target) => `${target};x=1`,
  (target) => `${target}?`,
  (target) => `${target}?a[]=1&a[b]=2&__proto__=1&__proto__[x]=1&constructor=1`,
  (target) => `${target}?limit=1&limit=2&limit=NaN&open=&cursor=%00&after=1e99`,
  (target) => `${target}?limit=%F0%28%8C%28`,
  (target) => `${target}?${'a=1&'.repeat(1500)}`,
  (target) => `${target}/${'x'.repeat(6000)}`,
  (target) => `http://evil.example${target}`,
  (target) => `${target}#part`,
  () => '*',
];

const oddTarget: Spoiler = fc
  .constantFrom(...oddTargets)
  .map((change) => (request) => ({ ...request, target: change(request.target) }));

const oddText: Spoiler = fc
  .constantFrom(...spoiledTexts)
  .map((change) => (request) => ({ ...request, body: change(request.body?.toString() ?? '{}') }));

/** One parameter that is not what it should be. */
function spoiledParameter(operation: Operation, parts: fc.Arbitrary<Parts>): fc.Arbitrary<Parts> {
  const names = operation.parameters.filter((each) => each.in !== 'header');
  const odd = fc.oneof(fc.constantFrom<unknown>(...hostileTexts), fc.string({ unit: 'binary', maxLength: 60 }));
  return fc
    .record({ parts, at: fc.constantFrom(...names), odd })
    .map(({ parts: good, at, odd: value }) =>
      at.in === 'path'
        ? { ...good, path: { ...good.path, [at.name]: value } }
        : { ...good, query: { ...good.query, [at.name]: value } },
    );
}

/** Everything that may be sent to an operation: what fits, and what is wrong in one or two ways. */
export function requestsOf(operation: Operation, world: World): fc.Arbitrary<FuzzRequest> {
  const good = goodParts(operation, world);
  const spoiledBody =
    operation.body === null ? good : fc.record({ parts: good, body: spoiled(good.map(({ body }) => body)) });
  const bad = spoiledBody.map((made) => ('parts' in made ? { ...made.parts, body: made.body } : made));
  const garbage = fc
    .record({ parts: good, body: hostileValues })
    .map(({ parts, body }) => ({ ...parts, ...(operation.body === null ? {} : { body }) }));
  const oddParameter = operation.parameters.length === 0 ? good : spoiledParameter(operation, good);
  const parts = fc.oneof(
    { weight: 4, arbitrary: good },
    { weight: operation.body === null ? 1 : 5, arbitrary: bad },
    { weight: 1, arbitrary: garbage },
    { weight: 2, arbitrary: oddParameter },
  );
  const plain = fc.record({ parts, caller: callers }).map((made) => requestOf(operation, made.parts, made.caller));
  const spoilers = fc.oneof(otherMethod, oddHeader, oddTarget, oddText);
  const wrong = fc.record({ request: plain, change: spoilers }).map(({ request, change }) => change(request));
  return fc.oneof({ weight: 7, arbitrary: plain }, { weight: 3, arbitrary: wrong });
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const longest = 4000;
const cut = (text: string, whole: string): string =>
  text.length > longest ? `${text.slice(0, longest)}…(${whole})` : text;

/** The request as a command that sends it again. */
export function printed(request: FuzzRequest, url: string): string {
  const headers = Object.entries(request.headers).map(([name, value]) => ` -H ${quoted(`${name}: ${value}`)}`);
  const shown = cut(request.body?.toString('base64') ?? '', `${request.body?.length} bytes`);
  const body = request.body === null ? '' : ' --data-binary @-';
  const feed = request.body === null ? '' : `printf %s ${quoted(shown)} | base64 -d | `;
  const line = `curl -sk --path-as-is -X ${request.method}${headers.join('')}${body} ${quoted(cut(url + request.target, `${request.target.length} characters`))}`;
  return `as ${request.caller}: ${feed}${line}`;
}
