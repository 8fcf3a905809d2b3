import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, type ExpectStatic, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { startPrometheus, type Tool } from '../../test/harness/monitoring.ts';
import { lies, openProxy, openScraped, type Proxy, type Scraped } from '../../test/harness/scraped.ts';
import type { StoredIncidentEvent } from '../domain/incident/event.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import { conditionFrom } from '../domain/telemetry/condition.ts';
import type { KeySignal } from '../domain/telemetry/key-signal.ts';
import type { SourceSetting } from '../domain/telemetry/source.ts';
import { instant } from '../domain/time.ts';
import { integrations } from '../integration/registry.ts';
import { realPace } from '../platform/pace.ts';
import { watchedSignal } from '../projection/watched-signal/query.ts';
import { type Database, openDatabase, queryIn } from '../store/database.ts';
import { heartbeatStore } from '../store/heartbeats.ts';
import { telemetryFacts, telemetryStore } from '../store/telemetry.ts';
import type { Transitions } from './ports.ts';
import { runWatch, type WatchLoop } from './run.ts';

const everyMs = 1000;
const soon = { timeout: 30_000, interval: 100 };
const turned = { type: 'SignalTurned' } as StoredIncidentEvent;

interface Row {
  readonly signal: string;
  readonly at: Date;
  readonly value: number | null;
  readonly missing: string | null;
}
const transitions: Transitions = {
  signalTurned: async () => undefined,
  baselineRead: async () => undefined,
  instrumentTurned: async () => undefined,
};

/** A watch over a database of its own: the tests wait for scrapes most of the time, and wait together. */
class Watched {
  readonly #database: TestDatabase;
  readonly #store: Database;
  readonly #signals: ReturnType<typeof watchedSignal>;
  #loop: WatchLoop | null = null;

  constructor(database: TestDatabase) {
    this.#database = database;
    this.#store = openDatabase(database.app, 'watch', 6);
    this.#signals = watchedSignal((text, values, transaction) =>
      transaction ? queryIn(transaction, text, values) : this.#store.query(text, values),
    );
  }

  get heartbeats(): ReturnType<typeof heartbeatStore> {
    return heartbeatStore(this.#store);
  }

  begin(sources: readonly SourceSetting[]): void {
    const { heartbeats } = this;
    this.#loop = runWatch({
      store: telemetryStore(this.#store, randomUUID()),
      signals: this.#signals,
      transitions,
      configured: async () => sources,
      open: (setting, now) => integrations[setting.kind]!.openSource!(setting, { now, heartbeats }),
      pace: realPace(),
      warn: (message, error) => {
        throw new Error(message, { cause: error });
      },
    });
  }

  /** An incident with a signal for each of these; healthy is what silence would be taken for. */
  async incidentWith(asked: readonly { source: string; query: string; healthy: string }[]): Promise<string> {
    const id = randomUUID();
    const [row] = await this.#store.query<{ now: number }>('select allclear.now() as now');
    const addedAt = instant(row?.now ?? 0);
    const own = asked.map(({ source, query, healthy }, index): KeySignal => ({
      key: `S${index + 1}`,
      name: query,
      service: null,
      evidence: null,
      asked: { source, query, traffic: null, everyMs, healthy: conditionFrom(healthy)! },
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
    const state = { id, phase: 'confirmed', signals: own, ...begun } as unknown as IncidentState;
    await this.#store.transaction((transaction) => this.#signals.project(transaction, id, [turned], state));
    return id;
  }

  newest(incident: string, limit: number): Promise<Row[]> {
    return this.#database.query<Row>(
      'select * from allclear.reading where incident = $1 and not backfilled order by at desc, signal limit $2',
      [incident, limit],
    );
  }

  async health(incident: string, source: string): Promise<string | undefined> {
    const facts = await this.#store.transaction((transaction) => telemetryFacts(transaction, incident, 0));
    return facts.instruments[source]?.health;
  }

  async close(): Promise<void> {
    await this.#loop?.stop();
    await this.#store.close();
    await this.#database.drop();
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Stage {
  readonly folder: string;
  readonly watched: Watched;
  readonly proxy: Proxy;
  readonly incident: string;
  target: Scraped;
  prometheus: Tool;
}

const it = test.extend<{ stage: Stage }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads what a fixture needs off this pattern
  stage: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'allclear-silence-'));
    const target = await openScraped();
    const running = { target, prometheus: await startPrometheus(folder, target.port) };
    const proxy = await openProxy(() => running.prometheus.url);
    const watched = new Watched(await freshDatabase());
    watched.begin([{ name: 'main', kind: 'prometheus', url: proxy.url }]);
    const query = 'sum(rate(failed_total[10s]))';
    const incident = await watched.incidentWith([{ source: 'main', query, healthy: '< 1' }]);
    const stage: Stage = Object.assign(running, { folder, watched, proxy, incident });
    await use(stage);
    await watched.close();
    await proxy.close();
    await stage.target.close();
    await stage.prometheus.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  },
});

async function isWell({ watched, incident }: Stage, seen: ExpectStatic): Promise<void> {
  await seen.poll(async () => (await watched.newest(incident, 1))[0], soon).toMatchObject({ value: 0, missing: null });
  await seen.poll(() => watched.health(incident, 'main'), soon).toBe('fresh');
}

/** From the first reading on that sees the trouble none has a value, and the instrument is not fresh. */
async function isUnknown({ watched, incident }: Stage, seen: ExpectStatic, reason: string): Promise<void> {
  await seen.poll(async () => (await watched.newest(incident, 1))[0]?.missing, soon).toBe(reason);
  await wait(3500);
  const rows = await watched.newest(incident, 3);
  seen(rows.map(({ value }) => value)).toEqual([null, null, null]);
  // It may have been checked last when nothing was watched, and then is not looked at for 15 s.
  await seen.poll(() => watched.health(incident, 'main'), soon).not.toBe('fresh');
}

describe.concurrent('B3: a signal that would be healthy', () => {
  it('is unknown when its target vanished', { timeout: 90_000 }, async ({ stage, expect: seen }) => {
    await isWell(stage, seen);
    await stage.target.close();
    await isUnknown(stage, seen, 'absent');
    stage.target = await openScraped(stage.target.port);
  });

  it('is unknown when its scrape hangs', { timeout: 90_000 }, async ({ stage, expect: seen }) => {
    await isWell(stage, seen);
    stage.target.mood = 'hangs';
    await isUnknown(stage, seen, 'absent');
  });

  it('is unknown when the clock of its source is off', { timeout: 90_000 }, async ({ stage, expect: seen }) => {
    await isWell(stage, seen);
    stage.proxy.change = lies.clock(45);
    await isUnknown(stage, seen, 'clock-off');
  });

  it('is unknown when only a part is answered', { timeout: 90_000 }, async ({ stage, expect: seen }) => {
    await isWell(stage, seen);
    stage.proxy.change = lies.partial;
    await isUnknown(stage, seen, 'refused');
  });

  it(
    'is unknown while its source is gone, and its source is not trusted when it comes back empty',
    { timeout: 120_000 },
    async ({ stage, expect: seen }) => {
      await isWell(stage, seen);
      const { folder, watched, incident } = stage;
      await stage.prometheus.stop('SIGKILL');
      await isUnknown(stage, seen, 'unreachable');
      rmSync(join(folder, 'data'), { recursive: true, force: true });
      const port = Number(new URL(stage.prometheus.url).port);
      stage.prometheus = await startPrometheus(folder, stage.target.port, '', [], port);
      await seen.poll(async () => (await watched.newest(incident, 1))[0]?.missing, soon).toBeNull();
      await wait(4000);
      seen(await watched.health(incident, 'main')).toBe('stale');
    },
  );
});

describe('sources that hang', () => {
  let hanging: Server;
  let watched: Watched;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    watched = new Watched(await freshDatabase());
    hanging = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await watched.close();
    for (const socket of sockets.splice(0)) socket.destroy();
    hanging.close();
  });

  test('of every kind delay no other', { timeout: 90_000 }, async () => {
    const { port } = hanging.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const hung: readonly (readonly [SourceSetting, string])[] = [
      [{ name: 'a', kind: 'prometheus', url, known: 'up' }, 'sum(rate(failed_total[30s]))'],
      [{ name: 'b', kind: 'loki', url }, 'sum(rate({app="a"}[1m]))'],
      [{ name: 'c', kind: 'tempo', url }, '{ status = error }'],
      [{ name: 'd', kind: 'jaeger', url, known: 'shop' }, 'shop error=true'],
      [{ name: 'e', kind: 'elasticsearch', url }, 'logs-*: level:error'],
      [{ name: 'f', kind: 'http', url }, 'ms /healthz'],
      [{ name: 'g', kind: 'tls', host: '127.0.0.1', port }, 'days'],
      [{ name: 'h', kind: 'sql', url: `postgres://me@127.0.0.1:${port}/shop` }, 'select 0'],
    ];
    await watched.heartbeats.beat(['job'], randomUUID());
    watched.begin([{ name: 'beats', kind: 'heartbeat' }, ...hung.map(([setting]) => setting)]);
    const stuck = await watched.incidentWith(
      hung.flatMap(([{ name }, query]) => Array.from({ length: 5 }, () => ({ source: name, query, healthy: '>= 0' }))),
    );
    const incident = await watched.incidentWith([{ source: 'beats', query: 'job', healthy: '< 3600' }]);
    await expect.poll(() => watched.newest(stuck, 1), soon).not.toHaveLength(0);
    await wait(12_000);
    const own = (await watched.newest(incident, 20)).toReversed();
    const apart = own.slice(1).map(({ at }, index) => at.getTime() - own[index]!.at.getTime());
    expect(own.length).toBeGreaterThan(8);
    expect(Math.max(...apart)).toBeLessThan(2 * everyMs);
    expect(own.every(({ value }) => value !== null)).toBe(true);
    const silent = await watched.newest(stuck, 500);
    expect(new Set(silent.map(({ value, missing }) => `${value} ${missing}`))).toEqual(new Set(['null unreachable']));
    expect(new Set(silent.map(({ signal }) => signal)).size).toBe(40);
    expect(await watched.health(incident, 'beats')).toBe('fresh');
    for (const [{ name }] of hung) expect(await watched.health(incident, name), name).toBe('absent');
  });
});
