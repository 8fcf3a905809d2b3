import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { instant } from '../domain/time.ts';
import { type Database, openDatabase } from './database.ts';
import { telemetryFacts, telemetryStore } from './telemetry.ts';

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

const keyed = (incident: string, count: number) =>
  Array.from({ length: count }, (_each, index) => ({ incident, signal: `S${index + 1}` }));

test('two replicas that claim at once share the turns', async () => {
  const signals = keyed(randomUUID(), 40);
  const [a, b] = [telemetryStore(store, randomUUID()), telemetryStore(store, randomUUID())];
  await Promise.all([a.enrol(signals), b.enrol(signals)]);
  const [one, two] = await Promise.all([a.claimSignals(signals, 30), b.claimSignals(signals, 30)]);
  const taken = [...one, ...two].map(({ signal }) => signal);
  expect(new Set(taken).size).toBe(taken.length);
  expect(await a.nextInMs(signals)).toBeLessThanOrEqual(5000);
  for (const due of [...one, ...two]) await a.release(due);
});

test('a turn comes again after its interval, and who is late does not make up for it', async () => {
  const signals = keyed(randomUUID(), 1);
  const own = telemetryStore(store, randomUUID());
  await own.enrol(signals);
  const [first] = await own.claimSignals(signals, 1);
  const kept = await own.record(first!, 60_000, { value: 3, missing: null });
  await own.release(first!);
  expect(kept).toMatchObject({ lowest: 3, highest: 3 });
  expect(await own.claimSignals(signals, 1)).toEqual([]);
  expect(await own.nextInMs(signals)).toBeGreaterThan(59_000);
  await database.moveClock(10 * 60_000);
  const [late] = await own.claimSignals(signals, 1);
  expect(late!.fence).toBeGreaterThan(first!.fence);
  expect(await own.record(first!, 60_000, { value: 9, missing: null })).toBeNull();
  expect(await own.record(late!, 60_000, { value: null, missing: 'absent' })).toMatchObject({ lowest: 3, highest: 3 });
  await own.release(late!);
  expect(await own.nextInMs(signals)).toBeGreaterThan(59_000);
  await database.moveClock(0);
});

test('facts are the instruments and each signal’s readings since a time, without the backfilled', async () => {
  const [incident, other] = [randomUUID(), randomUUID()];
  const own = telemetryStore(store, randomUUID());
  const { due } = await own.claimChecks(['main', 'new']);
  const main = due.find(({ source }) => source === 'main')!;
  await own.recordCheck(main, { health: 'stale', because: '1 of 2 targets down: a' }, 1000);
  await database.query(
    `insert into allclear.reading (incident, signal, at, value, missing, backfilled) values
      ($1, 'S1', to_timestamp(100), 1, null, true), ($1, 'S1', to_timestamp(200), 2, null, false),
      ($1, 'S1', to_timestamp(300.125), 3, null, false), ($1, 'S10', to_timestamp(250), null, 'stale', false),
      ($1, 'S2', to_timestamp(400), 5, null, false), ($2, 'S1', to_timestamp(400), 6, null, false)`,
    [incident, other],
  );
  const facts = (sinceMs: number): ReturnType<typeof telemetryFacts> =>
    store.transaction((transaction) => telemetryFacts(transaction, incident, sinceMs));
  expect(await facts(250_000)).toEqual({
    instruments: {
      main: { health: 'stale', because: '1 of 2 targets down: a', checkedAt: expect.any(Number) },
    },
    readings: {
      S1: [{ at: instant(300_125), value: 3, missing: null }],
      S10: [{ at: instant(250_000), value: null, missing: 'stale' }],
      S2: [{ at: instant(400_000), value: 5, missing: null }],
    },
  });
  expect((await facts(0)).readings['S1']).toHaveLength(2);
  expect((await store.transaction((transaction) => telemetryFacts(transaction, randomUUID(), 0))).readings).toEqual({});
});
