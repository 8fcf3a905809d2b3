import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestServer } from '../harness/server.ts';

interface Plan {
  readonly version: number;
  readonly changes: readonly { pointer: string }[];
  readonly weakens: readonly object[];
}

interface Organisation {
  readonly version: number;
  readonly name: string | null;
  readonly severities: Readonly<Record<string, string>>;
}

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

const weaker = { guardrails: { 'SEV-1': { D4: 'off' } } };
const typesOf = async (id: string): Promise<string[]> => {
  const rows = await database.query<{ type: string }>(
    'select type from allclear.event where stream = $1 order by version',
    [`incident:${id}`],
  );
  return rows.map(({ type }) => type);
};

describe('a policy', () => {
  test('is planned first, and what it weakens is said', async () => {
    const { status, body } = await server.owner.send<Plan>('POST', '/api/settings/policy/plan', { document: weaker });
    expect([status, body.version]).toEqual([200, 0]);
    expect(body.changes).toEqual([{ pointer: '/guardrails/SEV-1', from: null, to: { D4: 'off' } }]);
    expect(body.weakens).toEqual([{ severity: 'SEV-1', practice: 'D4' }]);
  });

  test('that weakens a guardrail is an entry in every open incident it would have bound', async () => {
    const severe = await server.owner.declare('Severe', { severity: 'SEV-1' });
    const mild = await server.owner.declare('Mild', { severity: 'SEV-4' });
    const applied = await server.owner.send('PUT', '/api/settings/policy', { version: 0, document: weaker });
    expect(applied.status).toBe(200);
    expect(await typesOf(severe.id)).toEqual(['IncidentDeclared', 'GuardrailsWeakened']);
    expect(await typesOf(mild.id)).toEqual(['IncidentDeclared']);
  });

  test('binds from then on, and each event names the version it was decided under', async () => {
    const { id, number } = await server.owner.declare('Decided', { severity: 'SEV-1' });
    await server.owner.say(number, 'confirm', { evidence: 'x' });
    expect((await server.owner.say(number, 'close', { waiver: 'x' })).status).toBe(201);
    const rows = await database.query<{ policy_version: number }>(
      'select distinct policy_version from allclear.event where stream = $1',
      [`incident:${id}`],
    );
    expect(rows).toEqual([{ policy_version: 1 }]);
  });

  test('planned against an older version is not applied', async () => {
    const late = await server.owner.send<{ type: string }>('PUT', '/api/settings/policy', { version: 0, document: {} });
    expect(late.body.type).toBe('/problems/settings/changed-meanwhile');
  });

  test.each([
    [{ confirmWithinMs: 1 }, '/document/confirmWithinMs'],
    [{ guardrails: { 'SEV-1': { Z9: 'off' } } }, '/document/guardrails/SEV-1'],
    [{ bogus: true }, '/document'],
  ])('that is wrong is pointed at: %j', async (document, pointer) => {
    const { status, body } = await server.owner.send<{ errors: { pointer: string }[] }>(
      'POST',
      '/api/settings/policy/plan',
      { document },
    );
    expect(status).toBe(422);
    expect(body.errors[0]?.pointer.startsWith(pointer)).toBe(true);
  });
});

describe('a catalog', () => {
  const db = { name: 'orders-db' };
  const checkout = { name: 'checkout', tier: 1, owners: ['payments'], dependsOn: ['Orders-DB'] };
  const unsaid = {
    businessFunction: null,
    population: null,
    regulated: false,
    vendor: null,
    signals: [],
    allClearWindowMs: null,
  };
  const full = {
    services: [
      { ...unsaid, ...checkout },
      { ...unsaid, tier: 3, owners: [], dependsOn: [], ...db },
    ],
  };

  test('is kept with its version and its defaults', async () => {
    const document = { services: [checkout, db] };
    await server.owner.send('PUT', '/api/settings/catalog', { version: 0, document });
    const shown = await server.owner.get<object>('/api/settings/catalog');
    expect(shown.body).toEqual({ name: 'catalog', version: 1, document: full });
  });

  test('is read by a viewer, and by nobody who may not see incidents', async () => {
    const [viewer, stakeholder] = [await server.person('Vera', 'viewer'), await server.person('Stan', 'stakeholder')];
    const { status, body } = await viewer.get<object>('/api/catalog');
    expect([status, body]).toEqual([200, { version: 1, ...full }]);
    expect((await stakeholder.get('/api/catalog')).status).toBe(403);
  });

  test('stored before its fields existed reads with them, and planning it again changes nothing', async () => {
    const { log } = server.running.core;
    const old = { services: [checkout, { tier: 3, owners: [], dependsOn: [], ...db }] };
    await log.unit(['catalog'], async (unit) =>
      unit.append('catalog', [
        {
          type: 'SettingApplied',
          body: { document: old },
          commandId: '018f0000-0000-7000-8000-000000000001',
          causedBy: null,
          policyVersion: 0,
          actor: 'system:test',
          happenedAt: unit.now,
        },
      ]),
    );
    expect((await server.owner.get<object>('/api/catalog')).body).toEqual({ version: 2, ...full });
    const plan = await server.owner.send<Plan>('POST', '/api/settings/catalog/plan', { document: old });
    expect(plan.body).toMatchObject({ version: 2, changes: [] });
    await server.owner.declare('Decided with the old catalog');
  });

  test.each([
    [[{ name: 'a', dependsOn: ['b'] }], '/document/services/0/dependsOn/0'],
    [[{ name: 'a' }, { name: 'A' }], '/document/services/1/name'],
    [[{ name: 'a', allClearWindowMs: 1 }], '/document/services/0/allClearWindowMs'],
    [[{ name: 'a', tier: 5 }], '/document/services/0/tier'],
  ])('that is wrong is pointed at: %j', async (services, pointer) => {
    const { status, body } = await server.owner.send<{ errors: { pointer: string }[] }>(
      'POST',
      '/api/settings/catalog/plan',
      { document: { services } },
    );
    expect([status, body.errors.map((error) => error.pointer)]).toEqual([422, [pointer]]);
  });

  test('may hold a cycle', async () => {
    const services = [
      { name: 'a', dependsOn: ['b'] },
      { name: 'b', dependsOn: ['a'] },
    ];
    const { status } = await server.owner.send('POST', '/api/settings/catalog/plan', { document: { services } });
    expect(status).toBe(200);
  });
});

describe('an organisation', () => {
  const words = { 'SEV-1': 'Orders stop. Everybody is called.' };

  test('says what severities mean before anybody has', async () => {
    const { status, body } = await server.owner.get<Organisation>('/api/organisation');
    expect([status, body.version, body.name]).toEqual([200, 0, null]);
    expect(Object.keys(body.severities)).toEqual(['SEV-1', 'SEV-2', 'SEV-3', 'SEV-4', 'SEV-5']);
    for (const text of Object.values(body.severities)) expect(text).toMatch(/\w.*\.$/);
    const plan = await server.owner.send<Plan>('POST', '/api/settings/organisation/plan', { document: {} });
    expect(plan.body).toMatchObject({ version: 0, changes: [] });
  });

  test('is kept with its version, and words it does not say stay as they were to begin with', async () => {
    const before = (await server.owner.get<Organisation>('/api/organisation')).body;
    const document = { name: 'Example Shop', severities: words };
    const put = await server.owner.send('PUT', '/api/settings/organisation', { version: 0, document });
    expect(put.status).toBe(200);
    const stakeholder = await server.person('Stella', 'stakeholder');
    const shown = await stakeholder.get<Organisation>('/api/organisation');
    expect(shown.body).toEqual({
      version: 1,
      name: 'Example Shop',
      address: null,
      severities: { ...before.severities, ...words },
    });
    expect((await server.as('nobody').get('/api/organisation')).status).toBe(401);
    const again = await stakeholder.send('PUT', '/api/settings/organisation', { version: 1, document });
    expect(again.status).toBe(403);
  });

  test.each([
    [{ name: '' }, '/document/name'],
    [{ name: 'x'.repeat(121) }, '/document/name'],
    [{ severities: { 'SEV-2': 'x'.repeat(401) } }, '/document/severities/SEV-2'],
    [{ severities: { 'SEV-6': 'x' } }, '/document/severities'],
    [{ motto: 'x' }, '/document'],
  ])('that is wrong is pointed at: %j', async (document, pointer) => {
    const { status, body } = await server.owner.send<{ errors: { pointer: string }[] }>(
      'POST',
      '/api/settings/organisation/plan',
      { document },
    );
    expect([status, body.errors.map((error) => error.pointer)]).toEqual([422, [pointer]]);
  });

  test('of the example is one', async () => {
    const { kind, ...document } = parse(readFileSync('docs/example/organisation.yaml', 'utf8')) as { kind: string };
    const plan = await server.owner.send<Plan>('POST', '/api/settings/organisation/plan', { document });
    expect([kind, plan.status]).toEqual(['organisation', 200]);
  });
});
