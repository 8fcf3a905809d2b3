import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyExport } from '../../../src/store/verify.ts';
import type { IncidentExport } from '../../../src/domain/log/export.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { linesOf, typesOf } from '../../harness/log.ts';
import { type Caller, startServer, type TestServer } from '../../harness/server.ts';
import { openSink, type Sink } from '../../harness/sink.ts';

let database: TestDatabase;
let server: TestServer;
let sink: Sink;
let ben: Caller & { readonly id: string };
let eve: Caller & { readonly id: string };

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database, { webhookNets: ['127.0.0.0/8'] });
  sink = await openSink();
  await server.owner.send('POST', '/api/webhooks', { name: 'chat', url: sink.url });
  ben = await server.person('Ben', 'responder');
  eve = await server.person('Eve', 'responder');
});
afterAll(async () => {
  await server.stop();
  await sink.close();
  await database.drop();
});

test('a security incident is private from its first line, contains in one go, and is mirrored nowhere', async () => {
  const canary = 'canary-4711';
  const { id, number } = await ben.declare(`Keys were taken ${canary}`, { kind: 'security', severity: 'SEV-1' });
  expect(number).toMatch(/^P-[0-9A-Z]{6}$/);
  const say = async (verb: string, body: object = {}): Promise<number> => (await ben.say(id, verb, body)).status;
  await say('assign-role', { role: 'incident-commander' });
  await say('confirm', { evidence: `calls from an unknown network ${canary}` });
  await say('state-scope', { what: 'signing service', evidence: canary });
  await say('check-instrument', { instrument: 'audit log' });

  const steps = ['revoke the signing keys', 'isolate build-3', 'block the network'];
  const bundle = {
    what: `cut the intruder off ${canary}`,
    undo: 'restore access from the runbook',
    steps,
    touches: ['iam', 'build'],
  };
  // As a remedy it would be three changes in one; as containment it is one.
  const remedy = await ben.say<{ practice: string }>(id, 'change', bundle);
  expect([remedy.status, remedy.body.practice]).toEqual([409, 'B6']);
  expect(await say('change', { ...bundle, purpose: 'contain' })).toBe(201);
  expect(await say('observe-change', { change: 'C1', result: 'improved', observed: 'no further calls' })).toBe(201);
  expect(await say('call-in', { who: 'Security lead', why: canary })).toBe(201);
  const types = await typesOf(database, id);
  expect(types.filter((type) => type === 'ChangeStarted')).toHaveLength(1);
  expect(await linesOf(ben, id)).toContainEqual(expect.stringContaining(`steps: ${steps.join(', ')}; to contain`));

  // Outside, nothing: no read, no picture, no next step, no readings, no webhook.
  for (const path of ['', '/log', '/state', '/picture', '/next', '/measures', '/export', '/readings?signal=S1']) {
    const answer = await eve.get(`/api/incidents/${id}${path}`);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(JSON.stringify(answer.body)).not.toContain(canary);
  }
  expect((await eve.say(id, 'change', { what: 'x', undo: 'y' })).status).toBe(404);
  expect(JSON.stringify((await eve.get('/api/incidents')).body)).not.toContain(canary);
  await server.owner.declare('A public one');
  await expect.poll(() => sink.received.length, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(JSON.stringify(sink.received)).not.toContain(canary);
  expect(JSON.stringify(sink.received)).not.toContain(number);

  // The bridge is for everybody in the room; a chat would be a mirror.
  const channels = { chat: '#incidents', bridge: 'https://meet.example.org/1' };
  await server.owner.send('PUT', '/api/settings/policy', { version: 0, document: { channels } });
  const shown = await ben.get<{ channels: object }>(`/api/incidents/${id}/picture`);
  expect(shown.body.channels).toEqual({ ...channels, chat: null });
  const open = await server.owner.declare('Another public one');
  expect((await ben.get<{ channels: object }>(`/api/incidents/${open.id}/picture`)).body.channels).toEqual(channels);

  // A member who is let in sees it all, and what leaves with a member verifies.
  await say('add-member', { person: eve.id });
  expect((await eve.get(`/api/incidents/${id}/picture`)).status).toBe(200);
  const exported = await ben.get<IncidentExport>(`/api/incidents/${id}/export`);
  expect(verifyExport(exported.body, null)).toMatchObject({ flaw: null });
});
