import { randomUUID } from 'node:crypto';
import type { StoredIncidentEvent } from '../domain/incident/event.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { type FailingService, openFailingService, startPrometheus, type Tool } from '../../test/harness/monitoring.ts';
import { conditionFrom } from '../domain/telemetry/condition.ts';
import type { KeySignal, SignalQuery } from '../domain/telemetry/key-signal.ts';
import type { PrometheusSetting, SourceSetting } from '../domain/telemetry/source.ts';
import { instant } from '../domain/time.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import { openPrometheus } from '../integration/prometheus/query.ts';
import { realPace } from '../platform/pace.ts';
import { watchedSignal } from '../projection/watched-signal/query.ts';
import type { Query } from '../projection/ports.ts';
import { type Database, openDatabase, queryIn } from '../store/database.ts';
import { telemetryFacts, telemetryStore } from '../store/telemetry.ts';
import type { InstrumentTurn, SignalTurn, Transitions } from './ports.ts';
import { runWatch, type WatchLoop } from './run.ts';

/** That its signals are no longer as they were. */
const said = { type: 'SignalTurned' } as StoredIncidentEvent;

const everyMs = 1000;
const soon = { timeout: 25_000, interval: 100 };
const failures = 'sum(rate(checkout_requests_total{code="500"}[5s]))';

let folder: string;
let service: FailingService;
let prometheus: Tool;
let hanging: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'allclear-watch-'));
  service = await openFailingService();
  prometheus = await startPrometheus(folder, service.port);
  hanging = createServer(() => undefined);
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await prometheus.stop('SIGKILL');
  await service.close();
  hanging.closeAllConnections();
  hanging.close();
  rmSync(folder, { recursive: true, force: true });
});

let database: TestDatabase;
let store: Database;
let loops: WatchLoop[];
let told: { incident: string; turn: SignalTurn }[];
let instruments: InstrumentTurn[];
let faults: unknown[];
let tellingFails: boolean;

beforeEach(async () => {
  database = await freshDatabase();
  store = openDatabase(database.app, 'watch', 6);
  [loops, told, instruments, faults, tellingFails] = [[], [], [], [], false];
});
afterEach(async () => {
  await Promise.all(loops.map((loop) => loop.stop()));
  await store.close();
  await database.drop();
});

const queryOn: Query = (text, values, transaction) =>
  transaction ? queryIn(transaction, text, values) : store.query(text, values);
const signals = watchedSignal(queryOn);

/** What an incident's own commands would do: the state takes the turn over, and the projection folds the state. */
const transitions: Transitions = {
  async signalTurned(incident, turn) {
    if (tellingFails) throw new Error('the log cannot be reached');
    told.push({ incident, turn });
    const state = states.get(incident) as IncidentState;
    await watch({
      ...state,
      signals: state.signals.map((signal) => (signal.key === turn.signal ? { ...signal, ...turn } : signal)),
    });
  },
  async baselineRead({ incident, signal: key }, asBefore) {
    const state = states.get(incident) as IncidentState;
    await watch({
      ...state,
      signals: state.signals.map((signal) =>
        signal.key === key && signal.asked !== null
          ? { ...signal, asked: { ...signal.asked, healthy: { asBefore } } }
          : signal,
      ),
    });
  },
  async instrumentTurned(turn) {
    instruments.push(turn);
  },
};

const states = new Map<string, IncidentState>();

/** Stores the state's signals as the projection does with every event. */
async function watch(state: IncidentState): Promise<void> {
  states.set(state.id, state);
  await store.transaction((transaction) => signals.project(transaction, state.id, [said], state));
}

async function databaseNow(): Promise<number> {
  const [row] = await store.query<{ now: number }>('select allclear.now() as now');
  return row?.now ?? 0;
}

async function incidentWith(asked: Partial<SignalQuery>[], addedAgoMs = 0): Promise<string> {
  const id = randomUUID();
  const addedAt = instant((await databaseNow()) - addedAgoMs);
  const own = asked.map((query, index): KeySignal => ({
    key: `S${index + 1}`,
    name: 'failures',
    service: null,
    evidence: null,
    asked: { source: 'main', query: failures, traffic: null, everyMs, healthy: conditionFrom('< 1')!, ...query },
    addedAt,
    status: 'unknown',
    statusSince: addedAt,
    seenUnhealthy: false,
    moved: false,
    restartedAt: null,
    pausedAt: null,
    droppedAt: null,
    observations: [],
  }));
  const begun = { declaredAt: addedAt, impact: { startedAt: null, endedAt: null } };
  await watch({ id, phase: 'confirmed', signals: own, ...begun } as unknown as IncidentState);
  return id;
}

function begin(sources: readonly SourceSetting[], keptMs?: number): WatchLoop {
  const loop = runWatch({
    store: telemetryStore(store, randomUUID()),
    signals,
    transitions,
    configured: async () => sources,
    open: (setting, now) => openPrometheus(setting as PrometheusSetting, now),
    pace: realPace(),
    warn: (_message, error) => faults.push(error),
    ...(keptMs === undefined ? {} : { keptMs }),
  });
  loops.push(loop);
  return loop;
}

const main = (): SourceSetting => ({ name: 'main', kind: 'prometheus', url: prometheus.url });
const hung = (): SourceSetting => ({
  name: 'hung',
  kind: 'prometheus',
  url: `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`,
});

interface Row {
  readonly signal: string;
  readonly at: Date;
  readonly value: number | null;
  readonly missing: string | null;
}
const readings = (incident: string, signal = 'S1'): Promise<Row[]> =>
  database.query<Row>(
    'select * from allclear.reading where incident = $1 and signal = $2 and not backfilled order by at',
    [incident, signal],
  );
const turns = (incident: string): string[] =>
  told.filter((each) => each.incident === incident).map(({ turn }) => turn.status);

describe('the loop', () => {
  test('reads, and tells each turn once, with two replicas', { timeout: 120_000 }, async () => {
    service.break();
    const incident = await incidentWith([{}]);
    begin([main()]);
    begin([main()]);
    await expect.poll(() => turns(incident).at(-1), soon).toBe('breached');
    service.mend();
    await expect.poll(() => turns(incident).at(-1), soon).toBe('healthy');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const rows = await readings(incident);
    const apart = rows.slice(1).map(({ at }, index) => at.getTime() - rows[index]!.at.getTime());
    expect(Math.min(...apart)).toBeGreaterThan(everyMs / 2);
    expect(rows.every(({ value, missing }) => (value === null) !== (missing === null))).toBe(true);
    const own = told.filter((each) => each.incident === incident).map(({ turn }) => turn);
    const recorded = own.map(({ status, moved, seenUnhealthy }) => `${status} ${moved} ${seenUnhealthy}`);
    expect(recorded.filter((each, index) => each === recorded[index - 1])).toEqual([]);
    expect(own.at(-1)).toMatchObject({ status: 'healthy', moved: true, seenUnhealthy: true, because: null });
    expect(faults).toEqual([]);
  });

  test('tells again what could not be told', { timeout: 60_000 }, async () => {
    const incident = await incidentWith([{}]);
    tellingFails = true;
    begin([main()]);
    await expect.poll(() => faults.length, soon).toBeGreaterThan(1);
    tellingFails = false;
    await expect.poll(() => turns(incident).length, soon).toBeGreaterThan(0);
  });

  test('takes over what another replica had leased when it was killed', { timeout: 60_000 }, async () => {
    const incident = await incidentWith([{}]);
    const dead = telemetryStore(store, randomUUID());
    await dead.enrol([{ incident, signal: 'S1' }]);
    const [leased] = await dead.claimSignals([{ incident, signal: 'S1' }], 1);
    const since = await databaseNow();
    begin([main()]);
    await expect.poll(() => readings(incident), soon).not.toHaveLength(0);
    const tookMs = (await readings(incident))[0]!.at.getTime() - since;
    expect(tookMs).toBeGreaterThan(4000);
    expect(tookMs).toBeLessThan(8000);
    // It comes back and is told that its turn has passed.
    expect(await dead.record(leased!, everyMs, { value: 0, missing: null })).toBeNull();
  });

  test('goes on with one source while another hangs', { timeout: 90_000 }, async () => {
    const many = Array.from({ length: 20 }, () => ({ source: 'hung' }));
    const stuck = await incidentWith(many);
    const incident = await incidentWith([{}]);
    begin([main(), hung()]);
    await expect.poll(() => readings(stuck), soon).not.toHaveLength(0);
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const own = await readings(incident);
    const apart = own.slice(1).map(({ at }, index) => at.getTime() - own[index]!.at.getTime());
    expect(Math.max(...apart)).toBeLessThan(2 * everyMs);
    expect((await readings(stuck)).map(({ missing }) => missing)).toContain('unreachable');
    expect(await facts(incident).then((each) => each.instruments['hung'])).toMatchObject({ health: 'absent' });
    expect(instruments).toContainEqual({ source: 'hung', health: 'absent', because: 'it does not answer' });
    expect(instruments.filter(({ source }) => source === 'hung')).toHaveLength(1);
  });

  test('says unreachable of a source that is not configured, and nothing of a signal that was dropped', async () => {
    const incident = await incidentWith([{ source: 'nobody' }]);
    begin([main()]);
    await expect
      .poll(() => readings(incident), soon)
      .toContainEqual(expect.objectContaining({ missing: 'unreachable' }));
    const state = states.get(incident) as IncidentState;
    await watch({ ...state, phase: 'closed' });
    await expect
      .poll(() => database.query('select from allclear.signal_poll where incident = $1', [incident]), soon)
      .toHaveLength(0);
  });

  test('too little traffic is no health', { timeout: 60_000 }, async () => {
    const traffic = { query: 'sum(rate(checkout_requests_total[5s]))', atLeast: 1000 };
    const incident = await incidentWith([{ traffic }]);
    begin([main()]);
    await expect
      .poll(() => readings(incident), soon)
      .toContainEqual(expect.objectContaining({ missing: 'low-traffic' }));
    expect(turns(incident)).not.toContain('healthy');
  });
});

const facts = (incident: string, sinceMs = 0): ReturnType<typeof telemetryFacts> =>
  store.transaction((transaction) => telemetryFacts(transaction, incident, sinceMs));

test(
  'an earlier breach is known of a signal added later, and counts for no clean time',
  { timeout: 90_000 },
  async () => {
    service.break();
    const ratio = async (): Promise<number> => {
      const reply = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(failures)}`);
      const { data } = (await reply.json()) as { data: { result: { value: [number, string] }[] } };
      return Number(data.result[0]?.value[1] ?? 0);
    };
    await expect.poll(ratio, soon).toBeGreaterThan(1);
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    service.mend();
    await expect.poll(ratio, soon).toBe(0);
    const incident = await incidentWith([{}]);
    begin([main()]);
    await expect.poll(() => turns(incident).at(-1), soon).toBe('healthy');
    expect(told.at(-1)!.turn).toMatchObject({ seenUnhealthy: true, moved: true });
    const before = await database.query<{ value: number }>(
      'select value from allclear.reading where incident = $1 and backfilled',
      [incident],
    );
    expect(before.some(({ value }) => value >= 1)).toBe(true);
    const known = (await facts(incident)).readings['S1']!;
    expect(known.every(({ value }) => value === 0)).toBe(true);
    expect(known.map(({ at }) => at)).toEqual(known.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(known[0]!.at).toBeGreaterThanOrEqual(states.get(incident)!.signals[0]!.addedAt);
  },
);

test('readings are kept for a time only', { timeout: 60_000 }, async () => {
  const incident = randomUUID();
  await database.query(
    `insert into allclear.reading (incident, signal, at, value)
      select $1, 'S1', allclear.now() - make_interval(secs => n), 1 from generate_series(1, 5000) n`,
    [incident],
  );
  begin([], 2_500_000);
  await expect.poll(async () => (await readings(incident)).length, soon).toBeLessThan(2510);
  expect((await readings(incident)).length).toBeGreaterThan(2490);
});
