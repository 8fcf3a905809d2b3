import { v7 } from 'uuid';
import { Drain, type Message, type OutboxNeeds, tabLock } from './outbox-drain.ts';
import type { KeptCommand, Outbox, SendResult } from './types.ts';

/** The outbox as its owner handles it. */
export interface RunningOutbox extends Outbox {
  /** Tries at once to send what waits; resolves when nothing more can be sent now. */
  wake(): Promise<void>;
  /** Looks at the disk again, as another person may have signed in. */
  look(): Promise<void>;
}

const answerWithinMs = 4_000;
const resultWithinMs = 2_000;

/** Everything that is written here: first to disk, then out, in order, by one tab at a time. */
export function openOutbox(needs: OutboxNeeds): RunningOutbox {
  const { rows, locks, channel, now } = needs;
  const tab = v7();
  const waiting = new Map<string, (result: SendResult) => void>();
  const view = keptView(needs);

  const heard = (message: Message): void => {
    if (message.kind === 'changed') view.look().catch(needs.failed);
    else waiting.get(message.id)?.(message.result);
  };
  const tell = (message: Message): void => {
    channel.postMessage(message);
    heard(message);
  };
  channel.addEventListener('message', ({ data }) => heard(data as Message));
  // Held for as long as this tab lives: who drains sees by it whether anybody still waits for an answer.
  locks.request(tabLock(tab), () => new Promise(() => undefined)).catch(needs.failed);

  const drain = new Drain(needs, tell);
  const wake = (): Promise<void> => drain.run().catch(needs.failed);

  return {
    kept: view.kept,
    onChange: view.onChange,
    look: view.look,
    wake,
    async send(verb, incident, body, more = {}) {
      const said = now();
      const id = more.id ?? v7();
      const answer = new Promise<SendResult>((resolve) => waiting.set(id, resolve));
      try {
        await rows.add({
          id,
          person: await needs.person(),
          incident: incident ?? id,
          verb,
          body,
          override: more.override ?? null,
          happenedAt: more.happenedAt ?? new Date(said).toISOString(),
          state: 'sending',
          problem: null,
          tab,
          timeGiven: more.happenedAt !== undefined,
          failures: 0,
        });
        tell({ kind: 'changed' });
        void wake();
        return await answered(needs, id, answer, tell);
      } finally {
        waiting.delete(id);
      }
    },
    async discard(id) {
      await rows.rewrite(id, (row) => (row.state === 'refused' ? [] : [row]));
      tell({ kind: 'changed' });
    },
  };
}

/** The answer, or after a while the word that it was kept. */
async function answered(
  { rows }: OutboxNeeds,
  id: string,
  answer: Promise<SendResult>,
  tell: (message: Message) => void,
): Promise<SendResult> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const after = (ms: number): Promise<null> =>
    new Promise((resolve) => {
      timer = setTimeout(() => resolve(null), ms);
    });
  try {
    const early = await Promise.race([answer, after(answerWithinMs)]);
    if (early !== null) return early;
    const marked = await rows.rewrite(id, (row) => [row.state === 'refused' ? row : { ...row, state: 'kept' }]);
    if (marked) {
      tell({ kind: 'changed' });
      return { kind: 'kept' };
    }
    // It has just been answered, in whatever tab: the word is on its way.
    return (await Promise.race([answer, after(resultWithinMs)])) ?? { kind: 'kept' };
  } finally {
    clearTimeout(timer);
  }
}

/** This person's rows, as an array that stays the same until something changes. */
function keptView({ rows, personHere }: OutboxNeeds): Pick<RunningOutbox, 'kept' | 'onChange' | 'look'> {
  const listeners = new Set<() => void>();
  let kept: readonly KeptCommand[] = [];
  let looking: Promise<void> | null = null;
  let again = false;

  async function lookOnce(): Promise<void> {
    const own = personHere();
    const found = (await rows.all()).filter((row) => row.person === own);
    const same =
      found.length === kept.length &&
      found.every(({ id, state }, index) => kept[index]?.id === id && kept[index]?.state === state);
    if (same) return;
    kept = found;
    for (const listener of listeners) listener();
  }

  async function look(): Promise<void> {
    do {
      again = false;
      await lookOnce();
    } while (again);
  }

  return {
    kept: () => kept,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    look() {
      again = true;
      looking ??= look().finally(() => {
        looking = null;
      });
      return looking;
    },
  };
}
