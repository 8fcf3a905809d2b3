import type { Word } from '../domain/alert/word.ts';
import type { DurationMs } from '../domain/time.ts';
import { Unavailable } from '../domain/unavailable.ts';
import type { DatabaseClock } from './clock.ts';
import { type KnownWord, KnownWords } from './known-words.ts';
import type { AlertJournal, Arrival, IntakeLog, Reading } from './ports.ts';

/** Beyond these, taking more in would only make everybody wait: the sender is told to come again. */
export interface JournalLimits {
  readonly waitingArrivals: number;
  readonly waitingBytes: number;
  readonly slowCommitMs: DurationMs;
  /** Arrivals and bytes of one commit. */
  readonly arrivals: number;
  readonly bytes: number;
  /** Notices kept in memory for routing, so that they need not be read and parsed again. */
  readonly handedOver: number;
}

export const journalLimits: JournalLimits = {
  waitingArrivals: 5000,
  waitingBytes: 64 * 1024 * 1024,
  slowCommitMs: 2000,
  arrivals: 1000,
  bytes: 8 * 1024 * 1024,
  handedOver: 50_000,
};

const ringEveryMs: DurationMs = 50;

interface Line {
  readonly key: string;
  readonly arrival: Arrival;
  readonly words: { readonly known: KnownWord<Commit>; readonly word: Word }[];
}

/** Lines that commit together, and the promise of it. */
class Commit {
  readonly lines: Line[] = [];
  readonly done: Promise<void>;
  bytes = 0;
  resolve!: () => void;
  reject!: (reason: unknown) => void;

  constructor() {
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Whoever waits hears of a failure; that nobody waits any more is not a fault.
    this.done.catch(() => undefined);
  }
}

/** Totals since the start. */
export interface JournalCounts {
  arrivals: number;
  notices: number;
  costless: number;
  lines: number;
  commits: number;
  shed: number;
  failed: number;
}

export interface JournalNeeds {
  readonly journal: AlertJournal;
  readonly clock: DatabaseClock;
  readonly log: IntakeLog;
  /** Called after each commit: there is something to route. */
  readonly onCommit: () => void;
  readonly limits?: Partial<JournalLimits>;
}

/**
 * Makes arrivals durable before they are answered. While one commit is under way, the next gathers all that comes in;
 * repeats of what is durable need no commit and no answer from the database.
 */
export class GroupCommit {
  readonly words = new KnownWords<Commit>();
  readonly counts: JournalCounts = { arrivals: 0, notices: 0, costless: 0, lines: 0, commits: 0, shed: 0, failed: 0 };
  readonly #needs: JournalNeeds;
  readonly #limits: JournalLimits;
  readonly #handedOver = new Map<number, Reading>();
  readonly #queue: Commit[] = [];
  #handedOverNotices = 0;
  #waiting = 0;
  #waitingBytes = 0;
  #commitSince: number | null = null;
  #ringing: NodeJS.Timeout | null = null;

  constructor(needs: JournalNeeds) {
    this.#needs = needs;
    this.#limits = { ...journalLimits, ...needs.limits };
  }

  /** Arrivals that wait for their commit. */
  get waiting(): number {
    return this.#waiting;
  }

  /** See `Desk.accept`. */
  accept(key: string, arrival: Arrival): Promise<void> | null {
    const now = this.#needs.clock.now();
    let line: Line | null = null;
    let mine: Commit | null = null;
    let earlier: Set<Commit> | null = null;
    for (const notice of arrival.notices) {
      const known = this.words.repeats(notice, now);
      if (known === null) {
        mine ??= this.#gathering(arrival);
        line ??= { key, arrival, words: [] };
        line.words.push(this.words.expect(notice, now, mine));
      } else if (known.commit === null) {
        this.words.repeat(known, notice, now);
      } else {
        (earlier ??= new Set()).add(known.commit);
      }
    }
    this.counts.arrivals += 1;
    this.counts.notices += arrival.notices.length;
    this.counts.costless += arrival.notices.length - (line?.words.length ?? 0);
    if (mine !== null && line !== null) this.#join(mine, line);
    if (earlier === null) return mine?.done ?? null;
    if (mine !== null) earlier.add(mine);
    return Promise.all([...earlier].map(({ done }) => done)).then(() => undefined);
  }

  /** The commit that takes new lines, or a refusal: then the sender is to try again. */
  #gathering(arrival: Arrival): Commit {
    const slow = this.#commitSince !== null && performance.now() - this.#commitSince > this.#limits.slowCommitMs;
    const { waitingArrivals, waitingBytes, arrivals, bytes } = this.#limits;
    if (slow || this.#waiting >= waitingArrivals || this.#waitingBytes >= waitingBytes) {
      this.counts.shed += 1;
      throw new Unavailable('busy');
    }
    const last = this.#queue.at(-1);
    if (last && last.lines.length < arrivals && last.bytes + arrival.body.byteLength <= bytes) return last;
    const next = new Commit();
    this.#queue.push(next);
    return next;
  }

  #join(commit: Commit, line: Line): void {
    const size = line.arrival.body.byteLength;
    commit.lines.push(line);
    commit.bytes += size;
    this.#waiting += 1;
    this.#waitingBytes += size;
    if (this.#commitSince !== null) return;
    this.#commitSince = performance.now();
    // Whatever else this turn of the event loop has read joins the same commit.
    setImmediate(() => void this.#work());
  }

  async #work(): Promise<void> {
    for (let commit = this.#queue.shift(); commit; commit = this.#queue.shift()) {
      this.#commitSince = performance.now();
      await this.#commit(commit);
    }
    this.#commitSince = null;
  }

  async #commit(commit: Commit): Promise<void> {
    const lines = commit.lines.map(({ key, arrival: { format, body } }) => ({ key, format, body }));
    try {
      const { first, at } = await this.#needs.journal.append(lines);
      this.#needs.clock.set(at);
      commit.lines.forEach((line, index) => this.#kept(commit, line, first + index));
      this.counts.commits += 1;
      this.counts.lines += lines.length;
      this.#left(commit);
      commit.resolve();
      this.#needs.onCommit();
      this.#ring();
    } catch (error) {
      this.#fail(commit, error);
      // What waits behind it would only wait as long again.
      for (const next of this.#queue.splice(0)) this.#fail(next, error);
    }
  }

  #kept(commit: Commit, line: Line, position: number): void {
    const at = this.#needs.clock.now();
    for (const { known, word } of line.words) this.words.committed(known, word, commit, position, at);
    const { notices, leftOut } = line.arrival;
    if (this.#handedOverNotices + notices.length > this.#limits.handedOver) return;
    this.#handedOver.set(position, { notices, leftOut });
    this.#handedOverNotices += notices.length;
  }

  #fail(commit: Commit, error: unknown): void {
    for (const { words } of commit.lines) for (const { known } of words) this.words.failed(known, commit);
    this.counts.failed += commit.lines.length;
    this.#needs.log.warn({ err: error, arrivals: commit.lines.length }, 'alerts could not be made durable');
    this.#left(commit);
    commit.reject(error instanceof Unavailable ? error : new Unavailable('unreachable', error));
  }

  #left(commit: Commit): void {
    this.#waiting -= commit.lines.length;
    this.#waitingBytes -= commit.bytes;
  }

  /** Every commit is worth a ring, but a ring is a commit of its own: many share one. */
  #ring(): void {
    if (this.#ringing !== null) return;
    this.#ringing = setTimeout(() => {
      this.#ringing = null;
      this.#needs.journal.ring().catch((error: unknown) => {
        this.#needs.log.warn({ err: error }, 'other replicas could not be told of new alerts; they look every second');
      });
    }, ringEveryMs);
    this.#ringing.unref();
  }

  /** Rings no more. Arrivals that wait are still kept. */
  close(): void {
    if (this.#ringing !== null) clearTimeout(this.#ringing);
  }

  /** What a line said, if this process took it in and still has it. It is handed over once. */
  take(position: number): Reading | null {
    const reading = this.#handedOver.get(position);
    if (!reading) return null;
    this.#handedOver.delete(position);
    this.#handedOverNotices -= reading.notices.length;
    return reading;
  }

  /** Drops what another replica has routed. */
  dropUpTo(position: number): void {
    for (const known of this.#handedOver.keys()) {
      if (known > position) break;
      this.take(known);
    }
  }
}
