import { createHash, randomUUID } from 'node:crypto';
import { genesis, hashOf } from '../../src/domain/log/chain.ts';
import type { ExportedRow, IncidentExport } from '../../src/domain/log/export.ts';
import { disciplineRecipes } from './discipline-recipes.ts';
import { pageRecipes } from './page-recipes.ts';
import { type Recipe, type Recipes } from './recipe.ts';
import { attached, roomRecipes } from './room-recipes.ts';
import { password, type World } from './world.ts';

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

const setting = async (world: World): Promise<number> =>
  (await world.owner.get<{ version: number }>('/api/settings/catalog')).body.version;

const made = async <Body>(world: World, path: string, body: object): Promise<Body> =>
  (await world.owner.send<Body>('POST', path, body)).body;

const withPassword: Recipe = async (world) => {
  const person = await world.person();
  const headers = await world.session(person);
  return { headers, body: { current: null, next: password } };
};

const access: Recipes = {
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

const others: Recipes = {
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
  listReadings: async (world) => ({
    path: { incident: (await world.declare()).id },
    query: { signal: 'S1', limit: 10 },
  }),
  testSource: async (world) => {
    const { version } = (await world.owner.get<{ version: number }>('/api/settings/sources')).body;
    const name = world.fresh('source');
    // Nothing listens there, so that looking at it takes no time.
    const sources = [{ name, kind: 'prometheus', url: 'http://127.0.0.1:1/' }];
    await world.owner.send('PUT', '/api/settings/sources', { version, document: { sources } });
    world.add('sources', name);
    return { path: { name } };
  },
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
export const recipes: Recipes = {
  ...pageRecipes,
  ...roomRecipes,
  ...disciplineRecipes,
  ...access,
  ...others,
};
