import type { Instant } from '../time.ts';
import { follow, type Span } from './alert.ts';
import type { Notice } from './notice.ts';

/** The least one must remember of an alert to know whether a notice of it is news. */
export interface Word extends Span {
  /** The beginning as it was said, which is not always the one we keep. Null: not said, or not remembered. */
  readonly said: Instant | null;
  /** Another beginning said of the same trouble: two Prometheus servers that watch one thing disagree a little. */
  readonly otherSaid: Instant | null;
}

/** What is known of an alert that was read back from where it is kept. */
export const wordOf = ({ status, startsAt, endsAt }: Span): Word => ({
  status,
  startsAt,
  endsAt,
  said: startsAt,
  otherSaid: null,
});

/**
 * Whether a notice only repeats what is known: same status, a beginning said before, and the known word had not run out.
 * Such a notice needs no line in the journal.
 */
export function isCostless(word: Word, notice: Notice, now: Instant): boolean {
  if (word.status !== notice.status) return false;
  if (word.status === 'firing' && word.endsAt !== null && word.endsAt < now) return false;
  return wasSaid(word, notice.startsAt);
}

/** What is known after a notice. */
export function wordAfter(word: Word | null, notice: Notice, receivedAt: Instant): Word {
  const { span, transition, outdated } = follow(word, notice, receivedAt);
  if (word !== null && outdated) return word;
  const { status, startsAt, endsAt } = span;
  const sameTrouble = word !== null && transition === null && word.status === status;
  if (!sameTrouble) return { status, startsAt, endsAt, said: notice.startsAt, otherSaid: null };
  if (wasSaid(word, notice.startsAt)) return { status, startsAt, endsAt, said: word.said, otherSaid: word.otherSaid };
  return { status, startsAt, endsAt, said: notice.startsAt, otherSaid: word.said };
}

const wasSaid = (word: Word, startsAt: Instant | null): boolean =>
  startsAt === null || startsAt === word.said || startsAt === word.otherSaid;
