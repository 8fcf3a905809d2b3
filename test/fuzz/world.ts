import { randomUUID } from 'node:crypto';
import { type Answer, type Caller, callerOf, sessionOf } from '../harness/server.ts';

/** Ids of things that are really there, by kind. The newest few of each. */
export type PoolName =
  | 'incidents'
  | 'private-incidents'
  | 'entries'
  | 'people'
  | 'victims'
  | 'teams'
  | 'tokens'
  | 'keys'
  | 'key-secrets'
  | 'webhooks'
  | 'links'
  | 'fingerprints'
  | 'digests'
  | 'cursors'
  | 'commands'
  | 'silences'
  | 'exports'
  | 'sources';

/** Who sends a request. */
export const callerNames = ['owner', 'session', 'viewer', 'outsider', 'nobody'] as const;
export type CallerName = (typeof callerNames)[number];

const kept = 24;

export const password = 'a password of the fuzzed server';

/** A running server with something of everything in it. */
export class World {
  readonly url: string;
  readonly owner: Caller;
  readonly headers: Record<CallerName, Record<string, string>>;
  readonly #pools = new Map<PoolName, unknown[]>();
  readonly #signedIn = new Map<CallerName, string>();
  #count = 0;

  constructor(url: string, ownerToken: string) {
    this.url = url;
    this.owner = callerOf(url, ownerToken);
    const bearer = { authorization: `Bearer ${ownerToken}` };
    this.headers = {
      owner: bearer,
      session: {},
      viewer: {},
      outsider: { authorization: 'Bearer act_of-somebody-else' },
      nobody: {},
    };
  }

  /** A word that nothing here is called yet. */
  fresh(stem: string): string {
    this.#count += 1;
    return `${stem}-${this.#count}-${randomUUID().slice(0, 8)}`;
  }

  add(pool: PoolName, ...items: unknown[]): void {
    this.#pools.set(pool, [...(this.#pools.get(pool) ?? []), ...items].slice(-kept));
  }

  /** Never empty: nothing there yet gives something that is not there. */
  pool(name: PoolName): unknown[] {
    const items = this.#pools.get(name) ?? [];
    return items.length > 0 ? items : [randomUUID()];
  }

  async declare(more: object = {}): Promise<{ id: string; number: string }> {
    const incident = await this.owner.declare(this.fresh('incident'), { severity: 'SEV-4', ...more });
    this.add('incidents', incident.id, incident.number);
    return incident;
  }

  /** Says a verb that has to be accepted, as a step towards something else. */
  async say(incident: string, verb: string, body: object = {}): Promise<{ entries: { id: string }[] }> {
    return must(await this.owner.say<{ entries: { id: string }[] }>(incident, verb, body));
  }

  async note(incident: string): Promise<string> {
    const { entries } = await this.say(incident, 'note', { text: this.fresh('note') });
    const entry = entries[0]?.id as string;
    this.add('entries', entry);
    return entry;
  }

  /** A person whom nobody else needs. */
  async person(role = 'responder'): Promise<string> {
    const name = this.fresh('person');
    const body = { name, email: `${name}@example.org`, role };
    const { id } = must(await this.owner.send<{ id: string }>('POST', '/api/people', body));
    this.add('victims', id, body.email);
    return id;
  }

  async link(person: string): Promise<string> {
    const made = must(await this.owner.send<{ link: string }>('POST', `/api/people/${person}/sign-in-link`));
    return new URL(made.link).hash.slice(1);
  }

  /** Headers of a new session of this person. */
  async session(person: string): Promise<Record<string, string>> {
    return { cookie: `__Host-allclear=${await sessionOf(this.url, await this.link(person))}` };
  }

  /** Signs a caller in as this person, for as long as the world stands. */
  async signIn(caller: CallerName, person: string): Promise<void> {
    this.#signedIn.set(caller, person);
    this.headers[caller] = await this.session(person);
  }

  async upload(): Promise<string> {
    const reply = await fetch(new URL('/api/attachments', this.url), {
      method: 'PUT',
      headers: { ...this.headers.owner, 'content-type': 'image/png' },
      body: this.fresh('bytes'),
    });
    const { digest } = (await reply.json()) as { digest: string };
    this.add('digests', digest);
    return digest;
  }

  /** A firing alert that intake has taken and the list shows. */
  async alert(): Promise<string> {
    const name = this.fresh('alert');
    const [secret] = this.pool('key-secrets').slice(-1);
    const reply = await fetch(new URL(`/in/${String(secret)}/api/v2/alerts`, this.url), {
      method: 'POST',
      body: JSON.stringify([{ labels: { alertname: name } }]),
    });
    if (!reply.ok) throw new Error(`the alert was not taken: ${reply.status}`);
    for (let tries = 0; tries < 100; tries += 1) {
      const { items } = must(
        await this.owner.get<{ items: { name: string; fingerprint: string }[] }>('/api/alerts?limit=500'),
      );
      const found = items.find((item) => item.name === name);
      if (found) {
        this.add('fingerprints', found.fingerprint);
        return found.fingerprint;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the alert was taken and never listed');
  }

  /** What hostile requests may have ended is made anew, and what would slow everything down is taken away. */
  async tidy(): Promise<void> {
    for (const [caller, person] of this.#signedIn) {
      const known = await fetch(new URL('/api/me', this.url), { headers: this.headers[caller] });
      await known.body?.cancel();
      if (!known.ok) await this.signIn(caller, person);
    }
    const hooks = must(await this.owner.get<{ items: { id: string }[] }>('/api/webhooks'));
    for (const { id } of hooks.items) await this.owner.send('DELETE', `/api/webhooks/${id}`);
  }
}

function must<Body>({ status, body }: Answer<Body>): Body {
  if (status >= 300) throw new Error(`the world could not be made: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** A status page, with a notice, maintenance and a bucket in it that takes nothing. */
async function setUpPages({ owner }: World): Promise<void> {
  const bucket = { name: 'bucket', kind: 's3', endpoint: 'http://127.0.0.1:1', bucket: 'shop', accessKeyId: 'key' };
  const page = {
    slug: 'shop',
    name: 'Shop',
    url: 'https://status.example.org',
    subscribeUrl: 'https://allclear.example.org',
    components: [{ key: 'checkout', name: 'Checkout' }],
    targets: [bucket],
  };
  must(await owner.send('PUT', '/api/settings/status-pages', { version: 0, document: { pages: [page] } }));
}

/** Fills a new installation with something of everything. */
export async function seed(url: string, ownerToken: string): Promise<World> {
  const world = new World(url, ownerToken);
  const { owner } = world;
  const me = must(await owner.get<{ person: { id: string; email: string } }>('/api/me')).person;
  await world.signIn('session', me.id);
  const viewer = await world.person('viewer');
  await world.signIn('viewer', viewer);
  world.add('people', me.id, me.email, 'me', viewer);
  await world.person();
  const key = must(
    await owner.send<{ key: string }>('POST', '/api/keys', { name: 'fuzz', scopes: ['ingest', 'read', 'silence'] }),
  );
  world.add('key-secrets', key.key);
  for (let index = 0; index < 3; index += 1) {
    const { number } = await world.declare();
    await world.note(number);
  }
  const hidden = await owner.declare('hidden', { kind: 'security' });
  world.add('private-incidents', hidden.id, hidden.number);
  await setUpPages(world);
  await world.upload();
  await world.alert();
  return world;
}
