import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../harness/child-server.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const soon = { timeout: 20_000, interval: 200 };

describe('sources of every kind', () => {
  let database: TestDatabase;
  let server: TestServer;
  let key: string;
  let incident: string;
  beforeAll(async () => {
    database = await freshDatabase();
    server = await startServer(database);
    const made = await server.owner.send<{ key: string }>('POST', '/api/keys', { name: 'cron', scopes: ['ingest'] });
    key = made.body.key;
    incident = (await server.owner.declare('Nightly jobs are late')).id;
    const url = `http://127.0.0.1:${await freePort()}`;
    const document = {
      sources: [
        { name: 'metrics', kind: 'prometheus', url, known: 'up' },
        { name: 'logs', kind: 'loki', url, credential: { scheme: 'bearer', environment: 'ALLCLEAR_SOURCE_NOBODY' } },
        { name: 'traces', kind: 'tempo', url },
        { name: 'spans', kind: 'jaeger', url, known: 'shop' },
        { name: 'documents', kind: 'elasticsearch', url },
        { name: 'shop', kind: 'http', url: server.url },
        { name: 'port', kind: 'tcp', host: '127.0.0.1', port: Number(new URL(server.url).port) },
        { name: 'certificate', kind: 'tls', host: '127.0.0.1', port: Number(new URL(url).port) },
        { name: 'orders', kind: 'sql', url: `postgres://me@127.0.0.1:${new URL(url).port}/shop` },
        { name: 'jobs', kind: 'heartbeat' },
      ],
    };
    const planned = await server.owner.send<{ version: number }>('POST', '/api/settings/sources/plan', { document });
    const applied = { version: planned.body.version, document };
    expect((await server.owner.send('PUT', '/api/settings/sources', applied)).status).toBe(200);
  });
  afterAll(async () => {
    await server.stop();
    await database.drop();
  });

  const add = (
    source: string,
    query: string,
    healthy = '< 1',
  ): ReturnType<typeof server.owner.say<{ errors: object[] }>> =>
    server.owner.say<{ errors: object[] }>(incident, 'add-signal', { name: 'watched', healthy, source, query });

  test.each([
    ['metrics', 'sum(up', 'at character 7: '],
    ['logs', '{app="a"}', 'at character 1: gives lines'],
    ['traces', 'status = error', 'at character 1: must begin with spans'],
    ['spans', 'shop error', 'at character 11: needs a value here: error=…'],
    ['documents', 'level:error', 'at character 1: must be an index and a query'],
    ['shop', 'up healthz', 'at character 4: must name a path'],
    ['port', 'days', 'at character 1: must be up, or ms'],
    ['certificate', 'ms', 'at character 1: must be days, or valid'],
    ['orders', 'drop table a', 'at character 1: must be a SELECT'],
    ['jobs', 'nightly backup', 'at character 1: must be the name of a heartbeat'],
  ])('%s refuse %s while it is being written', async (source, query, detail) => {
    const { status, body } = await add(source, query);
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ pointer: '/query', detail: expect.stringContaining(detail) }]);
  });

  test('are checked by themselves, each for its own', { timeout: 60_000 }, async () => {
    const shown = async (): Promise<Record<string, string>> => {
      const { body } = await server.owner.get<{
        items: { name: string; state: { health: string; because: string } | null }[];
      }>('/api/sources');
      return Object.fromEntries(body.items.map(({ name, state }) => [name, `${state?.health}: ${state?.because}`]));
    };
    const absent = 'absent: it does not answer';
    await expect.poll(shown, soon).toMatchObject({
      metrics: absent,
      logs: 'absent: the variable ALLCLEAR_SOURCE_NOBODY is not set',
      traces: absent,
      spans: absent,
      documents: absent,
      shop: expect.stringMatching(/^fresh: it answers 200 in \d+ ms$/),
      port: expect.stringMatching(/^fresh: it takes connections in \d+ ms$/),
      certificate: 'absent: its machine answers, and nothing listens on this port',
      orders: absent,
      jobs: 'stale: no heartbeat has come yet',
    });
  });

  test('a heartbeat becomes readings, and an address too', { timeout: 60_000 }, async () => {
    expect((await fetch(`${server.url}/in/${key}/heartbeat/backup`)).status).toBe(200);
    expect((await add('jobs', 'backup', '< 60')).status).toBe(201);
    expect((await add('shop', 'up /healthz 200', '>= 1')).status).toBe(201);
    const value = async (signal: string): Promise<number | null | undefined> => {
      const path = `/api/incidents/${incident}/readings?signal=${signal}`;
      const { body } = await server.owner.get<{ items: { value: number | null; backfilled: boolean }[] }>(path);
      return body.items.findLast(({ backfilled }) => !backfilled)?.value;
    };
    await expect.poll(() => value('S1'), soon).toBeGreaterThanOrEqual(0);
    expect(await value('S1')).toBeLessThan(60);
    await expect.poll(() => value('S2'), soon).toBe(1);
  });
});
