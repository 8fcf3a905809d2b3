import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SignalEffect } from '../../src/domain/telemetry/effect.ts';
import type { Baseline } from '../../src/domain/telemetry/baseline.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { type Exporter, keepSeries, openExporter } from '../harness/kept-series.ts';
import { randomFrom } from '../harness/made-series.ts';
import { startPrometheus, type Tool } from '../harness/monitoring.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const soon = { timeout: 30_000, interval: 200 };
const random = randomFrom(11);
const noisy = (level: number): (() => number) => {
  return () => level * (0.9 + 0.2 * random());
};

let folder: string;
let exporter: Exporter;
let prometheus: Tool;
let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'allclear-seeing-'));
  exporter = await openExporter();
  exporter.set('checkout_latency_seconds', noisy(0.2));
  exporter.set('eu_orders_rate', noisy(5));
  const labels = { job: 'shop', instance: `127.0.0.1:${exporter.port}` };
  await keepSeries(folder, labels, 'checkout_latency_seconds', noisy(0.2), { minutes: 300, untilMs: 60_000 });
  prometheus = await startPrometheus(folder, { shop: exporter.port });
  database = await freshDatabase();
  server = await startServer(database);
  const settings = {
    sources: { sources: [{ name: 'main', kind: 'prometheus', url: prometheus.url }] },
    policy: {
      allClearWindowMs: 18_000,
      allClearWindowReason: 'a test does not wait for a quarter of an hour',
      readEveryMs: 1000,
      effectWithinMs: 5000,
    },
  };
  for (const [name, document] of Object.entries(settings)) {
    const { body } = await server.owner.get<{ version: number }>(`/api/settings/${name}`);
    const put = await server.owner.send('PUT', `/api/settings/${name}`, { version: body.version, document });
    expect(put.status, JSON.stringify(put.body)).toBe(200);
  }
});
afterAll(async () => {
  await server.stop();
  await database.drop();
  await prometheus.stop('SIGKILL');
  await exporter.close();
  rmSync(folder, { recursive: true, force: true });
});

let incident: string;
beforeEach(async () => {
  await database.moveClock(0);
  exporter.set('checkout_latency_seconds', noisy(0.2));
  exporter.set('eu_orders_rate', noisy(5));
  ({ id: incident } = await server.owner.declare('Checkout is slow', { severity: 'SEV-3' }));
  await say('confirm', { evidence: 'My own order took four seconds' });
  await say('state-scope', { what: 'checkout' });
  await say('assign-role', { role: 'incident-commander', person: 'me' });
});

async function say(verb: string, body: object): Promise<void> {
  const answer = await server.owner.say(incident, verb, body);
  expect(answer.status, `${verb}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
}

interface Stored {
  readonly type: string;
  readonly body: Record<string, unknown>;
}

const stored = async (type: string): Promise<Stored['body'][]> =>
  (await server.owner.get<{ items: Stored[] }>(`/api/incidents/${incident}/log?limit=500`)).body.items
    .filter((entry) => entry.type === type)
    .map(({ body }) => body);

async function picture(): Promise<{
  signals: { status: string; band: object | null; last: number | null }[];
  evidence: { contradicted: boolean; asked: { status: string; last: number | null } | null }[];
  changes: { effects: { verdict: string; says: string }[] }[];
  clock: { says: string; ready: boolean };
}> {
  return (await server.owner.get(`/api/incidents/${incident}/picture`)).body as never;
}

/** Waits so many seconds of the real source. */
const watched = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

test(
  'B8 and D4: what a change did is measured, and healthy means as it was before, on a real Prometheus',
  { timeout: 150_000 },
  async () => {
    await say('add-signal', { name: 'latency', query: 'checkout_latency_seconds', healthy: 'as before' });
    await expect.poll(() => stored('BaselineTaken'), soon).toHaveLength(1);
    const [taken] = await stored('BaselineTaken');
    const baseline = taken?.['baseline'] as Baseline;
    expect(baseline.median).toBeGreaterThan(0.18);
    expect(baseline.median).toBeLessThan(0.22);
    expect(baseline.readings).toBeGreaterThan(200);

    exporter.set('checkout_latency_seconds', noisy(2.5));
    await expect.poll(async () => (await picture()).signals[0]?.status, soon).toBe('breached');
    await watched(10);
    await say('change', { what: 'Recycle the pool', undo: 'None needed' });
    await watched(2);
    exporter.set('checkout_latency_seconds', noisy(0.2));
    await expect
      .poll(async () => (await picture()).changes[0]?.effects[0]?.says, soon)
      .toMatch(/^latency fell from 2\.\d+ to 0\.\d+ within \d+ s of the start, improved$/);
    await say('observe-change', { change: 'C1', result: 'improved', observed: 'Orders are quick again' });

    await expect.poll(async () => (await picture()).clock.ready, { timeout: 60_000, interval: 500 }).toBe(true);
    await say('declare-all-clear', { statement: 'Checkout is as quick as before' });
    const [declared] = (await stored('AllClearDeclared')) as unknown as [
      { signals: { healthy: { asBefore: Baseline }; points: { value: number | null }[]; samples: number }[] },
    ];
    const [quoted] = declared.signals;
    expect(quoted?.healthy.asBefore).toEqual(baseline);
    expect(quoted?.samples).toBeGreaterThanOrEqual(14);
    expect(quoted?.points.some(({ value }) => value !== null && value > 2)).toBe(true);

    await database.moveClock(11 * 60_000);
    await expect.poll(() => stored('EffectMeasured'), soon).toHaveLength(1);
    const [measured] = (await stored('EffectMeasured')) as unknown as [{ change: string; effects: SignalEffect[] }];
    expect(measured).toMatchObject({ change: 'C1', effects: [{ signal: 'S1', verdict: 'improved', because: null }] });
    expect(measured.effects[0]?.points.length).toBeGreaterThan(10);
  },
);

test(
  'B2: evidence that telemetry is asked for is contradicted and seen again by itself, and is no key signal',
  { timeout: 120_000 },
  async () => {
    await say('give-evidence', { claim: 'EU orders arrive', query: 'eu_orders_rate', healthy: '> 1' });
    await expect.poll(async () => (await picture()).evidence[0]?.asked?.status, soon).toBe('healthy');
    expect((await picture()).signals).toEqual([]);

    exporter.set('eu_orders_rate', () => 0);
    await expect.poll(() => stored('EvidenceContradicted'), soon).toHaveLength(1);
    expect((await picture()).evidence[0]).toMatchObject({ contradicted: true, asked: { last: 0 } });

    exporter.set('eu_orders_rate', noisy(5));
    await expect.poll(async () => (await stored('EvidenceGiven')).length, soon).toBe(2);
    expect((await picture()).evidence[0]).toMatchObject({ contradicted: false });
    const badly = await server.owner.say(incident, 'give-evidence', {
      claim: 'x',
      query: 'rate(eu_orders_rate[1m]',
      healthy: '> 1',
    });
    expect(badly).toMatchObject({ status: 400, body: { errors: [{ pointer: '/query' }] } });
  },
);
