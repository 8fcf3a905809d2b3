import { createHash, randomUUID } from 'node:crypto';
import { genesis, hashOf } from '../../src/domain/log/chain.ts';
import type { ExportedRow, IncidentExport } from '../../src/domain/log/export.ts';
import type { Parts } from './request.ts';
import { password, type World } from './world.ts';

/** What a good request of an operation needs, made for it alone. */
export interface Prepared extends Partial<Parts> {
  /** Sent with these instead of the owner's token. */
  readonly headers?: Record<string, string>;
}

type Recipe = (world: World) => Promise<Prepared>;

const said = (body: object = {}): { body: object } => ({ body: { id: randomUUID(), ...body } });
const about = (incident: string, body: object = {}): Prepared => ({ path: { incident }, ...said(body) });

const onFresh =
  (body: object = {}): Recipe =>
  async (world) =>
    about((await world.declare()).id, body);

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The same log as if another installation had written it: other ids, and a chain that holds. */
function elsewhere(document: IncidentExport): IncidentExport {
  const id = randomUUID();
  let previousHash = genesis;
  const events = document.events.map(({ body, salt, hash: _hash, position, ...rest }): ExportedRow => {
    const row = { ...rest, stream: `incident:${id}`, previousHash };
    const hash = hashOf(row, digest);
    previousHash = hash;
    return { ...row, position, hash, body, salt };
  });
  return { ...document, origin: randomUUID(), incident: { ...document.incident, id }, events };
}

const withNote: Recipe = async (world) => {
  const { id } = await world.declare();
  return { path: { incident: id }, body: { entry: await world.note(id) } };
};

const setting = async (world: World): Promise<number> =>
  (await world.owner.get<{ version: number }>('/api/settings/catalog')).body.version;

const made = async <Body>(world: World, path: string, body: object): Promise<Body> =>
  (await world.owner.send<Body>('POST', path, body)).body;

const attached: Recipe = async (world) => {
  const { id } = await world.declare();
  const file = { digest: await world.upload(), name: 'a.png', mediaType: 'image/png', sizeBytes: 4 };
  return about(id, { file });
};

const commands: Readonly<Record<string, Recipe>> = {
  declare: async (world) => said({ title: world.fresh('declared') }),
  confirm: onFresh({ evidence: 'seen' }),
  dismiss: onFresh({ reason: 'a probe' }),
  reopen: async (world) => {
    const { id } = await world.declare();
    await world.say(id, 'dismiss', { reason: 'a probe' });
    return about(id, { reason: 'again' });
  },
  note: onFresh({ text: 'a note' }),
  correct: async (world) => {
    const { path, body } = await withNote(world);
    return { path: path ?? {}, ...said({ ...(body as object), text: 'better' }) };
  },
  redact: async (world) => {
    const { path, body } = await withNote(world);
    return { path: path ?? {}, ...said({ ...(body as object), reason: 'secret' }) };
  },
  attach: attached,
  join: async (world) => {
    const { id } = await world.declare();
    await world.say(id, 'leave');
    return about(id);
  },
  leave: onFresh(),
  'assign-role': onFresh({ role: 'incident-commander', person: 'me' }),
  'offer-role': onFresh({ role: 'scribe', to: 'me', handover: 'all quiet' }),
  'accept-role': async (world) => {
    const { id } = await world.declare();
    await world.say(id, 'offer-role', { role: 'scribe', to: 'me', handover: 'all quiet' });
    return about(id, { role: 'scribe' });
  },
  'set-severity': onFresh({ severity: 'SEV-3' }),
  'set-kind': onFresh({ kind: 'vendor' }),
  'add-member': async (world) =>
    about((await world.declare({ kind: 'security' })).id, { person: await world.person() }),
  'remove-member': async (world) => {
    const { id } = await world.declare({ kind: 'security' });
    const person = await world.person();
    await world.say(id, 'add-member', { person });
    return about(id, { person });
  },
  'start-impact': onFresh({ evidence: 'failed orders' }),
  'end-impact': onFresh({ evidence: 'orders again' }),
  'record-detection': onFresh({ by: 'customer' }),
  'attach-alerts': async (world) => about((await world.declare()).id, { fingerprints: [await world.alert()] }),
  'detach-alerts': async (world) => {
    const fingerprints = [await world.alert()];
    return about((await world.declare({ fingerprints })).id, { fingerprints });
  },
  merge: async (world) => about((await world.declare()).id, { into: (await world.declare()).id }),
  close: async (world) => {
    const { id } = await world.declare();
    await world.say(id, 'confirm', { evidence: 'seen' });
    return about(id, { waiver: 'covered elsewhere' });
  },
};

const withPassword: Recipe = async (world) => {
  const person = await world.person();
  const headers = await world.session(person);
  return { headers, body: { current: null, next: password } };
};

const access: Readonly<Record<string, Recipe>> = {
  setPassword: withPassword,
  signIn: async (world) => {
    const email = `${world.fresh('signer')}@example.org`;
    const { id } = await made<{ id: string }>(world, '/api/people', { name: 'Signer', email });
    const headers = { ...(await world.session(id)), 'content-type': 'application/json' };
    const body = JSON.stringify({ current: null, next: password });
    await (await fetch(new URL('/api/me/password', world.url), { method: 'PUT', headers, body })).text();
    return { body: { email, password } };
  },
  signInByLink: async (world) => {
    const secret = await world.link(await world.person());
    world.add('links', secret);
    return { body: { secret } };
  },
  signOut: async (world) => ({ headers: await world.session(await world.person()) }),
  createPerson: async (world) => ({ body: { name: 'Fresh', email: `${world.fresh('fresh')}@example.org` } }),
  changePerson: async (world) => ({ path: { person: await world.person() }, body: { name: 'Renamed' } }),
  createSignInLink: async (world) => ({ path: { person: await world.person() } }),
  putTeam: async (world) => {
    const name = world.fresh('team');
    world.add('teams', name);
    return { path: { name }, body: { members: ['me'] } };
  },
  deleteTeam: async (world) => {
    const name = world.fresh('team');
    await world.owner.send('PUT', `/api/teams/${name}`, { members: [] });
    return { path: { name } };
  },
  createToken: async () => ({ body: { name: 'fuzz' } }),
  revokeToken: async (world) => {
    const { id } = await made<{ id: string }>(world, '/api/tokens', { name: 'victim' });
    world.add('tokens', id);
    return { path: { id } };
  },
  createKey: async () => ({ body: { name: 'fuzz' } }),
  rotateKey: async (world) => {
    const { id } = await made<{ id: string }>(world, '/api/keys', { name: 'victim' });
    world.add('keys', id);
    return { path: { id } };
  },
  revokeKey: async (world) => ({
    path: { id: (await made<{ id: string }>(world, '/api/keys', { name: 'victim' })).id },
  }),
  createWebhook: async () => ({ body: { name: 'fuzz', url: 'https://hooks.example.org/' } }),
  revokeWebhook: async (world) => {
    const hook = { name: 'victim', url: 'https://hooks.example.org/' };
    const { id } = await made<{ id: string }>(world, '/api/webhooks', hook);
    world.add('webhooks', id);
    return { path: { id } };
  },
};

const others: Readonly<Record<string, Recipe>> = {
  importIncident: async (world) => {
    const { id } = await world.declare();
    await world.note(id);
    await world.say(id, 'redact', { entry: await world.note(id), reason: 'secret' });
    const document = elsewhere((await world.owner.get<IncidentExport>(`/api/incidents/${id}/export`)).body);
    world.add('exports', document);
    return { body: { document } };
  },
  planSetting: async () => ({ path: { name: 'policy' }, body: { document: {} } }),
  applySetting: async (world) => ({
    path: { name: 'catalog' },
    body: { version: await setting(world), document: { services: [{ name: world.fresh('service') }] } },
  }),
  getAttachment: async (world) => {
    const { path, body } = await attached(world);
    const { file } = body as { file: { digest: string } };
    await world.say(path?.['incident'] as string, 'attach', { file });
    return { path: { ...path, digest: file.digest } };
  },
  listIncidents: async (world) => {
    const { body } = await world.owner.get<{ next: string }>('/api/incidents?limit=1');
    world.add('cursors', body.next);
    return { query: { limit: 2, cursor: body.next } };
  },
  'intake show silence': async (world) => ({
    path: { key: world.pool('key-secrets')[0], silence: await silence(world) },
  }),
  'intake end silence': async (world) => ({
    path: { key: world.pool('key-secrets')[0], silence: await silence(world) },
  }),
  'intake post silence': async (world) => ({ path: { key: world.pool('key-secrets')[0] }, body: wish() }),
};

const wish = (): object => ({
  matchers: [{ name: 'alertname', value: 'quiet', isRegex: false }],
  startsAt: new Date(Date.now()).toISOString(),
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  createdBy: 'fuzz',
  comment: 'quiet',
});

async function silence(world: World): Promise<string> {
  const reply = await fetch(new URL(`/in/${String(world.pool('key-secrets')[0])}/api/v2/silences`, world.url), {
    method: 'POST',
    body: JSON.stringify(wish()),
  });
  const { silenceID } = (await reply.json()) as { silenceID: string };
  world.add('silences', silenceID);
  return silenceID;
}

/** Steps before a request that must be accepted; an operation that is not here needs none. */
export const recipes: Readonly<Record<string, Recipe>> = { ...commands, ...access, ...others };
