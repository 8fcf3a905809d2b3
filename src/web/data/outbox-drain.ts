import type { CommandResult } from '../../api/client.ts';
import type { PublicVerb } from '../../api/command-table.ts';
import { ProblemReply, Unreachable } from '../../api/reply-error.ts';
import type { OutboxRow } from './disk.ts';
import type { OutboxRows } from './outbox-rows.ts';
import { type Answer, cameEarlier, hasTime, requestBody, settle, type Settled } from './outbox-step.ts';
import type { SendResult } from './types.ts';

/** What the outbox needs from the browser around it. */
export interface OutboxNeeds {
  readonly rows: OutboxRows;
  /** Id of the person who is signed in here; waits until it is known. */
  readonly person: () => Promise<string>;
  /** The same, or null while nobody is known to be. */
  readonly personHere: () => string | null;
  /** Who the server says is signed in; asked before anything goes out that has waited. */
  readonly confirmPerson: () => Promise<string>;
  readonly post: (verb: PublicVerb, incident: string, body: Record<string, unknown>) => Promise<CommandResult>;
  readonly locks: Pick<LockManager, 'request' | 'query'>;
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>;
  readonly now: () => number;
  /** Where a fault of ours goes. */
  readonly failed: (error: unknown) => void;
}

/** What the tabs tell each other of the outbox. */
export type Message =
  { readonly kind: 'changed' } | { readonly kind: 'result'; readonly id: string; readonly result: SendResult };

type End = 'done' | 'some-failed' | 'stopped';

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/** Name of the lock that a tab holds for as long as it lives. */
export const tabLock = (tab: string): string => `allclear-tab-${tab}`;

async function answerTo(sent: Promise<CommandResult>): Promise<Answer> {
  try {
    return { kind: 'accepted', result: await sent };
  } catch (error) {
    if (error instanceof ProblemReply) return { kind: 'problem', problem: error.problem };
    if (error instanceof Unreachable) return { kind: 'silence' };
    throw error;
  }
}

/** Sends what waits, one at a time and in order; one tab at a time, by a lock. */
export class Drain {
  readonly #needs: OutboxNeeds;
  readonly #tell: (message: Message) => void;
  #running: Promise<void> | null = null;
  #again = false;
  #stops = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(needs: OutboxNeeds, tell: (message: Message) => void) {
    this.#needs = needs;
    this.#tell = tell;
  }

  /** Sends until nothing more can be sent now. */
  run(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#turns().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #turns(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await this.#needs.locks.request('allclear-outbox', () => this.#turn());
    }
  }

  async #turn(): Promise<void> {
    const end = await this.#sendAll().catch((error: unknown): End => {
      if (error instanceof Unreachable || error instanceof ProblemReply) return 'stopped';
      throw error;
    });
    clearTimeout(this.#retry);
    if (end === 'done') {
      this.#stops = 0;
      return;
    }
    if (end === 'stopped') await this.#keepRest();
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#stops);
    this.#stops += 1;
    this.#retry = setTimeout(() => void this.run().catch(this.#needs.failed), wait);
  }

  async #sendAll(): Promise<End> {
    const { rows, confirmPerson, personHere } = this.#needs;
    const person = personHere();
    if (person === null) return 'done';
    let end: End = 'done';
    let confirmed = false;
    let after = -1;
    for (let row = await rows.next(after); row !== undefined; row = await rows.next(after)) {
      const { id, order } = row;
      if (row.person === person && row.state !== 'refused') {
        if (!confirmed && row.state === 'kept' && (await confirmPerson()) !== person) return 'done';
        confirmed = true;
        const { stop, rows: left } = await this.#attempt(row);
        if (stop) return 'stopped';
        // A note in the place of a held command goes next.
        if (left.some((other) => other.id !== id)) continue;
        if (left.some(({ state }) => state === 'kept')) end = 'some-failed';
      }
      after = order;
    }
    return end;
  }

  async #attempt(row: OutboxRow): Promise<Settled> {
    const answer = await this.#post(row);
    const open = answer.kind === 'problem' ? await this.#openTabs() : [];
    let settled = settle(row, answer, true);
    await this.#needs.rows.rewrite(row.id, (current) => {
      settled = settle(current, answer, current.state === 'kept' || !open.includes(tabLock(current.tab)));
      return settled.rows;
    });
    this.#tell({ kind: 'result', id: row.id, result: settled.result });
    this.#tell({ kind: 'changed' });
    return settled;
  }

  async #post(row: OutboxRow): Promise<Answer> {
    const say = (withTime: boolean): Promise<Answer> =>
      answerTo(this.#needs.post(row.verb, row.incident, requestBody(row, withTime)));
    const withTime = hasTime(row, this.#needs.now());
    const answer = await say(withTime);
    return withTime && !row.timeGiven && cameEarlier(answer) ? say(false) : answer;
  }

  /** Who waits for an answer that will not come now is told so. */
  async #keepRest(): Promise<void> {
    const { rows, personHere } = this.#needs;
    const person = personHere();
    for (const row of await rows.all()) {
      if (row.state !== 'sending' || row.person !== person) continue;
      await rows.rewrite(row.id, (current) => [{ ...current, state: 'kept' }]);
      this.#tell({ kind: 'result', id: row.id, result: { kind: 'kept' } });
    }
    this.#tell({ kind: 'changed' });
  }

  async #openTabs(): Promise<string[]> {
    const { held } = await this.#needs.locks.query();
    return (held ?? []).flatMap(({ name }) => name ?? []);
  }
}
