import { randomUUID } from 'node:crypto';
import type { Caller, TestServer } from '../../harness/server.ts';

export const shop = {
  slug: 'shop',
  name: 'Shop status',
  about: 'How the shop is.',
  timeZone: 'Europe/Berlin',
  components: [
    { key: 'checkout', name: 'Checkout', group: 'Buying' },
    { key: 'search', name: 'Search', group: 'Buying' },
    { key: 'help', name: 'Help centre' },
  ],
};

/** Sets status pages up, whatever stood before. */
export async function setUpPages({ owner }: TestServer, pages: readonly object[]): Promise<void> {
  const { body } = await owner.get<{ version: number }>('/api/settings/status-pages');
  const answer = await owner.send('PUT', '/api/settings/status-pages', { version: body.version, document: { pages } });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

export interface Read {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  json<Value>(): Value;
}

/** As a customer reads it: without a name. */
export async function read(url: string, headers: Record<string, string> = {}): Promise<Read> {
  const reply = await fetch(url, { headers, redirect: 'manual' });
  const text = await reply.text();
  return { status: reply.status, text, headers: reply.headers, json: <Value>() => JSON.parse(text) as Value };
}

export async function soon<Value>(look: () => Promise<Value | undefined | false>, ms = 10_000): Promise<Value> {
  const until = performance.now() + ms;
  for (;;) {
    const value = await look().catch((error: unknown) => {
      if (performance.now() > until) throw error;
      return undefined;
    });
    if (value !== undefined && value !== false) return value;
    if (performance.now() > until) throw new Error('it never came to be');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const postNotice = (caller: Caller, page: string, body: object) =>
  caller.send<{ key: string }>('POST', `/api/status-pages/${page}/notices`, { id: randomUUID(), ...body });

export const schedule = (caller: Caller, page: string, body: object) =>
  caller.send<{ key: string }>('POST', `/api/status-pages/${page}/maintenance`, { id: randomUUID(), ...body });

/** Carries an incident that hurts nobody much to its all-clear, before which nobody is told that it is over (D4). */
export async function allClear(owner: Caller, incident: string): Promise<void> {
  const steps: readonly (readonly [verb: string, body: object])[] = [
    ['set-severity', { severity: 'SEV-4', reason: 'hardly anybody is hurt' }],
    ['confirm', { evidence: 'seen' }],
    ['assign-role', { role: 'incident-commander' }],
    ['declare-all-clear', { statement: 'orders are back' }],
  ];
  for (const [verb, body] of steps) {
    const { status } = await owner.say(incident, verb, body);
    if (status !== 201) throw new Error(`${verb}: ${status}`);
  }
}
