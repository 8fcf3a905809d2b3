import { movedClock } from '../../harness/log.ts';
import type { TestDatabase } from '../../harness/database.ts';
import type { Caller, TestServer } from '../../harness/server.ts';

const minute = 60_000;

/** Says verbs that must be accepted. */
const sayer =
  (incident: string) =>
  async (by: Caller, verb: string, body: object = {}): Promise<void> => {
    const answer = await by.say(incident, verb, body);
    if (answer.status !== 201) throw new Error(`${verb}: ${JSON.stringify(answer.body)}`);
  };

/** An alert that fires and belongs to no incident. */
async function fire({ url, owner }: TestServer): Promise<string> {
  const { key } = (await owner.send<{ key: string }>('POST', '/api/keys', { name: 'monitoring' })).body;
  await fetch(`${url}/in/${key}/api/v2/alerts`, {
    method: 'POST',
    body: JSON.stringify([{ labels: { alertname: 'OrdersFail' } }]),
  });
  for (;;) {
    const { body } = await owner.get<{ items: { fingerprint: string }[] }>('/api/alerts');
    const [alert] = body.items;
    if (alert !== undefined) return alert.fingerprint;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

type Person = Caller & { readonly id: string; readonly email: string };

/** A room in which every kind of item stands. */
async function fullRoom(server: TestServer, ana: Person, ben: Person): Promise<string> {
  const fingerprint = await fire(server);
  const { id, number } = await ana.declare('Checkout answers 500', { fingerprints: [fingerprint] });
  const say = sayer(id);
  await say(ana, 'confirm', { evidence: 'Three of five orders failed' });
  await say(ana, 'note', { text: 'Pods restart every 40 s' });
  await say(ben, 'join');
  await say(ben, 'assign-role', { role: 'incident-commander' });
  await say(ben, 'offer-role', { role: 'incident-commander', to: ana.email, handover: 'Scoped to checkout' });
  await say(ana, 'state-scope', { what: 'checkout', boundary: 'EU only' });
  await say(ana, 'state-scope', { what: 'invoices', status: 'unknown' });
  await say(ana, 'give-evidence', { claim: 'Login works' });
  await say(ana, 'check-instrument', { instrument: 'logs', health: 'fresh' });
  await say(ana, 'check-instrument', { instrument: 'traces', health: 'stale' });
  await say(ana, 'propose-hypothesis', { cause: 'The pool is exhausted', thenAction: 'recycle it' });
  await say(ana, 'park-cause', { cause: 'The deployment of this morning' });
  await say(ana, 'add-signal', { name: 'orders go through' });
  const plan = { undo: 'set it back', touches: ['payments'] };
  await say(ana, 'change', { what: 'raise the pool', ...plan });
  await say(ana, 'observe-change', { change: 'C1', result: 'no-effect' });
  await say(ana, 'change', { what: 'restart payments', ...plan });
  await say(ana, 'propose-change', { what: 'recycle the pool', ...plan });
  await say(ana, 'queue-change', { change: 'C3' });
  await say(ana, 'propose-change', { what: 'fail over', addedRisk: 'two masters', reversibility: 'irreversible' });
  await say(ana, 'workaround', { what: 'orders are taken without payment', debt: 'charge them later' });
  await say(ana, 'wait-on', { on: 'Carrier', what: 'ticket 4711' });
  await say(ana, 'open-side-channel', { name: 'Vendor call' });
  await say(ana, 'plan-restore', { services: ['database', 'payments'] });
  return number;
}

async function clearRoom(database: TestDatabase, ana: Person): Promise<string> {
  const { id, number } = await ana.declare('Login is slow');
  const say = sayer(id);
  await say(ana, 'confirm', { evidence: 'It took 9 s' });
  await say(ana, 'state-scope', { what: 'login' });
  await say(ana, 'assign-role', { role: 'incident-commander' });
  await say(ana, 'add-signal', { name: 'login is quick' });
  const clock = movedClock(database);
  for (let count = 0; count < 3; count += 1) {
    await say(ana, 'observe-signal', { signal: 'S1', what: 'logged in', byReporter: true });
    await clock.pass(5 * minute);
  }
  await say(ana, 'declare-all-clear');
  return number;
}

/** Rooms in which, together, everything that can be said makes sense. Answers their numbers. */
export async function seedRooms(
  server: TestServer,
  database: TestDatabase,
  ana: Person,
): Promise<Readonly<Record<string, string>>> {
  const ben = await server.person('Ben', 'responder');
  const open = await fullRoom(server, ana, ben);
  const unconfirmed = await ben.declare('Invoices fail');
  const dismissed = await ana.declare('Probe fails');
  await sayer(dismissed.id)(ana, 'dismiss', { reason: 'It ran against staging' });
  const hidden = await ana.declare('Strange sign-ins', { private: true });
  await sayer(hidden.id)(ana, 'add-member', { person: ben.email });
  const clear = await clearRoom(database, ana);
  return {
    open,
    unconfirmed: unconfirmed.number,
    dismissed: dismissed.number,
    private: hidden.number,
    clear,
  };
}
