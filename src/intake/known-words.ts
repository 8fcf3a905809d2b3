import type { Alert } from '../domain/alert/alert.ts';
import type { Notice } from '../domain/alert/notice.ts';
import { isCostless, type Word, wordAfter, wordOf } from '../domain/alert/word.ts';
import { type DurationMs, hours, type Instant, later } from '../domain/time.ts';
import type { Repeat } from './ports.ts';

/** What is known of one label set: what is durable, and what waits for a commit. */
export interface KnownWord<Commit> {
  readonly fingerprint: string;
  durable: Word | null;
  waiting: Word | null;
  /** The commit that `waiting` waits for. */
  commit: Commit | null;
  /** Journal position of the last news; zero when it was read back. */
  position: number;
  seenAt: Instant;
  repeated: boolean;
}

/** How long an alert that is over is remembered: its end is repeated for a quarter of an hour. */
const rememberedMs: DurationMs = hours(1);

/** The last word on every label set, in memory. It only saves work: a notice it does not know is news. */
export class KnownWords<Commit> {
  readonly #words = new Map<string, KnownWord<Commit>>();
  #repeated: KnownWord<Commit>[] = [];

  get size(): number {
    return this.#words.size;
  }

  /** What a notice would repeat; null when it is news. */
  repeats(notice: Notice, now: Instant): KnownWord<Commit> | null {
    const known = this.#words.get(notice.fingerprint);
    const word = known?.waiting ?? known?.durable;
    return known && word && isCostless(word, notice, now) ? known : null;
  }

  /** Notes that a durable word was said again. Written down by and by. */
  repeat(known: KnownWord<Commit>, notice: Notice, now: Instant): void {
    known.seenAt = now;
    if (known.durable?.status !== 'firing') return;
    if (known.durable.endsAt !== notice.endsAt) known.durable = wordAfter(known.durable, notice, now);
    this.#mark(known);
  }

  #mark(known: KnownWord<Commit>): void {
    if (known.repeated) return;
    known.repeated = true;
    this.#repeated.push(known);
  }

  /** Notes news that will be known once `commit` has happened. */
  expect(notice: Notice, now: Instant, commit: Commit): { known: KnownWord<Commit>; word: Word } {
    let known = this.#words.get(notice.fingerprint);
    if (!known) {
      known = this.#unknown(notice.fingerprint, now);
      this.#words.set(notice.fingerprint, known);
    }
    const word = wordAfter(known.waiting ?? known.durable, notice, now);
    known.waiting = word;
    known.commit = commit;
    return { known, word };
  }

  #unknown(fingerprint: string, seenAt: Instant): KnownWord<Commit> {
    return { fingerprint, durable: null, waiting: null, commit: null, position: 0, seenAt, repeated: false };
  }

  committed(known: KnownWord<Commit>, word: Word, commit: Commit, position: number, at: Instant): void {
    known.durable = word;
    known.position = position;
    known.seenAt = at;
    if (known.commit === commit) known.waiting = known.commit = null;
  }

  /** The commit failed, or nobody knows: what it should have made known is not. */
  failed(known: KnownWord<Commit>, commit: Commit): void {
    if (known.commit !== commit) return;
    known.waiting = known.commit = null;
    if (known.durable === null) this.#words.delete(known.fingerprint);
  }

  /** Learns an alert that was read back. What came in since then is newer. */
  learn(alert: Alert): void {
    if (this.#words.has(alert.fingerprint)) return;
    const known = this.#unknown(alert.fingerprint, alert.lastSeenAt);
    known.durable = wordOf(alert);
    this.#words.set(alert.fingerprint, known);
  }

  /** Learns a journalled notice that this process did not take in itself. */
  overhear(notice: Notice, receivedAt: Instant, position: number): void {
    let known = this.#words.get(notice.fingerprint);
    if (known && known.position >= position) return;
    if (!known) {
      known = this.#unknown(notice.fingerprint, receivedAt);
      this.#words.set(notice.fingerprint, known);
    }
    known.durable = wordAfter(known.durable, notice, receivedAt);
    known.position = position;
    known.seenAt = receivedAt;
    if (notice.status === 'firing') this.#mark(known);
  }

  /** It is not what was believed: the next notice of it is news. */
  forget(fingerprint: string): void {
    const known = this.#words.get(fingerprint);
    if (known) known.durable = null;
    if (known && known.commit === null) this.#words.delete(fingerprint);
  }

  /** Takes the repeats noted since the last call. */
  takeRepeats(most: number): { known: KnownWord<Commit>; repeat: Repeat }[] {
    const taken = this.#repeated.slice(0, most);
    this.#repeated = this.#repeated.slice(most);
    const repeats: { known: KnownWord<Commit>; repeat: Repeat }[] = [];
    for (const known of taken) {
      known.repeated = false;
      if (known.durable?.status !== 'firing') continue;
      const { fingerprint, seenAt, durable } = known;
      repeats.push({ known, repeat: { fingerprint, seenAt, endsAt: durable.endsAt } });
    }
    return repeats;
  }

  /** Gives repeats back that could not be written down yet. */
  giveBack(known: readonly KnownWord<Commit>[]): void {
    for (const one of known) this.#mark(one);
  }

  /** Drops alerts that have long been over. */
  tidy(now: Instant): void {
    for (const [fingerprint, { durable, commit, seenAt }] of this.#words) {
      const over = durable !== null && durable.status !== 'firing';
      if (over && commit === null && later(seenAt, rememberedMs) < now) this.#words.delete(fingerprint);
    }
  }
}
