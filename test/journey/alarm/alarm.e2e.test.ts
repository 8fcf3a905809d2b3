import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IncidentExport } from '../../../src/domain/log/export.ts';
import { verifyDatabase, verifyExport } from '../../../src/store/verify.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import {
  type FailingService,
  openFailingService,
  startAlertmanager,
  startPrometheus,
  type Tool,
} from '../../harness/monitoring.ts';
import { type Caller, startServer, type TestServer } from '../../harness/server.ts';

/** One that both ways tell, and one that Prometheus alone tells and that will fall silent instead of recovering. */
const rules = `groups:
  - name: checkout
    rules:
      - alert: CheckoutFails
        expr: rate(checkout_requests_total{code="500"}[5s]) > 0
        labels: { severity: critical, service: checkout }
        annotations: { summary: 'Checkout answers 500' }
      - alert: OrdersDrop
        expr: rate(checkout_requests_total{code="500"}[5s]) > 0
        labels: { severity: warning, service: checkout }
`;

const routing = {
  rules: [
    { name: 'pages', match: ['severity="critical"'], then: 'declare', groupBy: ['service'] },
    { name: 'rest', then: 'attach', groupBy: ['service'] },
  ],
};

let folder: string;
let database: TestDatabase;
let server: TestServer;
let service: FailingService;
let prometheus: Tool;
let alertmanager: Tool & { target: string };
let second: Caller;

interface Row {
  readonly incident: string;
  readonly number: string;
}
const incidents = (): Promise<Row[]> =>
  database.query('select incident, number from allclear.incident_list_v1 order by declared_at');
const alertStatus = async (name: string): Promise<string[]> => {
  const rows = await database.query<{ status: string }>(
    `select status from allclear.alert where labels ->> 'alertname' = $1`,
    [name],
  );
  return rows.map(({ status }) => status);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'allclear-alarm-'));
  database = await freshDatabase();
  server = await startServer(database);
  second = await server.person('Ben', 'responder');
  const applied = await server.owner.send('PUT', '/api/settings/routing', { version: 0, document: routing });
  expect(applied.status).toBe(200);
  const key = await server.owner.send<{ key: string }>('POST', '/api/keys', {
    name: 'monitoring',
    scopes: ['ingest', 'read', 'silence'],
  });
  const { host } = new URL(server.url);
  service = await openFailingService();
  alertmanager = await startAlertmanager(join(folder, 'am'), `${server.url}/in/${key.body.key}/alertmanager`);
  prometheus = await startPrometheus(join(folder, 'prometheus'), service.port, rules, [
    { target: host, pathPrefix: `/in/${key.body.key}` },
    { target: alertmanager.target, pathPrefix: '/' },
  ]);
}, 60_000);
afterAll(async () => {
  await prometheus.stop();
  await alertmanager.stop();
  await service.close();
  await server.stop();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const soon = { timeout: 25_000, interval: 100 };

describe('from a real failure to a log that cannot be changed', () => {
  let incident: Row;

  test(
    'the failure opens one unconfirmed incident, though it is told by two ways and for ever',
    { timeout: 40_000 },
    async () => {
      service.break();
      await expect.poll(incidents, soon).toHaveLength(1);
      await new Promise((resolve) => setTimeout(resolve, 5000));
      expect(await incidents()).toHaveLength(1);
      [incident] = (await incidents()) as [Row];
      const shown = await server.owner.get<{ phase: string; alerts: { name: string; status: string }[] }>(
        `/api/incidents/${incident.number}`,
      );
      expect(shown.body.phase).toBe('unconfirmed');
      expect(shown.body.alerts).toContainEqual(expect.objectContaining({ name: 'CheckoutFails', status: 'firing' }));
      const declared = await database.query(`select from allclear.event where type = 'IncidentDeclared'`);
      expect(declared).toHaveLength(1);
    },
  );

  test('repeats add nothing: one row for each alert, and no further entry', async () => {
    const entries = async (): Promise<number> =>
      (await database.query('select from allclear.event where stream = $1', [`incident:${incident.incident}`])).length;
    const [before, rows] = [await entries(), await database.query('select from allclear.alert')];
    await new Promise((resolve) => setTimeout(resolve, 3500));
    expect(await entries()).toBe(before);
    expect(await database.query('select from allclear.alert')).toHaveLength(rows.length);
  });

  test('two people write its log, one of them retrying', async () => {
    await server.owner.say(incident.number, 'confirm', { evidence: 'my own order failed' });
    const note = { id: randomUUID(), text: 'errors since the deployment' };
    const answers = await Promise.all([
      second.say(incident.number, 'note', note),
      second.say(incident.number, 'note', note),
      server.owner.say(incident.number, 'note', { text: 'database looks well' }),
    ]);
    expect(answers.every(({ status }) => status === 200 || status === 201)).toBe(true);
    const said = await database.query<{ actor: string }>(
      `select actor from allclear.event where stream = $1 and type = 'NoteAdded'`,
      [`incident:${incident.incident}`],
    );
    expect(new Set(said.map(({ actor }) => actor)).size).toBe(2);
    expect(said).toHaveLength(2);
  });

  test('the alert resolves only when the service is mended, and the log says so', { timeout: 40_000 }, async () => {
    expect(await alertStatus('CheckoutFails')).toEqual(['firing']);
    service.mend();
    await expect.poll(() => alertStatus('CheckoutFails'), soon).toEqual(['resolved']);
    const log = await server.owner.get<{ items: { type: string; body: { changes: { status: string }[] } }[] }>(
      `/api/incidents/${incident.number}/log`,
    );
    const changes = log.body.items.filter(({ type }) => type === 'AlertsChanged').flatMap(({ body }) => body.changes);
    expect(changes).toContainEqual(expect.objectContaining({ name: 'CheckoutFails', status: 'resolved' }));
  });

  test('an alert whose sender falls silent lapses; it is not taken for resolved', { timeout: 60_000 }, async () => {
    service.break();
    await expect.poll(() => alertStatus('OrdersDrop'), soon).toEqual(['firing']);
    await prometheus.stop('SIGKILL');
    await alertmanager.stop('SIGKILL');
    await database.moveClock(30 * 60_000);
    await expect.poll(() => alertStatus('OrdersDrop'), soon).toEqual(['lapsed']);
    const shown = await server.owner.get<{ alerts: { name: string; status: string }[] }>(
      `/api/incidents/${incident.number}`,
    );
    expect(shown.body.alerts).toContainEqual(expect.objectContaining({ name: 'OrdersDrop', status: 'lapsed' }));
  });

  test('the whole log verifies, and so does the export on its own', async () => {
    const { background, vault } = server.running.storage;
    expect(await verifyDatabase(background, vault, null)).toMatchObject({ flaw: null });
    const exported = await server.owner.get<IncidentExport>(`/api/incidents/${incident.number}/export`);
    expect(verifyExport(exported.body, null)).toMatchObject({ flaw: null });
    expect(exported.body.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['IncidentDeclared', 'IncidentConfirmed', 'NoteAdded', 'AlertsChanged']),
    );
  });
});
