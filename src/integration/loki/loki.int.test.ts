import { afterEach, describe, expect, test } from 'vitest';
import { type Answered, type Asked, openSourceFake, type SourceFake } from '../../../test/harness/source-fake.ts';
import { instant } from '../../domain/time.ts';
import type { LokiSetting } from '../../domain/telemetry/source.ts';
import type { TelemetrySource } from '../../watch/ports.ts';
import { queryFault, streamSelectors } from './logql.ts';
import { openLoki } from './query.ts';

const now = instant(1_795_521_911_400);
const query = 'sum(count_over_time({app="checkout"} |= "error" [1m])) or vector(0)';
const seconds = now / 1000;

interface Wire {
  readonly vector: unknown;
  /** The age of the newest line, in seconds; null for none. */
  readonly newest: number | null;
  readonly ready: Answered;
  readonly labels: readonly string[];
}
const usual: Wire = {
  vector: [{ metric: {}, value: [seconds, '3'] }],
  newest: 2,
  ready: { body: 'ready\n' },
  labels: ['app'],
};

let fake: SourceFake;
let source: TelemetrySource;
afterEach(async () => {
  await source.close();
  await fake.close();
  expect(fake.unexpected).toEqual([]);
});

const success = (data: unknown, more: object = {}): Answered => ({ body: { status: 'success', data, ...more } });
const linesOf = (newest: number | null): unknown => ({
  resultType: 'streams',
  result:
    newest === null
      ? []
      : [{ stream: { app: 'checkout' }, values: [[`${Math.round(now - newest * 1000)}000000`, 'GET /pay 500', {}]] }],
  stats: {},
});

/** As Loki 3 answers, with its statistics left out. */
function ranges({ newest }: Wire): (asked: Asked) => Answered {
  return ({ parameters }) => {
    if (parameters.get('query')?.startsWith('{')) {
      expect(parameters.get('direction')).toBe('backward');
      expect(Number(parameters.get('start'))).toBeLessThan(Number(parameters.get('end')));
      return success(linesOf(newest));
    }
    expect(parameters.get('step')).toBe('10s');
    const values = [
      [seconds - 10, '1'],
      [seconds, '2'],
    ];
    return success({ resultType: 'matrix', result: [{ metric: {}, values }], stats: {} });
  };
}

async function open(wire: Partial<Wire> = {}, setting: Partial<LokiSetting> = {}, answers: object = {}): Promise<void> {
  const whole = { ...usual, ...wire };
  fake = await openSourceFake({
    'GET /loki/api/v1/query': () => success({ resultType: 'vector', result: whole.vector, stats: {} }),
    'GET /loki/api/v1/query_range': ranges(whole),
    'GET /loki/api/v1/labels': () => success(whole.labels),
    'GET /ready': () => whole.ready,
    ...answers,
  });
  source = openLoki({ url: fake.url, ...setting }, () => now);
}

describe('a reading', () => {
  test('is the value, once the streams behind it have a new line', async () => {
    await open({}, { tenant: 'shop' });
    expect(await source.read(query, 5000)).toEqual({ values: [3], missing: null });
    expect(fake.asked.map(({ headers }) => headers['x-scope-orgid'])).toEqual(['shop', 'shop']);
    expect(fake.asked.map(({ parameters }) => parameters.get('query'))).toContain('{app="checkout"}');
  });

  test.each<[string, Partial<Wire>, string]>([
    ['streams that fell silent, though vector(0) answers', { newest: null }, 'stale'],
    ['a newest line that is too old', { newest: 121 }, 'stale'],
    ['a line of the future', { newest: -60 }, 'clock-off'],
    ['an answer of another time', { vector: [{ metric: {}, value: [seconds - 60, '3'] }] }, 'clock-off'],
    ['no series', { vector: [] }, 'absent'],
    ['no number', { vector: [{ metric: {}, value: [seconds, 'NaN'] }] }, 'not-a-number'],
    ['something else', { vector: 'nothing' }, 'refused'],
  ])('of %s is none', async (_what, wire, missing) => {
    await open(wire);
    expect(await source.read(query, 5000)).toEqual({ values: [], missing });
  });

  test.each<[string, () => Answered, string]>([
    [
      'a part of the answer',
      () => success({ resultType: 'vector', result: usual.vector }, { warnings: ['a shard'] }),
      'refused',
    ],
    ['a query that Loki does not take', () => ({ status: 400, body: 'parse error at line 1' }), 'refused'],
    ['a wrong credential', () => ({ status: 401, body: 'no org id' }), 'refused'],
    ['a proxy', () => ({ status: 502, body: '<html>' }), 'unreachable'],
    ['a redirect', () => ({ status: 302, body: '' }), 'unreachable'],
    ['a closed connection', () => 'close', 'unreachable'],
  ])('of %s is none', async (_what, answer, missing) => {
    await open({}, {}, { 'GET /loki/api/v1/query': answer });
    expect(await source.read(query, 5000)).toEqual({ values: [], missing });
  });

  test('is waited for three seconds', async () => {
    await open({}, {}, { 'GET /loki/api/v1/query': () => 'hang' });
    const began = performance.now();
    expect(await source.read(query, 5000)).toEqual({ values: [], missing: 'unreachable' });
    expect(performance.now() - began).toBeLessThan(3500);
  });

  test('over a range has the values of each time', async () => {
    await open();
    expect(await source.range(query, instant(now - 20_000), now, 10_000)).toEqual({
      points: [
        { at: now - 10_000, values: [1] },
        { at: now, values: [2] },
      ],
      missing: null,
    });
  });
});

describe('the check', () => {
  test.each<[string, Partial<Wire>, Partial<LokiSetting>, object]>([
    [
      'alive and busy',
      {},
      { known: '{app="checkout"}' },
      { health: 'fresh', because: 'its newest log line is 2 s old' },
    ],
    [
      'alive and behind',
      { newest: 200 },
      { known: '{app="checkout"}' },
      { health: 'stale', because: 'its newest log line is 200 s old; 120 s are allowed' },
    ],
    [
      'alive and silent',
      { newest: null },
      { known: '{app="checkout"}', freshWithinMs: 30_000 },
      { health: 'stale', because: 'it answers, but has no log line of the last 30 s' },
    ],
    [
      'without a known query',
      {},
      {},
      { health: 'fresh', because: expect.stringContaining('`known` would tell their age') },
    ],
    ['empty', { labels: [] }, {}, { health: 'stale', because: 'it answers, but has no log line of the last 120 s' }],
    [
      'starting',
      { ready: { status: 503, body: 'Ingester not ready' } },
      {},
      { health: 'stale', because: 'it answers that it is not ready (503)' },
    ],
  ])('of one that is %s', async (_what, wire, setting, checked) => {
    await open(wire, setting);
    expect(await source.check()).toEqual(checked);
  });

  test('says which variable is missing', async () => {
    await open({}, { credential: { scheme: 'bearer', environment: 'ALLCLEAR_SOURCE_NOBODY' } });
    const because = 'the variable ALLCLEAR_SOURCE_NOBODY is not set';
    expect(await source.check()).toEqual({ health: 'absent', because });
    expect(await source.read(query, 5000)).toEqual({ values: [], missing: 'unreachable' });
    expect(fake.asked).toEqual([]);
  });
});

test.each([
  ['{app="a"}', 0],
  ['sum(rate({app="a"} |= "x" [1m])', 3],
  ['sum(rate({app="a [1m]))', 14],
  ['', 0],
  ['vector(1)', 0],
  ['rate({} [1m])', 5],
  ['rate({app="a"})', 15],
  ['rate({app="a"}[1m] offset 1h)', 19],
])('%s cannot be watched', async (text, at) => {
  await open();
  expect(queryFault(text)).toEqual({ at, says: expect.stringMatching(/\w/) });
});

test.each([
  ['sum by (app) (rate({app=~"a|b"} |~ `{x}` | json [5m])) / sum(rate({app="c"}[5m]))', ['{app=~"a|b"}', '{app="c"}']],
  ['count_over_time({app="}"} |= "offset" [1m])', ['{app="}"}']],
])('%s rests on its streams', async (text, streams) => {
  await open();
  expect(queryFault(text)).toBeNull();
  expect(streamSelectors(text)).toEqual(streams);
});
