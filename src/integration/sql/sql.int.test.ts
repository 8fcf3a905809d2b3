import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { instant } from '../../domain/time.ts';
import type { SqlSetting } from '../../domain/telemetry/source.ts';
import type { TelemetrySource } from '../../watch/ports.ts';
import { openSql } from './query.ts';
import { queryFault } from './statement.ts';

const now = (): ReturnType<typeof instant> => instant(Date.now());
const variable = 'ALLCLEAR_SOURCE_DB_OF_TESTS';

let database: TestDatabase;
let url: string;
let source: TelemetrySource;
beforeAll(async () => {
  database = await freshDatabase();
  await database.query('create schema shop');
  await database.query('create table shop.orders (id integer, made_at timestamptz)');
  await database.query('grant all on schema shop to public');
  await database.query('grant all on shop.orders to public');
  const parsed = new URL(database.app);
  process.env[variable] = decodeURIComponent(parsed.password) || 'none'; // Its socket asks for none.
  parsed.password = '';
  url = parsed.href;
});
afterAll(async () => {
  delete process.env[variable];
  await database.drop();
});
beforeEach(() => {
  source = open();
});
afterEach(() => source.close());

const open = (setting: Partial<SqlSetting> = {}, clock = now): TelemetrySource =>
  openSql({ url, credential: { environment: variable }, ...setting }, clock);
const count = async (): Promise<number> =>
  (await database.query<{ n: number }>('select count(*)::integer as n from shop.orders'))[0]?.n ?? -1;

describe('a query', () => {
  test.each<[string, number[]]>([
    ['select count(*) from shop.orders', [0]],
    ['select 1.5 union all select 2; ', [1.5, 2]],
    ['select true', [1]],
    ['select 3, clock_timestamp()', [3]],
    ["select 3, clock_timestamp() at time zone 'UTC' -- as a watch would", [3]],
    ['with open as (select 4 as n) select n from open', [4]],
    ['values (5)', [5]],
  ])('%s gives its first column', async (text, values) => {
    expect(queryFault(text)).toBeNull();
    expect(await source.read(text, 5000)).toEqual({ values, missing: null });
  });

  test.each([
    ['select 1 where false', 'absent'],
    ['select max(id) from shop.orders', 'absent'],
    ["select 'many'", 'not-a-number'],
    ["select 'NaN'::float8", 'not-a-number'],
    ["select 3, clock_timestamp() - interval '121 seconds'", 'stale'],
    ['select 3, max(made_at) from shop.orders', 'stale'],
    ["select 3, clock_timestamp() + interval '1 minute'", 'clock-off'],
    ["select 3, 'yesterday'", 'refused'],
    ['select * from nothing', 'refused'],
    ['select generate_series(1, 5000)', 'refused'],
    ['select pg_sleep(10)', 'unreachable'],
  ])('%s gives none', async (text, missing) => {
    const began = performance.now();
    expect(await source.read(text, 5000)).toEqual({ values: [], missing });
    expect(performance.now() - began).toBeLessThan(3500);
  });

  test.each([
    'insert into shop.orders values (1)',
    'select 1; insert into shop.orders values (1)',
    'with made as (insert into shop.orders values (1) returning id) select id from made',
    'select 1) as a; insert into shop.orders values (1); select * from (select 1',
    'select 1) as a; commit; insert into shop.orders values (1); --',
    "select set_config('transaction_read_only', 'off', false)",
    'select count(*) from shop.orders for update',
    'copy shop.orders from stdin',
    'select 1 into shop.copy',
    'commit',
  ])('%s writes nothing', async (text) => {
    expect(await source.read(text, 5000)).toEqual({ values: [], missing: 'refused' });
    expect(await source.read('select 1', 5000)).toEqual({ values: [1], missing: null });
    expect(await count()).toBe(0);
  });

  test('that calls a function that writes is refused', async () => {
    await database.query(`create function shop.order() returns integer language sql volatile security definer as
      $$ insert into shop.orders values (1); select 1 $$`);
    expect(await source.read('select shop.order()', 5000)).toEqual({ values: [], missing: 'refused' });
    const loosened = `select set_config('transaction_read_only', 'off', true), shop.order()`;
    expect(await source.read(loosened, 5000)).toEqual({ values: [], missing: 'refused' });
    expect(await count()).toBe(0);
  });
});

describe('the check', () => {
  test('is of the server, its clock and its credential', async () => {
    expect(await source.check()).toEqual({ health: 'fresh', because: 'it answers' });
    const ahead = open({}, () => instant(Date.now() - 60_000));
    expect(await ahead.check()).toEqual({ health: 'stale', because: 'its clock is 60 s ahead' });
    expect(await ahead.read('select 1, clock_timestamp()', 5000)).toEqual({ values: [], missing: 'clock-off' });
    await ahead.close();
    const secretless = open({ credential: { environment: 'ALLCLEAR_SOURCE_NOBODY' } });
    expect(await secretless.check()).toEqual({
      health: 'absent',
      because: 'the variable ALLCLEAR_SOURCE_NOBODY is not set',
    });
    await secretless.close();
    const stranger = open({ url: url.replace(/\/\/[^@]+@/, '//stranger@') });
    expect(await stranger.check()).toMatchObject({ health: 'stale' });
    expect(await stranger.read('select 1', 5000)).toEqual({ values: [], missing: 'refused' });
    await stranger.close();
  });

  test('has no past', async () => {
    expect(await source.range('select 1', instant(0), now(), 1000)).toEqual({ points: [], missing: 'absent' });
  });
});

describe('a server that is silent', () => {
  let server: Server;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  test('is waited for three seconds', async () => {
    const silent = open({ url: `postgres://me@127.0.0.1:${(server.address() as AddressInfo).port}/x` });
    const began = performance.now();
    const read = await Promise.all(Array.from({ length: 9 }, () => silent.read('select 1', 5000)));
    expect(new Set(read.map(({ missing }) => missing))).toEqual(new Set(['unreachable']));
    expect(performance.now() - began).toBeLessThan(3500);
    expect(await silent.check()).toEqual({ health: 'absent', because: 'it does not answer' });
    await silent.close();
  });
});

test.each([
  ['', 0],
  ['update shop.orders set id = 1', 0],
  ['select 1; select 2', 8],
  ["select 'a", 7],
  ['select $x$ a', 7],
  ['/* select */ drop table x', 13],
  ['with a as (delete from x returning 1) select * from a', 10],
])('%s cannot be watched', (text, at) => {
  expect(queryFault(text)).toEqual({ at, says: expect.stringMatching(/\w/) });
});

test.each([
  "select count(*) from a where b = ';' -- ;",
  '(select 1) union (select 2);',
  'with a as (select 1 as "delete") select "delete" from a',
  'select $$;$$ from a /* ; */',
])('%s can be watched', (text) => {
  expect(queryFault(text)).toBeNull();
});
