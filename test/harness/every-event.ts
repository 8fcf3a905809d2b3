import { randomUUID } from 'node:crypto';
import type { IncidentCommand, Override, Verb } from '../../src/domain/incident/command.ts';
import type { Subject } from '../../src/domain/access/subject.ts';
import type { IncidentEventType } from '../../src/domain/incident/event.ts';
import type { PracticeId } from '../../src/domain/practice/table.ts';
import type { IncidentExport } from '../../src/domain/log/export.ts';
import { baselineOf } from '../../src/domain/telemetry/baseline.ts';
import { instant } from '../../src/domain/time.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { type Answer, type Caller, startServer, type TestServer } from './server.ts';

type Said = Answer<{ type?: string; entries: { id: string }[] }>;
type Person = Caller & { readonly id: string };

/** Everybody and everything that takes part in the story. */
interface Cast {
  readonly server: TestServer;
  readonly incident: string;
  readonly ben: Person;
  readonly cem: Person;
  /** Says a verb, as the owner where nobody else is named; it must be accepted. Answers the ids of its entries. */
  readonly say: (verb: string, body?: object, by?: Caller) => Promise<string[]>;
  /** Says a verb that must be held. */
  readonly waits: (verb: string, body?: object, by?: Caller) => Promise<void>;
  /** What only the system says. */
  readonly system: (verb: Verb, body?: object) => Promise<void>;
  /** As the owner, signed in by a session: past the hold of a practice. */
  readonly past: (practice: PracticeId, verb: Verb, body: object) => Promise<void>;
  /** Moves the clock on, and says what has come due by then. */
  readonly later: (minutes: number) => Promise<void>;
  /** Waits until the log holds an entry of this type. */
  readonly until: (type: IncidentEventType) => Promise<void>;
  /** The instant so many minutes from now. */
  readonly inMinutes: (minutes: number) => Promise<string>;
  /** Stores readings of a signal as the watcher does, ten seconds apart, the last one now. */
  readonly read: (signal: string, values: readonly number[]) => Promise<void>;
  readonly declare: (title: string) => Promise<{ id: string; number: string }>;
}

const patienceMs = 10_000;

async function soon(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const began = performance.now();
  while (!(await isSo())) {
    if (performance.now() - began > patienceMs) throw new Error(`never came to be: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function accepted<Body>(what: string, { status, body }: Answer<Body>): Body {
  if (status < 300) return body;
  throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`);
}

async function castOf(server: TestServer, database: TestDatabase, fingerprints: readonly string[]): Promise<Cast> {
  const { owner } = server;
  const more = { severity: 'SEV-1', detectedBy: 'monitor', fingerprints };
  const { id: incident } = await owner.declare('Checkout answers 500', more);
  const [ben, cem] = [await server.person('Ben', 'responder'), await server.person('Cem', 'responder')];
  const { person: me } = (await owner.get<{ person: { id: string } }>('/api/me')).body;
  let movedMs = 0;

  async function handle(subject: Subject, verb: Verb, body: object, override: Override | null): Promise<boolean> {
    const command = { id: randomUUID(), verb, body, happenedAt: null, override } as IncidentCommand;
    const { outcome } = await server.running.core.handler.handle({ incident, subject, command });
    const nothing = outcome.kind === 'refused' && outcome.problem.code === 'incident/nothing-changes';
    if (outcome.kind === 'accepted' || nothing) return !nothing;
    throw new Error(`${verb}: ${JSON.stringify(outcome)}`);
  }

  return {
    server,
    incident,
    ben,
    cem,
    async say(verb, body = {}, by = owner) {
      const answer: Said = await by.say(incident, verb, body);
      return accepted(verb, answer).entries.map(({ id }) => id);
    },
    async waits(verb, body = {}, by = owner) {
      const answer: Said = await by.say(incident, verb, body);
      if (answer.body.type !== '/problems/practice/held') throw new Error(`${verb}: ${JSON.stringify(answer.body)}`);
    },
    async system(verb, body = {}) {
      await handle({ kind: 'system', name: 'story' }, verb, body, null);
    },
    async past(practice, verb, body) {
      const subject: Subject = { kind: 'person', id: me.id, role: 'owner', scopes: null, throughToken: false };
      await handle(subject, verb, body, { practice, reason: 'It cannot wait', secondedBy: null });
    },
    async later(minutes) {
      movedMs += minutes * 60_000;
      await database.moveClock(movedMs);
      // The server's own timers may be quicker.
      await handle({ kind: 'system', name: 'story' }, 'come-due', {}, null);
    },
    until: (type) =>
      soon(type, async () => {
        const { body } = await owner.get<{ items: { type: string }[] }>(`/api/incidents/${incident}/log`);
        return body.items.some((entry) => entry.type === type);
      }),
    async inMinutes(minutes) {
      const [row] = await database.query<{ now: Date }>('select allclear.now() as now');
      return new Date(Number(row?.now) + minutes * 60_000).toISOString();
    },
    async read(signal, values) {
      await database.query(
        `insert into allclear.reading (incident, signal, at, value)
         select $1, $2, allclear.now() - (cardinality($3::float8[]) - n) * interval '10 seconds', value
         from unnest($3::float8[]) with ordinality as r(value, n)`,
        [incident, signal, values],
      );
    },
    declare: (title) => owner.declare(title, { severity: 'SEV-3' }),
  };
}

/** Alerts, taken in as monitoring sends them. */
async function alarm(server: TestServer): Promise<{ fire(name: string): Promise<string>; resolve(): Promise<void> }> {
  const { key } = accepted('a key', await server.owner.send<{ key: string }>('POST', '/api/keys', { name: 'story' }));
  const post = (alerts: object[]): Promise<Response> =>
    fetch(`${server.url}/in/${key}/api/v2/alerts`, { method: 'POST', body: JSON.stringify(alerts) });
  const names: string[] = [];
  return {
    async fire(name) {
      names.push(name);
      await post([{ labels: { alertname: name } }]);
      let found: string | undefined;
      await soon(`the alert ${name}`, async () => {
        const path = '/api/alerts';
        const { body } = await server.owner.get<{ items: { name: string; fingerprint: string }[] }>(path);
        found = body.items.find((alert) => alert.name === name)?.fingerprint;
        return found !== undefined;
      });
      return found as string;
    },
    async resolve() {
      const endsAt = new Date(Date.now() - 1000).toISOString();
      await post(names.map((name) => ({ labels: { alertname: name }, endsAt })));
    },
  };
}

async function settings({ owner }: TestServer): Promise<void> {
  const services = [{ name: 'checkout', dependsOn: ['payments'] }, { name: 'payments' }, { name: 'ledger' }];
  // Nothing listens there: a source that is absent is one all the same.
  const sources = [{ name: 'metrics', kind: 'prometheus', url: 'http://127.0.0.1:1/' }];
  for (const [name, document] of Object.entries({ catalog: { services }, sources: { sources } })) {
    accepted(name, await owner.send('PUT', `/api/settings/${name}`, { version: 0, document }));
  }
  await soon('the source was looked at', async () => {
    const { body } = await owner.get<{ items: { state: object | null }[] }>('/api/sources');
    return body.items.some(({ state }) => state !== null);
  });
}

/** False starts: it was dismissed and merged, and came back both times. */
async function falseStarts({ say, system, later, declare }: Cast): Promise<void> {
  await later(11);
  await system('remind-confirmation');
  await say('confirm', { evidence: 'Three of five orders failed' });
  await say('dismiss', { reason: 'Nobody was hurt', as: 'near-miss' });
  await say('reopen', { reason: 'Somebody was' });
  const other = await declare('Orders fail');
  await say('merge', { into: other.number, reason: 'The same database' });
  await say('reopen', { reason: 'Two databases after all' });
  await say('confirm', { evidence: 'Orders of the EU fail' });
}

async function room({ server, incident, ben, cem, say, declare }: Cast, fingerprint: string): Promise<void> {
  await say('join', {}, ben);
  const [note] = await say('note', { text: 'Pods restart every 40 s' });
  await say('correct', { entry: note, text: 'Pods restart every 20 s' });
  const [secret] = await say('note', { text: 'The password is hunter2' });
  await say('redact', { entry: secret, reason: 'A password' });
  const reply = await fetch(`${server.url}/api/attachments`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${server.owner.token}`, 'content-type': 'image/png' },
    body: 'a graph',
  });
  const { digest } = (await reply.json()) as { digest: string };
  await say('attach', { file: { digest, name: 'graph.png', mediaType: 'image/png', sizeBytes: 7 }, text: 'Errors' });
  await say('record-detection', { by: 'customer', evidence: 'A call' });
  await say('attach-alerts', { fingerprints: [fingerprint] });
  await say('detach-alerts', { fingerprints: [fingerprint], reason: 'Another cluster' });
  await say('call-in', { who: 'Payments team', why: 'Their pool is exhausted' });
  await say('open-side-channel', { name: 'Vendor call', why: 'They will not join the room' });
  await say('return-findings', { name: 'Vendor call', findings: 'A line card was replaced' });
  const same = await declare('Invoices fail');
  accepted('promise', await cem.say(same.id, 'promise-update', { audience: 'customers', inMs: 3_600_000 }));
  accepted('merge', await cem.say(same.id, 'merge', { into: incident, reason: 'The same' }));
  const [part, whole] = [await declare('Payments answer slowly'), await declare('The region is down')];
  accepted('part', await cem.say(part.id, 'link-parent', { parent: incident }));
  await say('link-parent', { parent: whole.number });
}

/** Why, what, and how it is known. */
async function diagnosis({ ben, say, waits, past, system, inMinutes }: Cast): Promise<void> {
  const cause = { cause: 'The pool is exhausted', thenAction: 'Recycle it', test: 'Look at its metrics' };
  await waits('propose-hypothesis', cause);
  await past('B1', 'propose-hypothesis', { ...cause, cause: 'A bad deployment', testRisk: '' });
  await waits('send-update', { status: 'Something is wrong with the shop.' });
  await say('assign-role', { role: 'deputy', person: 'me' });
  await say('offer-role', { role: 'scribe', to: ben.id, handover: 'All is in the log' });
  await say('accept-role', { role: 'scribe' }, ben);
  await say('state-scope', { what: 'checkout', boundary: 'EU only', evidence: 'Error rate by region' });
  await say('test-hypothesis', { hypothesis: 'H1', finding: 'All connections are in use' });
  await say('rule-hypothesis', { hypothesis: 'H1', verdict: 'supported', evidence: 'It recovered' });
  await say('park-cause', { cause: 'The deployment of this morning' });
  const asked = { query: 'rate(errors[1m])', healthy: '< 0.01', service: 'checkout' };
  await say('add-signal', { name: 'error rate', source: 'metrics', ...asked });
  await say('add-signal', { name: 'orders' });
  await say('give-evidence', { claim: 'Login works', how: 'query', source: 'up{job="login"}', signal: 'S1' });
  await say('check-instrument', { instrument: 'logs', health: 'fresh', evidence: 'Newest line 2 s old' });
  await system('turn-instrument', { source: 'metrics', health: 'stale', because: 'no new samples' });
  const at = Date.parse(await inMinutes(0));
  const turn = { signal: 'S1', status: 'breached', moved: true, seenUnhealthy: true, value: 0.07, at, because: '' };
  await system('turn-signal', { ...turn, restartedAt: null, pausedAt: null });
  await system('turn-signal', { ...turn, restartedAt: at, pausedAt: null });
}

/** Changes of every kind and end. Here the incident begins to be stabilised. */
async function changes({ ben, say, waits, past, later }: Cast): Promise<void> {
  await say('start-impact', { evidence: 'First failed order' });
  await say(
    'propose-change',
    {
      what: 'raise the pool to 40',
      undo: 'set it back to 20',
      touches: ['payments'],
      addedRisk: 'the database may run out of connections',
      hypothesis: 'H1',
      expected: 'fewer errors',
      before: 'pool = 20',
    },
    ben,
  );
  await say('approve-change', { change: 'C1' });
  await say('start-change', { change: 'C1' });
  await waits('change', { what: 'drain zone b', undo: 'undrain it', touches: ['payments'] });
  await say('queue-change', { change: 'C2' });
  await later(11);
  await say('observe-change', {
    change: 'C1',
    result: 'worse',
    observed: 'Errors from 7 % to 20 %',
    after: 'pool = 40',
  });
  await say('roll-back', { change: 'C1', observed: 'Errors are down again' });
  await say('propose-change', { what: 'fail over the database', touches: ['ledger'] }, ben);
  await say('second-change', { change: 'C3' });
  await say('abandon-change', { change: 'C3', reason: 'Not needed any more' });
  await say('record-change', { what: 'restarted node 3 from the console' });
  await say('now', { what: 'cut the power of press 4' });
  await past('A1', 'change', changeBody('purge the queue'));
}

/** As the door would fill it in. */
const changeBody = (what: string): object => ({
  what,
  steps: [],
  purpose: 'remediate',
  addedRisk: '',
  reversibility: 'irreversible',
  undo: '',
  touches: ['queue'],
  hypothesis: null,
  expected: 'orders flow',
  expectedWithinMs: null,
  before: '',
  target: null,
});

async function relief({ say, later, inMinutes }: Cast): Promise<void> {
  await later(16);
  const expiresAt = await inMinutes(20);
  const debt = { covers: 'all customers', debt: 'Charge them later', owner: 'me', expiresAt };
  await say('workaround', { what: 'orders are taken without payment', ...debt });
  await say('wait-on', { on: 'Carrier', what: 'ticket 4711', nextChaseAt: await inMinutes(20) });
  await say('sketch-dependency', { from: 'payments', dependsOn: 'ledger' });
  await say('sketch-dependency', { from: 'ledger', dependsOn: 'payments' });
  await say('plan-restore', { services: ['checkout', 'payments', 'ledger'], bootstrap: ['ledger'] });
  await say('take-restore-step', { service: 'ledger' });
  await say('verify-restore', { service: 'ledger', evidence: 'It books', goodEnough: true });
  await later(31);
  await say('end-workaround', { workaround: 'W1', reason: 'Payments are back' });
  await say('end-wait', { wait: 'V1', outcome: 'They replaced a line card' });
  await say('give-evidence', { claim: 'Login works', again: 'E1' });
}

async function promises({ server, incident, ben, say, later, inMinutes }: Cast): Promise<void> {
  const pages = [{ slug: 'shop', name: 'Shop', components: [{ key: 'checkout', name: 'Checkout' }] }];
  accepted('pages', await server.owner.send('PUT', '/api/settings/status-pages', { version: 0, document: { pages } }));
  const said = 'Some orders fail. Next update at 15:00.';
  await say('publish-status', {
    page: 'shop',
    title: 'Orders fail',
    text: said,
    components: ['checkout=partial_outage'],
  });
  await say('promise-update', { inMs: 1_800_000 });
  for (const minutes of [26, 5, 5, 6]) await later(minutes);
  await say('record-update', { text: 'Checkout fails in the EU', toldWhom: 'Head of shop', channel: 'telephone' });
  const { owner } = server;
  for (const text of ['Is data lost?', 'Is data lost']) {
    const question = { id: randomUUID(), text };
    accepted('ask', await owner.send('POST', `/api/incidents/${incident}/questions`, question));
  }
  await say('send-update', { status: 'Orders fail for some in the EU.', answers: ['Q1: No data is lost.'] });
  await say('set-question-aside', { question: 'Q2', reason: 'Asked and answered as Q1' });
  await say('send-update', { status: 'Orders still fail.', sendAt: await inMinutes(30) });
  await say('withdraw-update', { update: 'M2' });
  await say('admit-stakeholder', { person: ben.id });
  const links = `/api/incidents/${incident}/brief-links`;
  const made = await owner.send<{ id: string }>('POST', links, { name: 'Head of shop' });
  accepted('end the link', await owner.send('DELETE', `${links}/${accepted('link', made).id}`));
}

/** Three spaced observations, one of them by whoever reported it. */
async function seenToWork({ ben, say, later }: Cast): Promise<void> {
  for (const by of [ben, ben, undefined]) {
    await later(6);
    await say('observe-signal', { signal: 'S2', what: 'An order went through' }, by);
  }
}

/** S1 is known as it was before, and then settles beside it. */
async function newLevel({ system, say, later, read }: Cast): Promise<void> {
  const at = Date.parse('2026-03-01T00:00:00Z');
  const level = (value: number, index: number): number => value * (1 + (index % 5) / 20);
  const quiet = Array.from({ length: 60 }, (_, index) => ({
    at: instant(at + index * 60_000),
    value: level(1, index),
  }));
  await system('take-baseline', { signal: 'S1', baseline: baselineOf(quiet) });
  await later(20);
  await read('S1', [
    ...Array.from({ length: 20 }, (_, index) => level(60, index)),
    ...Array.from({ length: 30 }, (_, index) => level(4, index)),
  ]);
  await say('accept-baseline', { signal: 'S1', reason: 'The new cache keeps more connections open' });
}

async function allClear(cast: Cast): Promise<void> {
  const { server, incident, say, system, later, inMinutes } = cast;
  await say('loosen-signal', { signal: 'S1', healthy: '< 0.02', reason: 'Its normal level on Mondays' });
  await say('loosen-signal', { signal: 'S1', healthy: 'as before', reason: 'Nobody knows its bound' });
  await newLevel(cast);
  await say('drop-signal', { signal: 'S1', reason: 'The service is gone for good' });
  await say('observe-signal', { signal: 'S2', what: 'My order went through' });
  await say('observe-signal', { signal: 'S2', what: 'It failed again', healthy: 'no' });
  await say('watch-overnight', { until: await inMinutes(480), wakeIf: 'Orders fail' });
  await later(481);
  await seenToWork(cast);
  const pausedAt = Date.parse(await inMinutes(0));
  const read = { status: 'healthy', moved: false, seenUnhealthy: false, value: null, at: pausedAt };
  await system('turn-signal', { signal: 'S2', ...read, because: 'unreachable', restartedAt: null, pausedAt });
  const { body } = await server.owner.get<{ children: string[] }>(`/api/incidents/${incident}/picture`);
  const exclude = await Promise.all(
    body.children.map(async (child) => (await server.owner.get<{ number: string }>(`/api/incidents/${child}`)).body),
  );
  const excluded = { exclude: exclude.map(({ number }) => number) };
  await say('observe-change', { change: 'C6', result: 'improved', observed: 'Orders flow' });
  await say('declare-all-clear', { statement: 'Checkout is back for everybody', ...excluded });
  await later(30);
  await say('report-relapse', { evidence: 'Orders fail again' });
  await seenToWork(cast);
  await say('declare-all-clear', { statement: 'Checkout is back for good', ...excluded });
  await say('end-impact', { evidence: 'Orders at their usual rate' });
  await later(25 * 60);
  await say('set-root-cause-fix', { what: 'Pool timeout released with 4.2.2' });
}

async function ending({ server, ben, cem, say, system }: Cast): Promise<void> {
  const weaker = { guardrails: { 'SEV-1': { D4: 'caution' } } };
  accepted('policy', await server.owner.send('PUT', '/api/settings/policy', { version: 0, document: weaker }));
  await system('give-up-delivery', {
    channel: 'webhook',
    target: 'archive',
    reason: 'unreachable',
    event: randomUUID(),
  });
  await say('set-severity', { severity: 'SEV-2', reason: 'It is over' });
  await say('set-kind', { kind: 'security' });
  await say('add-member', { person: cem.id });
  await say('remove-member', { person: cem.id });
  await say('leave', {}, ben);
  await say('close', { waiver: 'Covered by the postmortem of another' });
}

/** Drives a real server through one incident in which every type of event is written, and exports it. */
export async function everyEvent(): Promise<IncidentExport> {
  const database = await freshDatabase();
  const server = await startServer(database);
  try {
    await settings(server);
    const alerts = await alarm(server);
    const [first, second] = [await alerts.fire('CheckoutFails'), await alerts.fire('NodeDown')];
    const cast = await castOf(server, database, [first]);
    await falseStarts(cast);
    await room(cast, second);
    await alerts.resolve();
    await cast.until('AlertsChanged');
    await diagnosis(cast);
    await changes(cast);
    await relief(cast);
    await promises(cast);
    await allClear(cast);
    await ending(cast);
    const path = `/api/incidents/${cast.incident}/export`;
    return accepted('export', await server.owner.get<IncidentExport>(path));
  } finally {
    await server.stop();
    await database.drop();
  }
}
