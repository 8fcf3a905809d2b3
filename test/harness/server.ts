import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { type Running, start, type StartOptions } from '../../src/main/start.ts';
import type { TestDatabase } from './database.ts';

export const ownerToken = 'owner-token-of-the-tests';

export interface Answer<Body = Record<string, never>> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** A person who talks to the server with a token. */
export interface Caller {
  readonly token: string;
  get<Body = never>(path: string): Promise<Answer<Body>>;
  send<Body = never>(method: string, path: string, body?: unknown): Promise<Answer<Body>>;
  /** Says a verb; the id is new unless the body brings one. */
  say<Body = never>(incident: string, verb: string, body?: object): Promise<Answer<Body>>;
  declare(title: string, more?: object): Promise<{ id: string; number: string }>;
}

export interface TestServer {
  readonly url: string;
  readonly dataFolder: string;
  readonly running: Running;
  readonly owner: Caller;
  as(token: string): Caller;
  /** Makes a person with this role and a token of theirs. */
  person(
    name: string,
    role: string,
    scopes?: readonly string[],
  ): Promise<Caller & { readonly id: string; readonly email: string }>;
  stop(): Promise<void>;
}

export function callerOf(url: string, token: string): Caller {
  const send = async <Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> => {
    const reply = await fetch(new URL(path, url), {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    const parsed: unknown = reply.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
    return { status: reply.status, body: parsed as Body, headers: reply.headers };
  };
  return {
    token,
    get: (path) => send('GET', path),
    send,
    say: (incident, verb, body = {}) =>
      send('POST', `/api/incidents/${incident}/${verb}`, { id: randomUUID(), ...body }),
    async declare(title, more = {}) {
      const answer = await send<{ incident: { id: string; number: string } }>('POST', '/api/incidents', {
        id: randomUUID(),
        title,
        ...more,
      });
      if (answer.status !== 201) throw new Error(`not declared: ${JSON.stringify(answer.body)}`);
      return answer.body.incident;
    },
  };
}

/** Where `pretest` builds the cockpit. */
const builtCockpit = join(import.meta.dirname, '../../dist/web');

/** The whole product on a test's own database, in this process. */
export async function startServer(database: TestDatabase, options: Partial<StartOptions> = {}): Promise<TestServer> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'allclear-server-'));
  const running = await start({
    dataFolder,
    databaseUrl: database.app,
    ownerUrl: database.owner,
    masterKey: undefined,
    allowShiftedClock: true,
    log: () => undefined,
    host: '127.0.0.1',
    port: 0,
    tls: null,
    trustedProxies: [],
    webhookNets: [],
    cockpit: builtCockpit,
    ownerToken,
    logLevel: 'error',
    version: '0.0.0-test',
    ...options,
  });
  const owner = callerOf(running.url, ownerToken);
  return {
    url: running.url,
    dataFolder,
    running,
    owner,
    as: (token) => callerOf(running.url, token),
    async person(name, role, scopes = ['admin']) {
      const email = `${name.toLowerCase()}@example.org`;
      const made = await owner.send<{ id: string }>('POST', '/api/people', { name, email, role });
      const link = await owner.send<{ link: string }>('POST', `/api/people/${made.body.id}/sign-in-link`);
      const secret = new URL(link.body.link).hash.slice(1);
      const session = await sessionOf(running.url, secret);
      const token = await fetch(new URL('/api/tokens', running.url), {
        method: 'POST',
        headers: { cookie: `__Host-allclear=${session}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'tests', scopes }),
      });
      const { token: secretToken } = (await token.json()) as { token: string };
      return { ...callerOf(running.url, secretToken), id: made.body.id, email };
    },
    async stop() {
      await running.stop();
      if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Exchanges the secret of a one-time link for a session. */
export async function sessionOf(url: string, secret: string): Promise<string> {
  const reply = await fetch(new URL('/api/session/link', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret }),
  });
  const { session } = (await reply.json()) as { session: string };
  return session;
}
