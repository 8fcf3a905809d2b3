import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChildServer, freePort, spawnServer } from '../harness/child-server.ts';
import { openTerminal, type Terminal } from '../harness/cli.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { type FailingService, openFailingService, startPrometheus, type Tool } from '../harness/monitoring.ts';
import { type Caller, callerOf, ownerToken, startServer, type TestServer } from '../harness/server.ts';

const soon = { timeout: 20_000, interval: 100 };
const failures = 'sum(rate(checkout_requests_total{code="500"}[5s]))';

let folder: string;
let service: FailingService;
let prometheus: Tool;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'allclear-telemetry-'));
  service = await openFailingService();
  prometheus = await startPrometheus(folder, service.port);
});
afterAll(async () => {
  await prometheus.stop('SIGKILL');
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

const sourcesOf = (url: string): object => ({ sources: [{ name: 'main', kind: 'prometheus', url }] });

/** As the read model has a signal that was added a moment ago. */
const watch = (database: TestDatabase, incident: string): Promise<object[]> =>
  database.query(
    `insert into allclear.watched_signal_v2 (incident, signal, name, source, query, every_ms, healthy,
        quiet_until, added_at, status, moved, seen_unhealthy)
      values ($1, 'S1', 'failures', 'main', $2, 1000, '{"comparison":"<","bound":1}', allclear.now(), allclear.now(),
        'unknown', false, false)`,
    [incident, failures],
  );

describe('sources and readings', () => {
  let database: TestDatabase;
  let server: TestServer;
  let viewer: Caller;
  let terminal: Terminal;
  beforeAll(async () => {
    database = await freshDatabase();
    server = await startServer(database);
    viewer = await server.person('Vera', 'viewer');
    terminal = openTerminal({ ALLCLEAR_URL: server.url, ALLCLEAR_TOKEN: ownerToken });
  });
  afterAll(async () => {
    terminal.close();
    await server.stop();
    await database.drop();
  });

  test.each([
    [{ sources: [{ name: 'a', kind: 'prometheus', url: 'ftp://a' }] }, '/document/sources/0/url'],
    [{ sources: [{ name: 'a', kind: 'prometheus', url: 'http://me:secret@a/' }] }, '/document/sources/0/url'],
    [{ sources: [{ name: 'a', kind: 'oracle', url: 'http://a/' }] }, '/document/sources/0/kind'],
    [{ sources: [{ name: 'a b', kind: 'prometheus', url: 'http://a/' }] }, '/document/sources/0/name'],
    [
      { sources: ['http://a/', 'http://b/'].map((url) => ({ name: 'a', kind: 'prometheus', url })) },
      '/document/sources/1/name',
    ],
  ])('a wrong document is pointed at: %j', async (document, pointer) => {
    const { status, body } = await server.owner.send<{ errors: { pointer: string }[] }>(
      'POST',
      '/api/settings/sources/plan',
      { document },
    );
    expect(status).toBe(422);
    expect(body.errors.map((error) => error.pointer)).toContain(pointer);
  });

  test(
    'a source is applied from a file, checked by itself, and shown without its address',
    { timeout: 60_000 },
    async () => {
      const file = join(folder, 'sources.yaml');
      writeFileSync(file, `kind: sources\nsources:\n  - { name: main, kind: prometheus, url: '${prometheus.url}' }\n`);
      expect((await terminal.run(['apply', '-f', file, '--yes'])).code).toBe(0);
      const shown = async (): Promise<unknown> => (await viewer.get('/api/sources')).body;
      await expect
        .poll(shown, soon)
        .toMatchObject({ items: [{ name: 'main', state: { health: 'fresh', because: '1 target up' } }] });
      expect(JSON.stringify(await shown())).not.toContain('http');
      expect((await terminal.run(['sources'])).out).toMatch(/^main {2}prometheus {2}fresh {2}1 target up/);
      expect((await terminal.run(['sources', 'test', 'main'])).out).toBe('fresh: 1 target up\n');
      expect((await terminal.run(['sources', 'test', 'nobody'])).code).toBe(1);
    },
  );

  test('a query that could never be answered is refused while its author is looking at it', async () => {
    const { id } = await server.owner.declare('A typing error');
    const signal = { name: 'errors', healthy: '< 1' };
    const said = (more: object): ReturnType<typeof server.owner.say<{ errors: object[] }>> =>
      server.owner.say<{ errors: object[] }>(id, 'add-signal', { ...signal, ...more });
    const typo = await said({ query: 'sum(rate(errors[1m]) /' });
    expect(typo.status).toBe(400);
    expect(typo.body.errors).toEqual([
      { pointer: '/query', detail: expect.stringContaining('is not PromQL from here on') },
    ]);
    const idle = await said({ query: 'up', trafficQuery: 'vector(1)', trafficAtLeast: 1 });
    expect(idle.body.errors).toMatchObject([{ pointer: '/trafficQuery' }]);
    expect((await said({ query: 'rate(errors[1m])', source: 'nowhere' })).status).toBe(422);
    expect((await said({ query: 'rate(errors[1m])' })).status).toBe(201);
  });

  test('testing a source is for whoever manages settings', async () => {
    expect((await viewer.send('POST', '/api/sources/main/test')).status).toBe(403);
    expect((await server.as('act_nobody').get('/api/sources')).status).toBe(401);
  });

  test('readings land, page by page, and are read by whoever may read the incident', { timeout: 60_000 }, async () => {
    service.break();
    const [open, hidden] = [
      await server.owner.declare('Open'),
      await server.owner.declare('Hidden', { kind: 'security' }),
    ];
    for (const { id } of [open, hidden]) await watch(database, id);
    interface Page {
      readonly items: { at: string; value: number | null; missing: string | null; backfilled: boolean }[];
      readonly next: string | null;
    }
    const page = async (caller: Caller, incident: string, more = ''): Promise<{ status: number; body: Page }> =>
      caller.get<Page>(`/api/incidents/${incident}/readings?signal=S1${more}`);
    const counted = async (): Promise<number> =>
      (await page(viewer, open.number)).body.items.filter(({ value }) => value !== null && value > 1).length;
    await expect.poll(counted, soon).toBeGreaterThan(3);
    service.mend();
    const whole = (await page(viewer, open.number, '&limit=4')).body;
    const first = (await page(viewer, open.number, '&limit=2')).body;
    const second = (await page(viewer, open.number, `&limit=2&from=${first.next}`)).body;
    expect([...first.items, ...second.items]).toEqual(whole.items);
    expect((await page(viewer, open.number, `&to=${first.next}`)).body).toEqual({ items: first.items, next: null });
    expect((await page(server.owner, hidden.number)).status).toBe(200);
    const [refused, none] = [await page(viewer, hidden.number), await page(viewer, '99999')];
    expect([refused.status, none.status]).toEqual([404, 404]);
    expect((await page(viewer, open.number, '&signal=x')).status).toBe(400);
    expect((await terminal.run(['readings', 'S1', '-i', open.number])).out).toMatch(/Z {2}\d/);
  });
});

test('a killed replica’s signals are read by the other one after its lease', { timeout: 90_000 }, async () => {
  const database = await freshDatabase();
  const environment = {
    DATABASE_URL: database.app,
    DATABASE_OWNER_URL: database.owner,
    ALLCLEAR_MASTER_KEY: randomBytes(32).toString('base64'),
  };
  const replicas: ChildServer[] = [];
  for (const name of ['a', 'b']) {
    replicas.push(await spawnServer({ port: await freePort(), data: join(folder, name), environment }));
  }
  const [first, second] = replicas as [ChildServer, ChildServer];
  const owner = callerOf(second.url, ownerToken);
  await owner.send('PUT', '/api/settings/sources', { version: 0, document: sourcesOf(prometheus.url) });
  const { id } = await owner.declare('Room');
  await watch(database, id);
  const times = async (): Promise<number[]> => {
    const rows = await database.query<{ at: Date }>(
      'select at from allclear.reading where incident = $1 and not backfilled order by at',
      [id],
    );
    return rows.map(({ at }) => at.getTime());
  };
  await expect.poll(async () => (await times()).length, soon).toBeGreaterThan(4);
  await first.kill('SIGKILL');
  const before = (await times()).length;
  await expect.poll(async () => (await times()).length, soon).toBeGreaterThan(before + 4);
  const all = await times();
  const apart = all.slice(1).map((at, index) => at - all[index]!);
  expect(Math.max(...apart)).toBeLessThan(7500);
  await second.kill('SIGTERM');
  await database.drop();
});
