import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { linesOf, movedClock, typesOf } from '../../harness/log.ts';
import { type Caller, startServer, type TestServer } from '../../harness/server.ts';

let database: TestDatabase;
let server: TestServer;
let ben: Caller & { readonly id: string; readonly email: string };

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database);
  ben = await server.person('Ben', 'responder');
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const minute = 60_000;
const soon = { timeout: 10_000, interval: 100 };

test(
  'nothing to change: waiting on a carrier, chasing it, watching overnight, and a clear morning',
  { timeout: 60_000 },
  async () => {
    const { owner } = server;
    const { id } = await owner.declare('Calls are cut off', { severity: 'SEV-2', kind: 'vendor' });
    const clock = movedClock(database);
    const say = async (verb: string, body: object = {}): Promise<number> => (await owner.say(id, verb, body)).status;
    const has = async (type: string): Promise<number> =>
      (await typesOf(database, id)).filter((each) => each === type).length;
    const phase = async (): Promise<string> => (await owner.get<{ phase: string }>(`/api/incidents/${id}`)).body.phase;

    await say('assign-role', { role: 'incident-commander' });
    await say('confirm', { evidence: 'three of five test calls were cut off' });
    await say('state-scope', { what: 'customers who phone us', kind: 'population', boundary: 'one carrier only' });
    expect(await say('wait-on', { on: 'Carrier', what: 'ticket 4711' })).toBe(201);
    expect(await phase()).toBe('stabilising');

    // A quarter of an hour of silence is pointed out, but not while it is the carrier's turn.
    await clock.pass(20 * minute);
    await say('promise-update', { inMs: 30 * minute });
    await clock.pass(11 * minute);
    await expect.poll(() => has('ChaseDue'), soon).toBe(1);
    expect(await has('SilenceNoticed')).toBe(0);
    const next = await owner.get<{ items: { says: string; command: string }[] }>(`/api/incidents/${id}/next`);
    expect(next.body.items).toContainEqual(
      expect.objectContaining({ says: 'It is time to chase Carrier (V1).', command: 'end-wait V1 "<what they said>"' }),
    );
    await say('end-wait', { wait: 'V1', outcome: 'a line card is replaced tonight' });
    await say('wait-on', {
      on: 'Carrier',
      what: 'the new card',
      nextChaseAt: new Date((await clock.now()) + 480 * minute),
    });

    const until = new Date((await clock.now()) + 480 * minute).toISOString();
    expect(await say('watch-overnight', { until, watcher: ben.email, wakeIf: 'calls are cut off again' })).toBe(201);
    const promises = await owner.get<{ promises: { state: string; at: string }[] }>(`/api/incidents/${id}/picture`);
    expect(promises.body.promises.map(({ state, at }) => [state, at === until])).toEqual([
      ['replaced', false],
      ['open', true],
    ]);

    await say('add-signal', { name: 'test calls hold' });
    await clock.pass(481 * minute);
    await expect.poll(() => has('WatchDeferralEnded'), soon).toBe(1);
    await expect.poll(() => has('UpdateDue'), soon).toBe(1);
    expect(await has('SilenceNoticed')).toBeLessThanOrEqual(1);
    await say('end-wait', { wait: 'V2', outcome: 'card replaced at 05:10' });
    await say('record-update', { text: 'Calls hold since 05:10; we keep watching', toldWhom: 'Head of service' });

    for (let count = 0; count < 3; count += 1) {
      expect(await say('observe-signal', { signal: 'S1', what: 'five of five test calls held' })).toBe(201);
      await clock.pass(5 * minute);
    }
    expect(await phase()).toBe('watching');
    expect(await say('declare-all-clear', { statement: 'Calls hold' })).toBe(201);
    expect(await phase()).toBe('all-clear');

    const types = await typesOf(database, id);
    expect(types.filter((type) => type.startsWith('Change'))).toEqual([]);
    const lines = await linesOf(owner, id);
    expect(lines).toContain('stabilising, by a wait');
    expect(lines).toContain('V1 ended: a line card is replaced tonight');
    expect(lines.some((line) => line.startsWith(`watching overnight until `) && line.includes(ben.id))).toBe(true);
    const measures = await owner.get<{ changes: { made: number } }>(`/api/incidents/${id}/measures`);
    expect(measures.body.changes.made).toBe(0);
  },
);
