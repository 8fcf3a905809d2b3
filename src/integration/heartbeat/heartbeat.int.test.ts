import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { startServer, type TestServer } from '../../../test/harness/server.ts';
import { instant } from '../../domain/time.ts';
import { Unavailable } from '../../domain/unavailable.ts';
import type { Heartbeats } from '../../watch/ports.ts';
import { openHeartbeat, queryFault } from './query.ts';

const now = instant(1_795_521_911_000);
const beats = (...agoSeconds: number[]): number[] => agoSeconds.map((ago) => now - ago * 1000);

const paper = (past: readonly number[]): Heartbeats => ({
  newest: async (name) => (name === 'backup' && past.length > 0 ? instant(Math.max(...past)) : null),
  between: async (name) => (name === 'backup' ? past.map(instant) : []),
  summary: async () => (past.length === 0 ? null : { count: 2, name: 'backup', at: instant(Math.max(...past)) }),
});
const opened = (heartbeats: Heartbeats): ReturnType<typeof openHeartbeat> =>
  openHeartbeat({ now: () => now, heartbeats });

describe('a heartbeat', () => {
  test('is the seconds since it came last', async () => {
    const source = opened(paper(beats(100, 12.5)));
    expect(await source.read('backup', 5000)).toEqual({ values: [12.5], missing: null });
    expect(await source.read(' backup ', 5000)).toEqual({ values: [12.5], missing: null });
    expect(await source.read('nobody', 5000)).toEqual({ values: [], missing: 'absent' });
    expect(await source.check()).toEqual({
      health: 'fresh',
      because: '2 heartbeats are known; backup came last, 13 s ago',
    });
  });

  test('has a past from the first that is kept', async () => {
    const source = opened(paper(beats(25, 10)));
    const { points } = await source.range('backup', instant(now - 30_000), now, 10_000);
    expect(points).toEqual([
      { at: now - 20_000, values: [5] },
      { at: now - 10_000, values: [0] },
      { at: now, values: [10] },
    ]);
    expect(await source.range('nobody', now, now, 10_000)).toEqual({ points: [], missing: 'absent' });
  });

  test('that never came, or long ago, is no sign that they arrive', async () => {
    expect(await opened(paper([])).check()).toEqual({ health: 'stale', because: 'no heartbeat has come yet' });
    expect(await opened(paper(beats(90_000))).check()).toMatchObject({ health: 'stale' });
  });

  test('cannot be known without the database', async () => {
    const gone = (): Promise<never> => Promise.reject(new Unavailable('unreachable'));
    const source = opened({ newest: gone, between: gone, summary: gone });
    expect(await source.read('backup', 5000)).toEqual({ values: [], missing: 'unreachable' });
    expect(await source.range('backup', now, now, 1000)).toEqual({ points: [], missing: 'unreachable' });
    expect(await source.check()).toEqual({ health: 'absent', because: 'the database does not answer' });
  });

  test('is named, not asked for', () => {
    expect(queryFault('nächtliche-sicherung.1')).toBeNull();
    expect(queryFault(' back up')).toEqual({ at: 1, says: expect.stringMatching(/\w/) });
  });
});

describe('what a sender is answered', () => {
  let database: TestDatabase;
  let server: TestServer;
  let key: string;
  beforeAll(async () => {
    database = await freshDatabase();
    server = await startServer(database);
    key = (await server.owner.send<{ key: string }>('POST', '/api/keys', { name: 'cron', scopes: ['ingest'] })).body
      .key;
  });
  afterAll(async () => {
    await server.stop();
    await database.drop();
  });

  const send = (path: string, method = 'GET', init: RequestInit = {}): Promise<Response> =>
    fetch(`${server.url}/in/${path}`, { method, redirect: 'manual', ...init });

  test.each(['GET', 'POST', 'PUT'])('%s keeps it before it says so', async (method) => {
    const answer = await send(`${key}/heartbeat/job-${method}`, method);
    expect(answer.status).toBe(200);
    const { name, at } = (await answer.json()) as { name: string; at: string };
    expect(name).toBe(`job-${method}`);
    const [row] = await database.query<{ at: Date }>('select beat_at as at from allclear.heartbeat where name = $1', [
      name,
    ]);
    expect(row?.at.toISOString()).toBe(at);
  });

  test.each([
    ['a slash at the end', 'heartbeat/job/', {}, 200],
    ['a name in another script', `heartbeat/${encodeURIComponent('Sicherung-ä')}`, {}, 200],
    ['a body that is no JSON', 'heartbeat/job', { method: 'POST', body: Buffer.from([0, 255, 1]) }, 200],
    ['a name that is none', 'heartbeat/a%20b', {}, 400],
    ['a name that is too long', `heartbeat/${'x'.repeat(81)}`, {}, 400],
    ['letters that do not decode', 'heartbeat/%E0%A4%A', {}, 400],
    ['a null byte', 'heartbeat/a%00', {}, 400],
    ['no name', 'heartbeat/', {}, 404],
    ['a path below', 'heartbeat/job/fail', {}, 404],
    ['another method', 'heartbeat/job', { method: 'DELETE' }, 404],
  ])('%s', async (_what, path, init, status) => {
    const answer = await send(`${key}/${path}`, 'GET', init);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('location')).toBeNull();
  });

  test('a key that is unknown, or may not bring anything, keeps nothing', async () => {
    expect((await send('ack_nobody/heartbeat/job')).status).toBe(401);
    expect((await send('heartbeat/job', 'POST', { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
    const made = await server.owner.send<{ key: string }>('POST', '/api/keys', { name: 'eyes', scopes: ['read'] });
    expect((await send(`${made.body.key}/heartbeat/job`)).status).toBe(403);
  });

  test('a thousand at once cost a few writes', async () => {
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: 1000 }, () => send(`${key}/heartbeat/storm`, 'POST')));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  test('a source of this kind reads it', async () => {
    const document = { sources: [{ name: 'jobs', kind: 'heartbeat' }] };
    const planned = await server.owner.send<{ version: number }>('POST', '/api/settings/sources/plan', { document });
    const applied = await server.owner.send('PUT', '/api/settings/sources', {
      version: planned.body.version,
      document,
    });
    expect(applied.status).toBe(200);
    const { body } = await server.owner.send('POST', '/api/sources/jobs/test');
    expect(body).toMatchObject({ health: 'fresh', because: expect.stringMatching(/known; .* came last, \d+ s ago$/) });
  });
});
