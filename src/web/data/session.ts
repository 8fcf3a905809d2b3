import { live, listenToBrowser, outbox, reading } from './browser.ts';
import { call, onSignedOut } from './call.ts';
import { disk } from './disk.ts';
import { personHere, personIs } from './person.ts';
import type { Read } from './reading.ts';
import type { Me } from './types.ts';

type Message = { readonly kind: 'signed-in'; readonly person: string } | { readonly kind: 'signed-out' };

const drainWithinMs = 3_000;
const personKey = 'person';

const channel = new BroadcastChannel('allclear-session');
const listeners = new Set<() => void>();
let ended = false;

/** Told when this session is over, or is another person's: forget what was shown. */
export function onSessionEnd(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Who is signed in: as the server says or, while it does not answer, as it last said. */
export async function loadMe(signal?: AbortSignal): Promise<Read<Me>> {
  const options = { keep: true, ...(signal ? { signal } : {}) };
  const read = await reading.read('GET /api/me', {}, options);
  const person = read.reply.person.id;
  const database = await disk();
  const before = await database.get('meta', personKey);
  if (before !== undefined && before !== person) {
    // What the person before has read is not for this one.
    await reading.wipe();
    await database.put('meta', person, personKey);
    return loadMe(signal);
  }
  if (before === undefined) await database.put('meta', person, personKey);
  if (person !== personHere()) {
    ended = false;
    personIs(person, read.reply.person.role !== 'stakeholder');
    channel.postMessage({ kind: 'signed-in', person } satisfies Message);
    await outbox.look();
    void outbox.wake();
  }
  return read;
}

/** Signs out here and in every tab. What was written and not sent stays for this person's next session. */
export async function signOut(): Promise<void> {
  await Promise.race([outbox.wake(), new Promise((resolve) => setTimeout(resolve, drainWithinMs))]);
  try {
    await call('DELETE /api/session', {});
  } finally {
    channel.postMessage({ kind: 'signed-out' } satisfies Message);
    await end();
  }
}

/** Begins the session of this page; to be called once. */
export function beginSession(): void {
  onSignedOut(() => {
    end().catch(reportError);
  });
  channel.addEventListener('message', ({ data }) => {
    const message = data as Message;
    const other = message.kind === 'signed-out' || ![null, message.person].includes(personHere());
    if (other) end().catch(reportError);
  });
  listenToBrowser();
}

async function end(): Promise<void> {
  if (ended) return;
  ended = true;
  personIs(null);
  live.regained();
  for (const listener of listeners) listener();
  await Promise.all([reading.wipe(), outbox.look()]);
}
