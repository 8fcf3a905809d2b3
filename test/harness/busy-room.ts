import type { TestDatabase } from './database.ts';
import type { Caller, TestServer } from './server.ts';

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

const services = [
  {
    name: 'checkout',
    tier: 1,
    owners: ['shop'],
    dependsOn: ['payments', 'orders-db'],
    businessFunction: 'taking orders',
    population: 'customers',
  },
  { name: 'payments', tier: 1, owners: ['payments'], dependsOn: ['orders-db'], regulated: true },
  { name: 'orders-db', tier: 1, owners: ['platform'] },
  { name: 'loyalty', tier: 4, dependsOn: ['checkout'] },
];

/** What the rooms of `busyRoom` are about. Nothing listens where its telemetry should come from. */
export async function settleServices({ owner }: TestServer): Promise<void> {
  const sources = [{ name: 'main', kind: 'prometheus', url: 'http://127.0.0.1:1/' }];
  const policy = { channels: { chat: '#inc-checkout', bridge: 'Bridge 4' } };
  for (const [name, document] of Object.entries({ catalog: { services }, sources: { sources }, policy })) {
    const { status, body } = await owner.send('PUT', `/api/settings/${name}`, { version: 0, document });
    if (status !== 200) throw new Error(`${name}: ${JSON.stringify(body)}`);
  }
}

/** Alerts as monitoring sends them: one that belongs to no room. */
export async function fireAlert(server: TestServer, alertname: string): Promise<void> {
  const { body } = await server.owner.send<{ key: string }>('POST', '/api/keys', { name: 'monitoring' });
  await server.owner.send('PUT', '/api/settings/routing', {
    version: 0,
    document: { rules: [{ name: 'all', then: 'keep' }] },
  });
  const alerts = [
    { labels: { alertname, service: 'checkout' }, annotations: { summary: 'Three of five orders fail' } },
  ];
  await fetch(`${server.url}/in/${body.key}/api/v2/alerts`, { method: 'POST', body: JSON.stringify(alerts) });
}

interface Told {
  readonly who: Caller;
  readonly verb: string;
  readonly body?: object;
}

function story(lena: Caller, aino: Caller, owner: Caller): readonly Told[] {
  const told = (who: Caller, verb: string, body: object = {}): Told => ({ who, verb, body });
  return [
    told(lena, 'confirm', { evidence: 'Three of five orders failed from my own browser' }),
    told(lena, 'assign-role', { role: 'incident-commander' }),
    told(aino, 'join'),
    told(aino, 'assign-role', { role: 'scribe' }),
    told(owner, 'join'),
    told(owner, 'assign-role', { role: 'communications-lead' }),
    told(lena, 'start-impact', { evidence: 'First failed order in the export', at: ago(41) }),
    told(lena, 'state-scope', { what: 'checkout', boundary: 'EU', status: 'recovering', evidence: '0.3 % of orders' }),
    told(aino, 'state-scope', { what: 'place an order', kind: 'function', evidence: 'about 4,200 customers an hour' }),
    told(aino, 'state-scope', { what: 'refunds', kind: 'function', status: 'unknown' }),
    told(aino, 'give-evidence', { claim: 'Login works', how: 'query', source: '99.98 % in the last 5 min' }),
    told(aino, 'check-instrument', { instrument: 'logs', health: 'stale', evidence: 'Newest line is 4 min old' }),
    told(lena, 'propose-hypothesis', {
      cause: 'Pool exhausted',
      test: 'read the gauges',
      thenAction: 'raise the pool',
    }),
    told(lena, 'rule-hypothesis', { hypothesis: 'H1', verdict: 'refuted', evidence: '31 of 200 connections in use' }),
    told(lena, 'add-signal', { name: 'order error rate', query: 'rate(orders_failed[1m])', healthy: '< 0.01' }),
    told(lena, 'add-signal', { name: 'orders by hand' }),
    told(lena, 'change', { what: 'Restart the pods', undo: 'none needed', touches: ['checkout'], expected: 'fewer' }),
    told(lena, 'observe-change', { change: 'C1', result: 'no-effect', observed: 'Error rate as before over 6 min' }),
    told(owner, 'record-update', { text: 'Checkout fails for some.', toldWhom: 'Head of shop', nextInMs: 1_800_000 }),
    told(aino, 'note', { text: Array.from({ length: 14 }, (_, at) => `02:50:${at + 10} edge-3 reset`).join('\n') }),
    told(aino, 'workaround', { what: 'No guest checkout', covers: 'members', debt: 'on again', expiresAt: ago(-360) }),
    told(owner, 'wait-on', { on: 'CDN vendor', what: 'ticket 4711', kind: 'vendor' }),
    told(lena, 'plan-restore', { services: ['orders-db', 'payments', 'checkout', 'loyalty'] }),
    told(lena, 'take-restore-step', { service: 'orders-db' }),
    told(lena, 'verify-restore', { service: 'orders-db', evidence: 'Writes at their usual rate' }),
    told(lena, 'change', { what: 'Shift traffic to eu-central', undo: 'shift it back', touches: ['checkout'] }),
    told(aino, 'note', {
      text: 'under half a percent, @Lena: `p99=840ms`, see https://grafana.example.org/d/checkout',
    }),
    told(lena, 'propose-change', { what: 'Re-issue the certificate', undo: 'put it back', touches: ['payments'] }),
  ];
}

/** Carries an incident to where one change is open, another waits, and much is known. */
export async function busyRoom(server: TestServer, database: TestDatabase): Promise<{ number: string; lena: string }> {
  const [lena, aino] = [await server.person('Lena', 'responder', ['write']), await server.person('Aino', 'responder')];
  const title = 'Checkout fails for EU customers';
  const { id, number } = await lena.declare(title, { severity: 'SEV-1', detectedBy: 'monitor' });
  for (const { who, verb, body } of story(lena, aino, server.owner)) {
    const answer = await who.say(id, verb, body);
    if (answer.status >= 400) throw new Error(`${verb}: ${JSON.stringify(answer.body)}`);
  }
  await database.query(
    `insert into allclear.reading (incident, signal, at, value, missing)
      select $1, 'S1', allclear.now() - n * interval '10 seconds',
        case when n between 20 and 30 then null else n * 0.0005 end, case when n between 20 and 30 then 'absent' end
      from generate_series(1, 120) n on conflict do nothing`,
    [id],
  );
  return { number, lena: lena.id };
}
