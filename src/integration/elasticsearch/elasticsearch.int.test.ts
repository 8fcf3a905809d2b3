import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Answered, openSourceFake, type SourceFake } from '../../../test/harness/source-fake.ts';
import { instant } from '../../domain/time.ts';
import type { ElasticsearchSetting } from '../../domain/telemetry/source.ts';
import type { TelemetrySource } from '../../watch/ports.ts';
import { queryFault } from './lucene.ts';
import { openElasticsearch } from './query.ts';

const now = instant(1_795_521_911_400);
const query = 'logs-*: level:error AND service:checkout';

interface Found {
  timed_out: boolean;
  _shards: { total: number; failed: number };
  aggregations: { newest: { value: number | null }; busy: { newest: { value: number | null } } };
}
const read = (name: string): Found =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixture', `${name}.json`), 'utf8')) as Found;

let fake: SourceFake;
let source: TelemetrySource;
afterEach(async () => {
  await source.close();
  await fake.close();
  expect(fake.unexpected).toEqual([]);
});

async function open(
  search: () => Answered = () => ({ body: read('search') }),
  setting: Partial<ElasticsearchSetting> = {},
  status = 'green',
  newest: () => Answered = () => ({ body: read('newest') }),
): Promise<void> {
  const health = { cluster_name: 'logs', status, timed_out: false, number_of_nodes: 3, unassigned_shards: 0 };
  fake = await openSourceFake({
    'POST /logs-*/_search': search,
    'POST /*/_search': newest,
    'GET /_cluster/health': () => ({ body: health }),
  });
  source = openElasticsearch({ url: fake.url, ...setting }, () => now);
}

const searching = (change: (found: Found) => void) => (): Answered => {
  const body = read('search');
  change(body);
  return { body };
};

describe('a reading', () => {
  test('is the number of documents of the last minute, or of the time that the query says', async () => {
    await open();
    expect(await source.read(query, 5000)).toEqual({ values: [7], missing: null });
    await source.read(`${query} last 5m`, 5000);
    const [first, second] = fake.asked.map(({ body }) => JSON.parse(body).aggs.counted.filter.bool.filter);
    expect(first).toEqual([
      { query_string: { query: 'level:error AND service:checkout', analyze_wildcard: true } },
      { range: { '@timestamp': { gt: now - 60_000, lte: now, format: 'epoch_millis' } } },
    ]);
    expect(second[1].range['@timestamp'].gt).toBe(now - 300_000);
    expect(fake.asked[0]?.headers['content-type']).toBe('application/json');
  });

  test.each<[string, () => Answered, string]>([
    ['an index without new documents', searching((found) => (found.aggregations.busy.newest.value = null)), 'stale'],
    [
      'an index whose newest document is old',
      searching((found) => (found.aggregations.busy.newest.value = now - 121_000)),
      'stale',
    ],
    [
      'documents of the future',
      searching((found) => (found.aggregations.busy.newest.value = now + 60_000)),
      'clock-off',
    ],
    ['no index of this name', searching((found) => (found._shards.total = 0)), 'absent'],
    ['a shard that failed', searching((found) => (found._shards.failed = 1)), 'refused'],
    ['a search that ran out of time', searching((found) => (found.timed_out = true)), 'refused'],
    [
      'a query that is not taken',
      () => ({ status: 400, body: { error: { type: 'query_shard_exception' }, status: 400 } }),
      'refused',
    ],
    ['a wrong credential', () => ({ status: 401, body: { error: {}, status: 401 } }), 'refused'],
    ['a cluster without a master', () => ({ status: 503, body: { error: {}, status: 503 } }), 'unreachable'],
    ['a closed connection', () => 'close', 'unreachable'],
  ])('of %s is none', async (_what, search, missing) => {
    await open(search);
    expect(await source.read(query, 5000)).toEqual({ values: [], missing });
  });

  test('of what is left of a bar is as old as that', async () => {
    await open(searching((found) => (found.aggregations.busy.newest.value = null)));
    const text = 'logs-*: service:checkout OR service:pay | level:"error | x" last 5m';
    expect(await source.read(text, 5000)).toEqual({ values: [], missing: 'stale' });
    const { busy, counted } = JSON.parse(fake.asked[0]?.body ?? '').aggs;
    expect(busy.filter.query_string.query).toBe('service:checkout OR service:pay');
    expect(counted.filter.bool.filter[0].query_string.query).toBe(
      '(service:checkout OR service:pay) AND (level:"error | x")',
    );
  });

  test('is waited for three seconds', async () => {
    await open(() => 'hang');
    const began = performance.now();
    expect(await source.read(query, 5000)).toEqual({ values: [], missing: 'unreachable' });
    expect(performance.now() - began).toBeLessThan(3500);
  });

  test('over a range sums the time before each', async () => {
    await open(() => ({ body: read('histogram') }));
    const { points } = await source.range(`${query} last 20s`, instant(now - 40_000), now, 10_000);
    expect(points).toEqual([
      { at: 1_795_521_880_000, values: [1] },
      { at: 1_795_521_890_000, values: [1] },
      { at: 1_795_521_900_000, values: [2] },
      { at: 1_795_521_910_000, values: [5] },
    ]);
  });
});

test.each<[number | null, string, string, string]>([
  [now - 2000, 'yellow', 'fresh', 'its newest document of * is 2 s old'],
  [now - 2000, 'red', 'stale', 'its cluster is red: a part of the documents is not there'],
  [null, 'green', 'stale', 'it answers, but has no document of * of the last 120 s'],
])('the check is of the cluster and the newest document: %#', async (value, status, health, because) => {
  const body = read('newest');
  body.aggregations.newest.value = value;
  await open(undefined, {}, status, () => ({ body }));
  expect(await source.check()).toEqual({ health, because });
});

test('a credential goes with each question, and is read from its file once', async () => {
  process.env['ALLCLEAR_SOURCE_LOGS'] = 'bG9nczprZXk=';
  await open(undefined, { credential: { scheme: 'api-key', environment: 'ALLCLEAR_SOURCE_LOGS' } });
  delete process.env['ALLCLEAR_SOURCE_LOGS'];
  await source.read(query, 5000);
  expect(fake.asked[0]?.headers.authorization).toBe('ApiKey bG9nczprZXk=');
});

test.each([
  ['level:error', 0],
  ['', 0],
  ['_cat/indices: x', 0],
  ['  ../x: y', 2],
  ['logs-*: (level:error', 8],
  ['logs-*: "level', 8],
  ['logs-*: level:error)', 19],
  ['logs-*: a | b | c', 14],
  ['logs-*: a | ', 10],
  ['logs-*: (a | b)', 11],
])('%s cannot be watched', async (text, at) => {
  await open();
  expect(queryFault(text)).toEqual({ at, says: expect.stringMatching(/\w/) });
});

test.each(['logs-*: *', 'a,b: ms:[1 TO 2} AND "x (" last 5m', 'logs-*: path:\\(x'])(
  '%s can be watched',
  async (text) => {
    await open();
    expect(queryFault(text)).toBeNull();
  },
);
