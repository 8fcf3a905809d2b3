import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { type Caller, startServer, type TestServer } from '../../test/harness/server.ts';

let database: TestDatabase;
const servers: TestServer[] = [];

beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  await database.drop();
});

async function start(dataFolder?: string): Promise<TestServer> {
  const server = await startServer(database, dataFolder === undefined ? {} : { dataFolder });
  servers.push(server);
  return server;
}

interface Way {
  post(alerts: readonly object[]): Promise<number>;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
}

async function wayInto(server: TestServer, scopes = ['ingest', 'read', 'silence']): Promise<Way> {
  const { body } = await server.owner.send<{ key: string }>('POST', '/api/keys', { name: 'tests', scopes });
  const call: Way['call'] = async (method, path, sent) => {
    const reply = await fetch(`${server.url}/in/${body.key}${path}`, {
      method,
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    });
    const text = await reply.text();
    return { status: reply.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  };
  return { call, post: async (alerts) => (await call('POST', '/api/v2/alerts', alerts)).status };
}

/** Time as the database has it: tests move it. */
async function now(): Promise<number> {
  const [row] = await database.query<{ now: Date }>('select allclear.now() as now');
  return row?.now.getTime() ?? 0;
}

const iso = (at: number): string => new Date(at).toISOString();
const disk = (instance: number | string, more: object = {}) => ({
  labels: { alertname: 'DiskFull', service: 'db', instance: `db${instance}`, severity: 'page' },
  ...more,
});
const firing = (instance: number | string, at: number, startsAt = at) =>
  disk(instance, { startsAt: iso(startsAt), endsAt: iso(at + 240_000) });
const over = (instance: number | string, startsAt: number, at: number) =>
  disk(instance, { startsAt: iso(startsAt), endsAt: iso(at) });

interface Shown {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly phase: string;
  readonly alertsTotal: number;
  readonly alertsFiring: number;
}

const incidents = async (owner: Caller): Promise<Shown[]> =>
  (await owner.get<{ items: Shown[] }>('/api/incidents')).body.items;

const log = async (owner: Caller, incident: string): Promise<{ type: string; body: Record<string, unknown> }[]> =>
  (await owner.get<{ items: { type: string; body: Record<string, unknown> }[] }>(`/api/incidents/${incident}/log`)).body
    .items;

const alerts = async (owner: Caller, query = ''): Promise<Record<string, unknown>[]> =>
  (await owner.get<{ items: Record<string, unknown>[] }>(`/api/alerts?limit=500${query}`)).body.items;

/** Waits until everything journalled is routed. */
async function routed(): Promise<void> {
  await eventually(async () => {
    const [row] = await database.query<{ behind: number }>(
      'select (coalesce((select max(position) from allclear.alert_journal), 0) - position)::int as behind from allclear.routing_cursor',
    );
    expect(row?.behind).toBe(0);
  });
}

async function eventually(check: () => Promise<void>, withinMs = 8000): Promise<void> {
  const end = performance.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

const journalLines = async (): Promise<number> =>
  (await database.query<{ lines: number }>('select count(*)::int as lines from allclear.alert_journal'))[0]?.lines ??
  -1;

describe('alerts that arrive', () => {
  test('in a storm of a thousand of one group become one incident', async () => {
    const { owner, ...server } = await start();
    const way = await wayInto({ owner, ...server });
    const at = await now();
    const batches = Array.from({ length: 10 }, (_, batch) =>
      Array.from({ length: 100 }, (_unused, index) => firing(batch * 100 + index, at)),
    );
    expect(await Promise.all(batches.map((batch) => way.post(batch)))).toEqual(Array.from({ length: 10 }, () => 200));
    await routed();
    expect(await incidents(owner)).toMatchObject([
      { title: 'DiskFull db', phase: 'unconfirmed', alertsTotal: 1000, alertsFiring: 1000 },
    ]);
    const [incident] = await incidents(owner);
    const entries = await log(owner, incident?.id ?? '');
    expect(entries[0]).toMatchObject({ type: 'IncidentDeclared', body: { detectedBy: 'monitor', severity: 'SEV-2' } });
    expect(entries.length).toBeLessThanOrEqual(10);
    // Everything again, from the same and from another process's point of view: not a line more.
    const lines = await journalLines();
    await Promise.all(batches.map((batch) => way.post(batch)));
    await routed();
    expect(await journalLines()).toBe(lines);
    expect(await log(owner, incident?.id ?? '')).toHaveLength(entries.length);
  });

  test('resolve, fire again and are told apart from those whose word runs out', async () => {
    const { owner, ...server } = await start();
    const way = await wayInto({ owner, ...server });
    const at = await now();
    await way.post([firing(1, at), firing(2, at), firing(3, at)]);
    await routed();
    await way.post([over(1, at, at + 1)]);
    await routed();
    const [incident] = await incidents(owner);
    expect(incident).toMatchObject({ alertsTotal: 3, alertsFiring: 2 });
    // Their word runs out, but first we must have been up for a resend period.
    await database.moveClock(280_000);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await alerts(owner, '&status=lapsed')).toEqual([]);
    const later = await now();
    await way.post([firing(3, later, at)]);
    await database.moveClock(305_000);
    await eventually(async () => {
      expect(await alerts(owner, '&status=lapsed')).toMatchObject([{ labels: { instance: 'db2' } }]);
    });
    const changes = (await log(owner, incident?.id ?? '')).filter(({ type }) => type === 'AlertsChanged');
    expect(
      changes.flatMap(({ body }) => (body['changes'] as { status: string }[]).map(({ status }) => status)),
    ).toEqual(['resolved', 'lapsed']);
    await way.post([firing(2, later, at)]);
    await routed();
    expect((await incidents(owner))[0]).toMatchObject({ alertsFiring: 2 });
    expect(await alerts(owner, '&status=resolved')).toMatchObject([{ labels: { instance: 'db1' } }]);
  });

  test('by webhook and by API are the same alert', async () => {
    const { owner, ...server } = await start();
    const way = await wayInto({ owner, ...server });
    const at = await now();
    await way.post([firing(1, at)]);
    await routed();
    const alert = { ...disk(1), status: 'firing', startsAt: iso(at), endsAt: '0001-01-01T00:00:00Z' };
    expect(
      await way.call('POST', '/alertmanager', { version: '4', alerts: [alert], truncatedAlerts: 3 }),
    ).toMatchObject({ status: 200 });
    await way.call('POST', '/alertmanager', { alerts: [{ ...alert, status: 'resolved', endsAt: iso(at + 1) }] });
    await routed();
    expect(await alerts(owner)).toMatchObject([{ status: 'resolved' }]);
    expect(await incidents(owner)).toHaveLength(1);
  });

  test('of an incident that was dismissed open another when they come anew', async () => {
    const { owner, ...server } = await start();
    const way = await wayInto({ owner, ...server });
    const at = await now();
    await way.post([firing(1, at)]);
    await routed();
    const [first] = await incidents(owner);
    expect(
      (await owner.say(first?.id ?? '', 'dismiss', { as: 'false-positive', reason: 'a test' })).status,
    ).toBeLessThan(300);
    await way.post([firing(1, at), over(1, at, at + 1), firing(1, at + 500, at + 200)]);
    await routed();
    expect(await incidents(owner)).toMatchObject([{ phase: 'unconfirmed' }, { phase: 'dismissed' }]);
  });

  test('of which only some are page-worthy open nothing by themselves', async () => {
    const { owner, ...server } = await start();
    const way = await wayInto({ owner, ...server });
    const at = await now();
    const warning = { ...firing(1, at), labels: { ...disk(1).labels, severity: 'warning' } };
    await way.post([warning]);
    await routed();
    expect(await incidents(owner)).toEqual([]);
    await way.post([firing(2, at)]);
    await routed();
    await way.post([{ ...warning, labels: { ...warning.labels, instance: 'db9' } }]);
    await routed();
    expect(await incidents(owner)).toMatchObject([{ alertsTotal: 2 }]);
  });

  test('with text that no database keeps are kept all the same', async () => {
    const { owner, ...server } = await start();
    const way = await wayInto({ owner, ...server });
    const at = await now();
    const odd = { ...firing(1, at), annotations: { summary: 'a\0b\ud800c' } };
    odd.labels = { ...odd.labels, instance: 'x\0\udfff' };
    expect(await way.post([odd])).toBe(200);
    await routed();
    expect(await alerts(owner)).toMatchObject([
      { labels: { instance: 'x\ufffd\ufffd' }, annotations: { summary: 'a\ufffdb\ufffdc' } },
    ]);
    const lines = await journalLines();
    await way.post([odd]);
    expect(await journalLines()).toBe(lines);
  });
});

describe('a routing document of one’s own', () => {
  test('is checked, applied and followed', async () => {
    const { owner, ...server } = await start();
    const way = await wayInto({ owner, ...server });
    const apply = (document: object): Promise<{ status: number; body: unknown }> =>
      owner.send('PUT', '/api/settings/routing', { version: 0, document });
    const bad = await apply({ rules: [{ name: 'a', match: ['x=~"("'], then: 'declare' }] });
    expect(bad.status).toBe(422);
    expect(bad.body).toMatchObject({ errors: [{ pointer: '/document/rules/0/match/0' }] });
    const applied = await apply({
      rules: [{ name: 'all', then: 'declare', groupBy: ['instance'], title: '{label.instance} is full' }],
    });
    expect(applied.status).toBeLessThan(300);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const at = await now();
    await way.post([firing(1, at), firing(2, at)]);
    await routed();
    expect((await incidents(owner)).map(({ title }) => title).sort()).toEqual(['db1 is full', 'db2 is full']);
  });
});

describe('a silence', () => {
  const wish = (at: number, more: object = {}) => ({
    matchers: [{ name: 'service', value: 'db', isRegex: false, isEqual: true }],
    startsAt: iso(at),
    endsAt: iso(at + 86_400_000),
    createdBy: 'kyle',
    comment: 'maintenance',
    ...more,
  });

  test('made with a key ends within four hours and is announced where it bites', async () => {
    const { owner, ...server } = await start();
    const way = await wayInto({ owner, ...server });
    const at = await now();
    await way.post([firing(1, at)]);
    await routed();
    const made = await way.call('POST', '/api/v2/silences', wish(at));
    expect(made.status).toBe(200);
    const { silenceID } = made.body as { silenceID: string };
    const kept = (await way.call('GET', `/api/v2/silence/${silenceID}`)).body as { endsAt: string };
    expect(Date.parse(kept.endsAt) - at).toBeLessThanOrEqual(4 * 3_600_000 + 5000);
    const [incident] = await incidents(owner);
    expect((await log(owner, incident?.id ?? '')).at(-1)).toMatchObject({
      type: 'NoteAdded',
      body: { text: expect.stringContaining('maintenance') as string },
    });
    expect(await way.call('GET', '/api/v2/alerts?active=false')).toMatchObject({
      body: [{ status: { state: 'suppressed', silencedBy: [silenceID] } }],
    });
  });

  test('keeps alerts from opening incidents until it ends, and not longer', async () => {
    const { owner, ...server } = await start();
    const way = await wayInto({ owner, ...server });
    const at = await now();
    const { silenceID } = (await way.call('POST', '/api/v2/silences', wish(at))).body as { silenceID: string };
    await way.post([firing(1, at)]);
    await routed();
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(await incidents(owner)).toEqual([]);
    expect(await alerts(owner)).toMatchObject([{ silenced: true, incident: null }]);
    expect(await way.call('DELETE', `/api/v2/silence/${silenceID}`)).toEqual({ status: 200, body: null });
    await eventually(async () => {
      expect(await incidents(owner)).toMatchObject([{ alertsFiring: 1 }]);
    });
    expect(await alerts(owner)).toMatchObject([{ silenced: false }]);
  });

  test('asks for its scope', async () => {
    const { owner, ...server } = await start();
    const way = await wayInto({ owner, ...server }, ['ingest']);
    const at = await now();
    expect((await way.call('POST', '/api/v2/silences', wish(at))).status).toBe(403);
    expect((await way.call('GET', '/api/v2/alerts')).status).toBe(403);
    expect((await way.call('GET', '/api/v2/status')).status).toBe(200);
  });
});

describe('what was acknowledged before everything stopped', () => {
  test('is routed by whoever starts next, once', async () => {
    const first = await start();
    const way = await wayInto(first);
    // Whoever holds the cursor keeps others from routing: these alerts are acknowledged and nothing more.
    const holder = database.query('begin; select from allclear.routing_cursor for update');
    await holder;
    const at = await now();
    expect(await way.post([firing(1, at), firing(2, at)])).toBe(200);
    expect(await way.post([firing(3, at)])).toBe(200);
    const { dataFolder } = first;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await incidents(first.owner)).toEqual([]);
    const second = await start(dataFolder);
    await database.query('rollback');
    await routed();
    expect(await incidents(second.owner)).toMatchObject([{ alertsTotal: 3 }]);
  });

  test('and cannot be read any more is set aside without stopping the rest', async () => {
    const server = await start();
    const way = await wayInto(server);
    await database.query(
      `insert into allclear.alert_journal (received_at, writer, key, format, body)
        values (allclear.now(), gen_random_uuid(), 'k', 'of another release', 'x')`,
    );
    const at = await now();
    await way.post([firing(1, at)]);
    await routed();
    expect(await incidents(server.owner)).toHaveLength(1);
    expect(await database.query('select reason from allclear.alert_set_aside')).toHaveLength(1);
  });

  test('and was set aside is tried again at the next start, unless it was overtaken by later word', async () => {
    const at = await now();
    const body = JSON.stringify([firing(1, at), firing(2, at)]);
    await database.query(
      `insert into allclear.alert_journal (received_at, writer, key, format, body)
        values (allclear.now(), gen_random_uuid(), 'k', 'alertmanager/v2', convert_to($1, 'UTF8'))`,
      [body],
    );
    await database.query(`insert into allclear.alert_set_aside (position, at, reason)
      select position, allclear.now(), 'a fault since mended' from allclear.alert_journal`);
    await database.query(
      `update allclear.routing_cursor set position = (select max(position) from allclear.alert_journal)`,
    );
    await database.query(
      `insert into allclear.alert (fingerprint, labels, annotations, status, starts_at, ends_at, last_seen_at, key, placement)
        values ('7982ca74167d91c0', '{}', '{}', 'resolved', allclear.now(), allclear.now(),
          allclear.now() + interval '1 minute', 'k', 'kept')`,
    );
    const { owner } = await start();
    await eventually(async () => expect(await incidents(owner)).toHaveLength(1));
    const settled = await database.query('select from allclear.alert_set_aside where settled_at is not null');
    expect(settled).toHaveLength(1);
    expect(await alerts(owner, '&status=firing')).toMatchObject([{ labels: { instance: 'db1' } }]);
  });
});

describe('when the database breaks off again and again', () => {
  test('senders are told to come again, and what was acknowledged is there', async () => {
    const { owner, ...server } = await start();
    const way = await wayInto({ owner, ...server });
    const at = await now();
    let breaking = true;
    const vandal = (async () => {
      while (breaking) {
        await database.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()`,
        );
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    })();
    const acknowledged: number[] = [];
    const statuses = new Set<number>();
    const started = performance.now();
    for (let instance = 0; performance.now() - started < 2000; instance += 1) {
      const asked = performance.now();
      const status = await way.post([firing(instance, at)]);
      expect(performance.now() - asked).toBeLessThan(4500);
      statuses.add(status);
      if (status === 200) acknowledged.push(instance);
    }
    breaking = false;
    await vandal;
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(statuses).toContain(503);
    await eventually(async () => expect(await way.post([firing('again', at)])).toBe(200));
    await routed();
    const kept = await database.query<{ instance: string }>(
      `select labels ->> 'instance' as instance from allclear.alert`,
    );
    const instances = new Set(kept.map(({ instance }) => instance));
    expect(acknowledged.filter((instance) => !instances.has(`db${instance}`))).toEqual([]);
    expect(await incidents(owner)).toHaveLength(1);
  });
});

describe('two replicas on one database', () => {
  test('route everything once, know each other’s alerts, and carry on alone', async () => {
    const one = await start();
    const other = await start(one.dataFolder);
    const ways = { one: await wayInto(one), other: await wayInto(other) };
    const at = await now();
    const rounds = Array.from({ length: 40 }, (_, round) => [firing(round * 2, at), firing(round * 2 + 1, at)]);
    const statuses = await Promise.all(
      rounds.map((round, index) => (index % 2 === 0 ? ways.one : ways.other).post(round)),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    await routed();
    expect(await incidents(one.owner)).toMatchObject([{ alertsTotal: 80, alertsFiring: 80 }]);
    const [incident] = await incidents(one.owner);
    const named = (await log(other.owner, incident?.id ?? '')).flatMap(({ body }) =>
      ((body['alerts'] ?? []) as { fingerprint: string }[]).map(({ fingerprint }) => fingerprint),
    );
    expect(named).toHaveLength(80);
    expect(new Set(named).size).toBe(80);
    // Each has heard what the other took in: repeats at the wrong door cost nothing.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const lines = await journalLines();
    await Promise.all(rounds.map((round, index) => (index % 2 === 0 ? ways.other : ways.one).post(round)));
    expect(await journalLines()).toBe(lines);
    await one.stop();
    servers.splice(servers.indexOf(one), 1);
    await ways.other.post([firing('last', at)]);
    await routed();
    expect(await incidents(other.owner)).toMatchObject([{ alertsTotal: 81 }]);
  });
});

test('attaching and detaching by hand decides who is told', async () => {
  const { owner, ...server } = await start();
  const way = await wayInto({ owner, ...server });
  const at = await now();
  await way.post([firing(1, at), firing(2, at)]);
  await routed();
  const [opened] = await incidents(owner);
  const [one] = await alerts(owner);
  const fingerprint = String(one?.['fingerprint']);
  const instance = String((one?.['labels'] as { instance?: string } | undefined)?.instance).slice(2);
  await owner.say(opened?.id ?? '', 'detach-alerts', { fingerprints: [fingerprint], reason: 'another matter' });
  const mine = await owner.declare('Another matter', { fingerprints: [fingerprint] });
  await way.post([over(instance, at, at + 1)]);
  await routed();
  expect((await log(owner, mine.id)).at(-1)).toMatchObject({ type: 'AlertsChanged' });
  expect((await log(owner, opened?.id ?? '')).at(-1)).toMatchObject({ type: 'AlertsDetached' });
  await owner.say(opened?.id ?? '', 'merge', { into: mine.id, reason: 'the same after all' });
  const other = instance === '1' ? 2 : 1;
  await way.post([over(other, at, at + 1)]);
  await routed();
  expect((await log(owner, mine.id)).at(-1)).toMatchObject({ type: 'AlertsChanged' });
});
