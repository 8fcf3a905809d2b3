import type { EndpointRow } from '../../src/api/endpoint/row.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandPath, publicVerbs } from '../../src/api/command-table.ts';
import { endpointNames, endpointTable } from '../../src/api/endpoint-table.ts';
import { can, type Action } from '../../src/domain/access/can.ts';
import { organisationRoles } from '../../src/domain/access/subject.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { type Answer, type Caller, sessionOf, startServer, type TestServer } from '../harness/server.ts';

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

interface Route {
  readonly method: string;
  readonly path: string;
  readonly action: Action | null;
}

const filled = (path: string, incident: string): string =>
  path
    .replace('{incident}', incident)
    .replace('{id}', randomUUID())
    .replace('{person}', 'nobody@example.org')
    .replace('/settings/{name}', '/settings/policy')
    .replace('{name}', 'nobody');

function routes(incident: string): Route[] {
  const endpoints = endpointNames.map((name): Route => {
    const row: EndpointRow = endpointTable[name];
    // What has to be asked for is asked for, so that nothing but access stands in the way.
    const query = name === 'listReadings' ? '?signal=S1' : '';
    return { method: row.method, path: filled(row.path, incident) + query, action: row.action };
  });
  const verbs = publicVerbs.map((verb): Route => ({
    method: 'POST',
    path: filled(commandPath(verb), incident),
    action: 'incident.respond',
  }));
  const others: Route[] = [
    { method: 'GET', path: '/api/openapi.json', action: 'people.read' },
    { method: 'GET', path: '/api/health', action: 'people.read' },
    { method: 'GET', path: '/metrics', action: 'metrics.read' },
    { method: 'GET', path: `/api/stream?incident=${incident}`, action: 'incident.read' },
    { method: 'PUT', path: '/api/attachments', action: 'incident.respond' },
    { method: 'GET', path: `/api/incidents/${incident}/attachments/${'0'.repeat(64)}`, action: 'incident.read' },
  ];
  return [...endpoints, ...verbs, ...others];
}

test('without sign-in everything else is 401', async () => {
  for (const { method, path, action } of routes('1')) {
    if (action === null) continue;
    const reply = await fetch(new URL(path, server.url), {
      method,
      ...(method === 'GET' ? {} : { headers: { 'content-type': 'application/json' }, body: '{}' }),
    });
    // A body that is not valid is told so before anybody is asked who they are; it tells nothing else.
    expect([401, 400, 415], `${method} ${path}`).toContain(reply.status);
    await reply.body?.cancel();
  }
  for (const path of ['/healthz', '/readyz', '/sign-in', '/problems/incident/closed']) {
    expect((await fetch(new URL(path, server.url))).status, path).toBe(200);
  }
});

describe('a private incident', () => {
  const canary = 'canary-9f3a';
  let number: string;
  let id: string;
  let outsiders: Caller[];

  beforeAll(async () => {
    ({ number, id } = await server.owner.declare(`Intrusion ${canary}`, { kind: 'security' }));
    await server.owner.say(number, 'note', { text: `${canary} in a note` });
    outsiders = await Promise.all(
      organisationRoles.filter((role) => role !== 'owner').map((role) => server.person(`Out-${role}`, role)),
    );
    outsiders.push(await server.person('Out-second-owner', 'owner'));
  });

  test('has a number that tells nothing of how many there are', () => {
    expect(number).toMatch(/^P-[0-9A-Z]{6}$/);
  });

  test('is not there for anybody who is no member, through any route, by number or UUID', async () => {
    for (const outsider of outsiders) {
      for (const reference of [number, id]) {
        for (const { method, path } of routes(reference)) {
          const { status, body } = await outsider.send(
            method,
            path,
            method === 'GET' ? undefined : { id: randomUUID() },
          );
          expect(JSON.stringify(body), `${method} ${path}`).not.toContain(canary);
          const aboutIt = path.includes(reference) && method === 'GET';
          if (aboutIt) expect([403, 404], `${method} ${path}`).toContain(status);
        }
        expect((await outsider.say(reference, 'note', { text: 'x' })).status).toBe(404);
      }
    }
  });

  test('looks exactly like one that does not exist', async () => {
    const responder = await server.person('Curious', 'responder');
    const there = await responder.get<object>(`/api/incidents/${id}`);
    const not = await responder.get<object>(`/api/incidents/${randomUUID()}`);
    const same = (body: object): object => ({ ...body, instance: '' });
    expect([there.status, same(there.body)]).toEqual([not.status, same(not.body)]);
  });

  test('is there for a member from being let in until being taken out, also in the open stream', async () => {
    const member = await server.person('Mia', 'responder');
    expect((await member.get(`/api/incidents/${number}`)).status).toBe(404);
    await server.owner.say(number, 'add-member', { person: member.email });
    expect((await member.get(`/api/incidents/${number}`)).status).toBe(200);
    const stream = await fetch(new URL(`/api/stream?incident=${number}`, server.url), {
      headers: { authorization: `Bearer ${member.token}` },
    });
    expect(stream.status).toBe(200);
    await server.owner.say(number, 'remove-member', { person: member.email });
    const said = Date.now();
    await server.owner.say(number, 'note', { text: `${canary} after` });
    const heard = await new Response(stream.body).text();
    expect(Date.now() - said).toBeLessThan(4000);
    expect(heard).not.toContain(`${canary} after`);
    expect((await member.get(`/api/incidents/${number}`)).status).toBe(404);
  });
});

test('a private incident that monitoring opened is seen by owners alone, until they let people in', async () => {
  const rules = [{ name: 'intrusions', then: 'declare', kind: 'security', groupBy: ['alertname'] }];
  await server.owner.send('PUT', '/api/settings/routing', { version: 0, document: { rules } });
  const made = await server.owner.send<{ key: string }>('POST', '/api/keys', { name: 'ids' });
  await fetch(new URL(`/in/${made.body.key}/api/v2/alerts`, server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ labels: { alertname: 'Intrusion' } }]),
  });
  const listed = async (caller: Caller): Promise<{ number: string; title: string }[]> =>
    (await caller.get<{ items: { number: string; title: string }[] }>('/api/incidents')).body.items;
  const seen = async (caller: Caller): Promise<boolean> =>
    (await listed(caller)).some(({ title }) => title.startsWith('Intrusion') && !title.includes('canary'));
  const responder = await server.person('Rita', 'responder');
  await expect.poll(() => seen(server.owner), { timeout: 10_000 }).toBe(true);
  expect(await seen(responder)).toBe(false);
  const { number } = (await listed(server.owner)).find(({ title }) => title.trim() === 'Intrusion') ?? { number: '' };
  const letIn = await server.owner.say(number, 'add-member', { person: responder.email });
  expect([letIn.status, await seen(responder)]).toEqual([201, true]);
});

describe('roles and scopes', () => {
  test('each role may do what the table says, and nothing else', async () => {
    const { number } = await server.owner.declare('Roles');
    for (const role of organisationRoles) {
      const caller = await server.person(`Plain-${role}`, role);
      const subject = { kind: 'person', id: '', role, scopes: null, throughToken: true } as const;
      const note = await caller.say(number, 'note', { text: role });
      expect(note.status === 201, `${role} note`).toBe(can(subject, 'incident.respond') === 'yes');
      const keys = await caller.get('/api/keys');
      expect(keys.status === 200, `${role} keys`).toBe(can(subject, 'settings.read') === 'yes');
      const show = await caller.get(`/api/incidents/${number}`);
      expect(show.status === 200, `${role} show`).toBe(can(subject, 'incident.read') === 'yes');
    }
  });

  test('a token does less than its owner where its scope is narrower', async () => {
    const { number } = await server.owner.declare('Scopes');
    const reader = await server.person('Reader', 'owner', ['read']);
    expect((await reader.get(`/api/incidents/${number}`)).status).toBe(200);
    expect((await reader.say(number, 'note', { text: 'x' })).status).toBe(403);
    const wider = await reader.send('POST', '/api/tokens', { name: 'wider', scopes: ['admin'] });
    expect(wider.status).toBe(403);
  });

  test('an admin does not become an owner by a detour', async () => {
    const admin = await server.person('Adam', 'admin');
    const raised = await admin.send('PATCH', `/api/people/${admin.id}`, { role: 'owner' });
    const link = await admin.send('POST', '/api/people/owner@localhost/sign-in-link');
    expect([raised.status, link.status]).toEqual([403, 403]);
  });

  test('an address is changed unless it is somebody else’s, and an admin does not change an owner’s', async () => {
    const [mover, admin] = [await server.person('Mona', 'responder'), await server.person('Alba', 'admin')];
    const change = (email: string, who = admin.id): Promise<Answer<{ type: string; email: string }>> =>
      admin.send('PATCH', `/api/people/${who}`, { email });
    expect((await change('mona@example.com', mover.id)).body.email).toBe('mona@example.com');
    const taken = await change('MONA@example.com');
    expect([taken.status, taken.body.type]).toEqual([409, '/problems/person/exists']);
    expect((await change('Alba@Example.org')).body.email).toBe('Alba@Example.org');
    expect((await change('taken-over@example.org', 'owner@localhost')).status).toBe(403);
    expect((await mover.send('PATCH', '/api/people/me', { email: 'x@example.org' })).status).toBe(403);
    expect(await database.query(`select name from allclear.person where email = 'mona@example.com'`)).toEqual([
      { name: 'Mona' },
    ]);
  });

  test('a deactivated person is out at once', async () => {
    const leaver = await server.person('Lea', 'responder');
    await server.owner.send('PATCH', `/api/people/${leaver.id}`, { active: false });
    expect((await leaver.get('/api/me')).status).toBe(401);
  });
});

describe('signing in', () => {
  test('a link works once', async () => {
    const link = await server.owner.send<{ link: string }>('POST', '/api/people/owner@localhost/sign-in-link');
    const secret = new URL(link.body.link).hash.slice(1);
    expect(await sessionOf(server.url, secret)).toBeDefined();
    expect(await sessionOf(server.url, secret)).toBeUndefined();
  });

  test('a password is kept as argon2id, and guessing from one address locks out nobody elsewhere', async () => {
    await server.owner.send('PUT', '/api/me/password', { next: 'correct horse battery' });
    const [row] = await database.query<{ hash: string }>(
      `select password_hash as hash from allclear.person where email = 'owner@localhost'`,
    );
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const guess = (password: string, address: string): Promise<Response> =>
      fetch(new URL('/api/session', proxied.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
        body: JSON.stringify({ email: 'owner@localhost', password }),
      });
    const proxied = await startServer(database, { trustedProxies: ['127.0.0.1'], dataFolder: server.dataFolder });
    const statuses: number[] = [];
    for (let tries = 0; tries < 12; tries += 1) statuses.push((await guess('wrong', '192.0.2.1')).status);
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401));
    expect(statuses.at(-1)).toBe(429);
    expect((await guess('correct horse battery', '192.0.2.2')).status).toBe(200);
    await proxied.stop();
  });

  test('a signed-in browser on another site cannot write', async () => {
    const link = await server.owner.send<{ link: string }>('POST', '/api/people/owner@localhost/sign-in-link');
    const session = await sessionOf(server.url, new URL(link.body.link).hash.slice(1));
    const write = (headers: Record<string, string>): Promise<Response> =>
      fetch(new URL('/api/incidents', server.url), {
        method: 'POST',
        headers: { cookie: `__Host-allclear=${session}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ id: randomUUID(), title: 'From elsewhere' }),
      });
    expect((await write({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await write({ origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await write({ 'sec-fetch-site': 'same-origin', origin: server.url })).status).toBe(201);
  });
});
