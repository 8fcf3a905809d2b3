import { randomUUID } from 'node:crypto';
import { about, after, onFresh, type Recipe, type Recipes } from './recipe.ts';
import type { World } from './world.ts';

const confirmed = ['confirm', { evidence: 'seen' }] as const;
const commanded = ['assign-role', { role: 'incident-commander' }] as const;
const hypothesis = ['propose-hypothesis', { cause: 'the pool is exhausted', thenAction: 'recycle it' }] as const;
const scoped = ['state-scope', { what: 'checkout', evidence: 'error rate' }] as const;
const watched = ['add-signal', { name: 'orders' }] as const;
const evidenced = ['give-evidence', { claim: 'login works' }] as const;
const relieved = ['workaround', { what: 'orders by telephone' }] as const;
const waited = ['wait-on', { on: 'carrier', what: 'ticket 4711' }] as const;
const planned = ['plan-restore', { services: ['database', 'checkout'] }] as const;
const promised = ['promise-update', { inMs: 1_800_000 }] as const;
const allClear = ['declare-all-clear', { statement: 'back' }] as const;
const plan = { what: 'raise the pool', undo: 'lower it', touches: ['payments'] };
const proposed = ['propose-change', plan] as const;
const made = ['change', plan] as const;

const diagnosis: Recipes = {
  'state-scope': onFresh({ what: 'checkout', boundary: 'EU only', evidence: 'error rate by region' }),
  'give-evidence': after([evidenced], { claim: 'login works', again: 'E1', how: 'query', source: 'up' }),
  'check-instrument': onFresh({ instrument: 'logs', health: 'fresh' }),
  'propose-hypothesis': after([scoped], { cause: 'a deployment', test: 'look at it', thenAction: 'roll it back' }),
  'test-hypothesis': after([scoped, hypothesis], { hypothesis: 'H1', finding: 'all connections are in use' }),
  'rule-hypothesis': after([scoped, hypothesis], { hypothesis: 'h1', verdict: 'refuted', evidence: 'they are free' }),
  'park-cause': onFresh({ cause: 'the deployment of this morning' }),
};

/** Somebody else than who proposed it. */
const seconded: Recipe = async (world) => ({
  ...(await after([proposed], { change: 'C1' })(world)),
  headers: await world.session(await world.person()),
});

const changes: Recipes = {
  change: onFresh(plan),
  'propose-change': onFresh({ ...plan, purpose: 'contain', steps: ['drain zone a', 'drain zone b'] }),
  'queue-change': after([proposed], { change: 'C1' }),
  'start-change': after([proposed], { change: 'C1' }),
  'approve-change': after([commanded, ['propose-change', { ...plan, addedRisk: 'it may run out' }]], { change: 'C1' }),
  'second-change': seconded,
  'observe-change': after([made], { change: 'C1', result: 'no-effect', observed: 'nothing moved' }),
  'abandon-change': after([proposed], { change: 'C1', reason: 'not needed' }),
  'roll-back': after([made], { change: 'C1', observed: 'as before' }),
  'record-change': onFresh({ what: 'restarted node 3 from the console' }),
  now: onFresh({ what: 'cut the power of press 4' }),
};

/** The name of a source that has been looked at; one is made where there is none. */
async function source(world: World): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { body } = await world.owner.get<{ items: { name: string; state: object | null }[] }>('/api/sources');
    const known = body.items.find(({ state }) => state !== null);
    if (known) return known.name;
    if (body.items.length === 0) {
      const { version } = (await world.owner.get<{ version: number }>('/api/settings/sources')).body;
      const sources = [{ name: world.fresh('source'), kind: 'prometheus', url: 'http://127.0.0.1:1/' }];
      // Another lane may be quicker.
      await world.owner.send('PUT', '/api/settings/sources', { version, document: { sources } });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no source was looked at');
}

const asked = async (world: World): Promise<object> => ({
  name: 'errors',
  query: 'rate(errors[1m])',
  healthy: '< 0.01',
  source: await source(world),
});

const loosened: Recipe = async (world) =>
  after([['add-signal', await asked(world)]], { signal: 'S1', healthy: '< 2 %', reason: 'normal on Mondays' })(world);

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

const stabilising: Recipes = {
  workaround: async (world) => onFresh({ what: 'orders by telephone', owner: 'me', expiresAt: inAnHour() })(world),
  'end-workaround': after([relieved], { workaround: 'W1' }),
  'wait-on': async (world) => onFresh({ on: 'carrier', nextChaseAt: inAnHour() })(world),
  'end-wait': after([waited], { wait: 'V1', outcome: 'they replaced a line card' }),
  'sketch-dependency': onFresh({ from: 'checkout', dependsOn: 'payments' }),
  'plan-restore': onFresh({ services: ['payments', 'database'], bootstrap: ['database'] }),
  'take-restore-step': after([planned], { service: 'database' }),
  'verify-restore': after([planned, ['take-restore-step', { service: 'database' }]], {
    service: 'database',
    evidence: 'it answers',
  }),
  'add-signal': async (world) => about((await world.declare()).id, await asked(world)),
  'loosen-signal': loosened,
  'drop-signal': after([watched], { signal: 'S1', reason: 'gone for good' }),
  'observe-signal': after([watched], { signal: 'S1', what: 'an order went through' }),
  'watch-overnight': async (world) =>
    after([confirmed, commanded], { until: inAnHour(), wakeIf: 'orders fail' })(world),
  'declare-all-clear': after([confirmed, commanded], { statement: 'back for everybody' }),
  'report-relapse': after([confirmed, commanded, allClear], { evidence: 'orders fail again' }),
  'set-root-cause-fix': after([confirmed, commanded, allClear], { what: 'released with 4.2.2' }),
};

const speaking: Recipes = {
  'promise-update': onFresh({ audience: 'customers', inMs: 600_000 }),
  'publish-status': onFresh({ page: 'shop', title: 'orders fail', text: 'we are looking' }),
  'send-update': after([confirmed, scoped, promised], {
    status: 'Orders fail for some in the EU',
    doing: 'Ana rolls 4.12 back',
    nextInMs: 600_000,
  }),
  'withdraw-update': async (world) =>
    after([confirmed, scoped, ['send-update', { status: 'still so', sendAt: inAnHour() }]], { update: 'M1' })(world),
  'set-question-aside': async (world) => {
    const { path, body } = await asks(world);
    const incident = String(path?.['incident']);
    await world.owner.send('POST', `/api/incidents/${incident}/questions`, body as object);
    return about(incident, { question: 'Q1', reason: 'answered by telephone' });
  },
  'admit-stakeholder': async (world) => after([confirmed, commanded], { person: await world.person() })(world),
  'record-update': after([promised], { text: 'checkout fails in the EU', toldWhom: 'head of shop', nextInMs: 600_000 }),
};

const asks: Recipe = async (world) => {
  const { id } = await world.declare();
  return { path: { incident: id }, body: { id: randomUUID(), text: 'Is data lost?' } };
};

/** A personal link, not opened yet. */
async function linked(world: World): Promise<{ incident: string; link: string; secret: string }> {
  const { id: incident } = await world.declare();
  const path = `/api/incidents/${incident}/brief-links`;
  const { body } = await world.owner.send<{ id: string; secret: string }>('POST', path, { name: 'CFO' });
  return { incident, link: body.id, secret: body.secret };
}

/** A browser that opened a personal link. */
async function reader(world: World): Promise<Record<string, string>> {
  const { secret } = await linked(world);
  const reply = await fetch(`${world.url}/api/brief/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret }),
  });
  return { cookie: (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
}

async function channel(world: World): Promise<string> {
  const settings = { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };
  const { body } = await world.owner.send<{ id: string }>('POST', '/api/channels', {
    name: world.fresh('channel'),
    integration: 'webhook',
    settings,
  });
  return body.id;
}

const briefs: Recipes = {
  showBrief: (world) => shown(world),
  askQuestion: asks,
  listBriefLinks: (world) => shown(world),
  createBriefLink: onFresh({ name: 'CFO' }),
  revokeBriefLink: async (world) => {
    const { incident, link } = await linked(world);
    return { path: { incident, id: link } };
  },
  openBriefLink: async (world) => ({ body: { secret: (await linked(world)).secret }, headers: {} }),
  showLinkedBrief: async (world) => ({ headers: await reader(world) }),
  askByLink: async (world) => ({ headers: await reader(world), body: { id: randomUUID(), text: 'Is data lost?' } }),
  showDraft: (world) => shown(world),
  listUpdates: (world) => shown(world),
  showHoldingStatement: (world) => shown(world),
  listDeliveries: (world) => shown(world),
  checkWords: onFresh({ status: 'Orders fail for {affected}.' }),
  createChannel: async (world) => ({
    body: {
      name: world.fresh('channel'),
      integration: 'email',
      settings: { host: '127.0.0.1', from: 'allclear@example.org' },
    },
  }),
  changeChannel: async (world) => ({
    path: { id: await channel(world) },
    body: { name: world.fresh('channel'), settings: { url: 'https://hooks.example.org/' } },
  }),
  revokeChannel: async (world) => ({ path: { id: await channel(world) } }),
  testChannel: async (world) => ({ path: { id: await channel(world) }, body: { to: 'http://127.0.0.1:1/' } }),
};

/** An incident with something of everything in it. */
const busy = after([
  confirmed,
  commanded,
  scoped,
  evidenced,
  hypothesis,
  made,
  watched,
  relieved,
  waited,
  planned,
  ['sketch-dependency', { from: 'checkout', dependsOn: 'database' }],
  ['open-side-channel', { name: 'vendor call' }],
  promised,
]);

const shown: Recipe = async (world) => ({ path: (await busy(world)).path ?? {} });

/** The discipline: what is affected, what is done about it, how people come back, and who is told. */
export const disciplineRecipes: Recipes = {
  ...diagnosis,
  ...changes,
  ...stabilising,
  ...speaking,
  ...briefs,
  showState: shown,
  showPicture: shown,
  showNext: shown,
  showMeasures: shown,
};
