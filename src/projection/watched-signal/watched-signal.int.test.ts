import { randomUUID } from 'node:crypto';
import type { StoredIncidentEvent } from '../../domain/incident/event.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { KeySignal } from '../../domain/telemetry/key-signal.ts';
import { instant } from '../../domain/time.ts';
import { type Database, openDatabase, queryIn } from '../../store/database.ts';
import { fold } from './fold.ts';
import { watchedSignal } from './query.ts';

/** That its signals are no longer as they were. */
const said = { type: 'SignalTurned' } as StoredIncidentEvent;

let database: TestDatabase;
let store: Database;
beforeAll(async () => {
  database = await freshDatabase();
  store = openDatabase(database.app, 'test', 2);
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const at = instant(1_795_443_960_123);
const signal = (key: string, more: Partial<KeySignal> = {}): KeySignal => ({
  key,
  name: 'Failed orders',
  evidence: null,
  service: 'checkout',
  asked: {
    source: 'main',
    query: 'sum(rate(failed[5m]))',
    traffic: { query: 'sum(rate(orders[5m]))', atLeast: 0.5 },
    everyMs: 15_000,
    healthy: { comparison: '<=', bound: 0.01 },
  },
  addedAt: at,
  status: 'unknown',
  statusSince: at,
  seenUnhealthy: false,
  moved: false,
  restartedAt: null,
  pausedAt: null,
  droppedAt: null,
  observations: [],
  ...more,
});

test('what is asked of telemetry follows the incident, and folding it again gives the same bytes', async () => {
  const signals = watchedSignal((text, values, transaction) =>
    transaction ? queryIn(transaction, text, values) : store.query(text, values),
  );
  const id = randomUUID();
  const begun = { impact: { startedAt: null, endedAt: null }, declaredAt: at };
  const project = (state: Pick<IncidentState, 'phase' | 'signals'>): Promise<void> =>
    store.transaction((transaction) =>
      signals.project(transaction, id, [said], { id, ...begun, ...state } as IncidentState),
    );
  const dump = (): Promise<object[]> =>
    database.query('select w::text from allclear.watched_signal_v2 w order by incident, signal');
  const three = [signal('S1'), signal('S2', { asked: null }), signal('S3', { droppedAt: at }), signal('S4')];

  await project({ phase: 'confirmed', signals: three });
  expect((await signals.all()).map((each) => each.signal)).toEqual(['S1', 'S4']);
  expect(await signals.find({ incident: id, signal: 'S1' })).toEqual(
    fold({ id, ...begun, phase: 'confirmed', signals: three })[0],
  );
  expect(await signals.find({ incident: id, signal: 'S3' })).toBeNull();

  const turned = [signal('S1', { status: 'breached', seenUnhealthy: true, moved: true })];
  await project({ phase: 'watching', signals: turned });
  expect(await signals.all()).toEqual([expect.objectContaining({ signal: 'S1', status: 'breached', moved: true })]);
  const before = await dump();
  await database.query('delete from allclear.watched_signal_v2');
  await project({ phase: 'watching', signals: turned });
  expect(await dump()).toEqual(before);

  await project({ phase: 'all-clear', signals: turned });
  expect(await signals.all()).toHaveLength(1);
  for (const phase of ['learning', 'closed', 'dismissed'] as const) {
    await project({ phase: 'confirmed', signals: turned });
    await project({ phase, signals: turned });
    expect(await signals.all()).toEqual([]);
  }
});
