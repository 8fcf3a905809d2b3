import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { instant } from '../domain/time.ts';
import { type Database, openDatabase } from './database.ts';
import { heartbeatStore } from './heartbeats.ts';

let database: TestDatabase;
let store: Database;
beforeAll(async () => {
  database = await freshDatabase();
  store = openDatabase(database.app, 'test', 4);
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const key = randomUUID();
const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
const past = (name: string): Promise<{ n: number }[]> =>
  database.query('select count(*)::integer as n from allclear.heartbeat_past where name = $1', [name]);

test('the newest is kept exactly, and those before at least ten seconds apart', async () => {
  const own = heartbeatStore(store);
  expect(await own.summary()).toBeNull();
  const beats: number[] = [];
  for (const offset of [0, 1000, 2000, 12_000, 13_000]) {
    await database.moveClock(offset);
    const beat = (await own.beat(['backup'], key)).get('backup');
    if (typeof beat === 'object') beats.push(beat.at);
  }
  const last = instant(beats.at(-1)!);
  expect(await own.newest('backup')).toBe(last);
  expect(await own.newest('nobody')).toBeNull();
  expect(await own.between('backup', instant(0), last)).toEqual([beats[0], beats[3]]);
  // What came last before the time that is asked for tells how it began.
  expect(await own.between('backup', last, last)).toEqual([beats[3]]);
  expect(await own.summary()).toEqual({ count: 1, name: 'backup', at: last });
});

test('two replicas keep the same names at once', async () => {
  const [a, b] = [heartbeatStore(store), heartbeatStore(store)];
  const names = Array.from({ length: 50 }, (_each, index) => `n${index}`);
  const kept = await Promise.all([a.beat(names, key), b.beat(names.toReversed(), key), a.beat(names, key)]);
  expect(kept.flatMap((each) => [...each.values()]).every((beat) => typeof beat === 'object')).toBe(true);
});

test('a day is kept of each, and a name for 90 days', async () => {
  const own = heartbeatStore(store);
  await own.beat(['old'], key);
  await database.moveClock(dayMs + minuteMs);
  await own.beat(['other'], key);
  expect(await past('old')).toEqual([{ n: 0 }]);
  expect(await own.newest('old')).not.toBeNull();
  await database.moveClock(92 * dayMs);
  await own.beat(['other'], key);
  expect(await own.newest('old')).toBeNull();
  expect(await own.newest('other')).not.toBeNull();
});

test('there is an end to the names, and those that are known go on', async () => {
  const own = heartbeatStore(store);
  const many = Array.from({ length: 990 }, (_each, index) => `m${index}`);
  await own.beat(many, key);
  const more = await own.beat(
    Array.from({ length: 30 }, (_each, index) => `x${index}`),
    key,
  );
  expect([...more.values()].filter((beat) => beat === 'too-many-names').length).toBeGreaterThan(15);
  expect((await own.summary())?.count).toBeLessThanOrEqual(1000);
  expect((await own.beat(['m1', 'new'], key)).get('new')).toBe('too-many-names');
  expect((await own.beat(['m1'], key)).get('m1')).toMatchObject({ at: expect.any(Number) });
});
