import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { linesOf, movedClock, typesOf } from '../../harness/log.ts';
import { type Caller, startServer, type TestServer } from '../../harness/server.ts';

interface Held {
  readonly practice: string;
  readonly waits: string;
  readonly lifts: string;
}

let database: TestDatabase;
let server: TestServer;
let ana: Caller & { readonly id: string };

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database);
  ana = await server.person('Ana', 'responder');
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const minute = 60_000;

test('A1: one person carries an irreversible change, with nobody to second it, to an all-clear that people saw', async () => {
  const { id } = await ana.declare('Orders table is corrupt', { severity: 'SEV-1', kind: 'data' });
  const say = async (verb: string, body: object = {}): Promise<number> => (await ana.say(id, verb, body)).status;
  const change = {
    what: 'restore the orders table from last night’s backup',
    touches: ['orders-db'],
    undo: 'none: last writes are lost',
  };

  const held = await ana.say<Held>(id, 'change', change);
  expect(held.status).toBe(409);
  expect(held.body.practice).toBe('A1');
  expect(held.body.waits).toContain(
    'the alarm to be confirmed, one line of scope, a look at the instruments, somebody to agree or, as you are alone, the name of the target and the undo typed out',
  );

  expect(await say('assign-role', { role: 'incident-commander' })).toBe(201);
  expect(await say('confirm', { evidence: 'select count(*) fails on my own terminal' })).toBe(201);
  expect(await say('state-scope', { what: 'orders', evidence: 'every read fails' })).toBe(201);
  expect(await say('check-instrument', { instrument: 'database log', evidence: 'newest line 1 s old' })).toBe(201);

  // Only the second person is missing now; a wrong name does not stand for one.
  expect(await say('start-change', { change: 'C1' })).toBe(409);
  expect(await say('start-change', { change: 'C1', target: 'billing-db' })).toBe(409);
  expect(await say('start-change', { change: 'C1', target: 'orders-db' })).toBe(201);
  expect(await say('observe-change', { change: 'C1', result: 'improved', observed: 'count(*) answers' })).toBe(201);

  const clock = movedClock(database);
  expect(await say('add-signal', { name: 'orders can be read' })).toBe(201);
  for (let count = 0; count < 3; count += 1) {
    const early = await ana.say<Held>(id, 'declare-all-clear');
    expect(early.body.waits).toBe(`S1 has ${count} spaced observations of 3; one must come from whoever reported it.`);
    expect(await say('observe-signal', { signal: 'S1', what: 'read the newest order' })).toBe(201);
    await clock.pass(5 * minute);
  }
  expect(await say('declare-all-clear', { statement: 'Orders can be read and written' })).toBe(201);

  const types = await typesOf(database, id);
  expect(types.filter((type) => type === 'ChangeProposed')).toHaveLength(1);
  expect(types.indexOf('ChangeStarted')).toBeLessThan(types.indexOf('NotDelivered'));
  expect(types).toContain('AllClearDeclared');
  const lines = await linesOf(ana, id);
  expect(lines).toContain('C1 started alone: restore the orders table from last night’s backup');
  expect(lines).toContain(
    'not delivered: no channel (to next on-call step: C1 was started alone: restore the orders table from last night’s backup)',
  );
  expect(lines.at(-1)).toMatch(
    /^all-clear: Orders can be read and written; window 20 min; S1 orders can be read: seen healthy by people 3 times since \d\d:\d\d:\d\dZ$/,
  );
  const list = await database.query(`select phase, commander from allclear.incident_list_v1 where incident = $1`, [id]);
  expect(list).toEqual([{ phase: 'all-clear', commander: ana.id }]);
});
