import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { linesOf, typesOf } from '../../harness/log.ts';
import { type Caller, startServer, type TestServer } from '../../harness/server.ts';

interface Held {
  readonly practice: string;
  readonly waits: string;
}

let database: TestDatabase;
let server: TestServer;
let ben: Caller & { readonly id: string };

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database);
  ben = await server.person('Ben', 'responder');
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const change = (what: string): object => ({ what, undo: 'put it back', touches: ['payments'] });
const open = (): Promise<{ incident: string; key: string }[]> =>
  database.query('select incident, key from allclear.open_change_v1');

async function confirmed(caller: Caller, title: string, more: object = {}): Promise<{ id: string; number: string }> {
  const incident = await caller.declare(title, { severity: 'SEV-1', ...more });
  await caller.say(incident.id, 'confirm', { evidence: 'seen' });
  await caller.say(incident.id, 'state-scope', { what: 'payments' });
  return incident;
}

describe('B6: two incidents, one service, one lock', () => {
  test('the second waits for the first, whoever works on it, and goes on when the first has been observed', async () => {
    const first = await confirmed(server.owner, 'Cards fail');
    const second = await confirmed(ben, 'Refunds fail');
    expect((await server.owner.say(first.id, 'change', change('raise the pool'))).status).toBe(201);

    const held = await ben.say<Held>(second.id, 'change', change('restart payments'));
    expect(held.status).toBe(409);
    expect(held.body).toMatchObject({
      practice: 'B6',
      waits: `C1 "restart payments" waits: C1 "raise the pool" of incident ${first.number} is under way and touches the same.`,
    });
    expect((await ben.say(second.id, 'queue-change', { change: 'C1' })).status).toBe(201);
    expect(await linesOf(ben, second.id)).toContain(`C1 queued behind C1 of ${first.number}`);

    await server.owner.say(first.id, 'observe-change', { change: 'C1', result: 'no-effect', observed: 'still 7 %' });
    expect((await ben.say(second.id, 'start-change', { change: 'C1' })).status).toBe(201);
    expect(await open()).toEqual([{ incident: second.id, key: 'C1' }]);
    await ben.say(second.id, 'roll-back', { change: 'C1' });
    expect(await open()).toEqual([]);
  });

  test('of many that start at the same moment exactly one does', async () => {
    const incidents = await Promise.all(Array.from({ length: 8 }, (_, index) => confirmed(ben, `Storm ${index}`)));
    const answers = await Promise.all(incidents.map(({ id }) => ben.say(id, 'change', change('drain'))));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(7);
    expect(await open()).toHaveLength(1);
    const started = await Promise.all(
      incidents.map(async ({ id }) => (await typesOf(database, id)).includes('ChangeStarted')),
    );
    expect(started.filter(Boolean)).toHaveLength(1);
    const winner = incidents[started.indexOf(true)];
    await ben.say(winner?.id ?? '', 'observe-change', { change: 'C1', result: 'improved' });
  });

  test('a change of a private incident is, to those outside, like one that is not there', async () => {
    const secret = await confirmed(server.owner, 'Keys were taken', { kind: 'security' });
    expect((await server.owner.say(secret.id, 'change', change('rotate the signing key'))).status).toBe(201);
    const other = await confirmed(ben, 'Cards fail again');
    const outside = await ben.say<Held>(other.id, 'change', change('raise the pool'));
    expect(outside.status).toBe(201);
    await ben.say(other.id, 'observe-change', { change: 'C1', result: 'no-effect' });
    // Whoever may see both is held.
    const inside = await server.owner.say<Held>(other.id, 'change', change('drain node 3'));
    expect(inside.status).toBe(409);
    expect(inside.body.waits).toContain(`of incident ${secret.number}`);
    await server.owner.say(secret.id, 'observe-change', { change: 'C1', result: 'improved' });
  });

  test('D4: a parent is not over before its part is', async () => {
    const parent = await confirmed(server.owner, 'Everything fails');
    const child = await confirmed(ben, 'Search fails');
    await ben.say(child.id, 'link-parent', { parent: parent.number });
    expect(await linesOf(server.owner, parent.id)).toContain(`${child.number} is a part of this`);
    expect(await linesOf(ben, child.id)).toContain(`is a part of ${parent.number}`);
    const [below, above] = [await confirmed(ben, 'One index fails'), parent];
    expect((await ben.say(below.id, 'link-parent', { parent: child.number })).status).toBe(201);
    expect((await server.owner.say(above.id, 'link-parent', { parent: below.number })).status).toBe(409);
    await server.owner.say(parent.id, 'assign-role', { role: 'incident-commander' });
    const refused = await ben.say<{ detail: string }>(parent.id, 'declare-all-clear');
    expect(refused.body.detail).toBe('This is the incident commander’s word, and Owner commands.');
    const picture = await server.owner.get<{ clock: { blockers: string[] } }>(`/api/incidents/${parent.id}/picture`);
    expect(picture.body.clock.blockers).toContain(`Incident ${child.number}, a part of this one, has no all-clear.`);
  });
});

test('A2: false positives are counted by who raised the alarm', async () => {
  const before = await server.owner.get<{ items: { source: string; falsePositives: number }[] }>(
    '/api/measures/sources',
  );
  const colleague = (answer: typeof before): number =>
    answer.body.items.find(({ source }) => source === 'colleague')?.falsePositives ?? 0;
  expect(colleague(before)).toBe(0);
  const { id } = await ben.declare('A probe', { detectedBy: 'colleague' });
  await ben.say(id, 'dismiss', { reason: 'it ran against staging' });
  await ben.declare('A rehearsal', { detectedBy: 'colleague', exercise: true });
  const after = await server.owner.get<{ items: { source: string; falsePositives: number }[] }>(
    '/api/measures/sources',
  );
  expect(after.body.items).toContainEqual({
    source: 'colleague',
    declared: 1,
    real: 0,
    falsePositives: 1,
    nearMisses: 0,
    duplicates: 0,
  });
});
