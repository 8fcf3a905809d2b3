import type { AlertReference, AlertStatus } from '../incident/vocabulary.ts';
import { type DurationMs, type Instant, later } from '../time.ts';
import { keptAnnotations, keptLabels, type Labels, nameOf, storable } from './label.ts';
import type { Notice } from './notice.ts';

/** Whether there is trouble, since when, and until when that was the last word. */
export interface Span {
  readonly status: AlertStatus;
  readonly startsAt: Instant;
  readonly endsAt: Instant | null;
}

/** What monitoring last said of one label set. */
export interface Alert extends Span {
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly lastSeenAt: Instant;
  readonly generatorUrl: string | null;
}

/** That a status came to be. `episode` is *new* when it is another trouble than the one known before. */
export interface Transition {
  readonly to: AlertStatus;
  readonly at: Instant;
  readonly episode: 'new' | 'same';
}

export interface Followed {
  readonly span: Span;
  /** Null when nothing is new but the time. */
  readonly transition: Transition | null;
  /** The notice spoke of trouble before the one that is known, and changes nothing. */
  readonly outdated: boolean;
}

/** The span after a notice. The later word stands, except an end from before the present trouble began. */
export function follow(known: Span | null, notice: Notice, receivedAt: Instant): Followed {
  return notice.status === 'firing'
    ? followFiring(known, notice, receivedAt)
    : followResolved(known, notice, receivedAt);
}

function followFiring(known: Span | null, notice: Notice, receivedAt: Instant): Followed {
  const began = soonest(notice.startsAt, receivedAt);
  const { endsAt } = notice;
  if (known === null || isAnother(known, notice)) {
    const transition: Transition = { to: 'firing', at: began, episode: 'new' };
    return { span: { status: 'firing', startsAt: began, endsAt }, transition, outdated: false };
  }
  const startsAt = soonest(known.startsAt, began);
  if (known.status !== 'firing') {
    const transition: Transition = { to: 'firing', at: receivedAt, episode: 'same' };
    return { span: { status: 'firing', startsAt, endsAt }, transition, outdated: false };
  }
  const span: Span = { status: 'firing', startsAt, endsAt: furthest(known.endsAt, endsAt) };
  return { span, transition: null, outdated: false };
}

function followResolved(known: Span | null, notice: Notice, receivedAt: Instant): Followed {
  const endsAt = notice.endsAt ?? receivedAt;
  const began = soonest(notice.startsAt ?? known?.startsAt ?? null, endsAt);
  if (known === null) {
    return { span: { status: 'resolved', startsAt: began, endsAt }, transition: null, outdated: false };
  }
  if (endsAt < known.startsAt) return { span: known, transition: null, outdated: true };
  const startsAt = isAnother(known, notice) ? began : soonest(known.startsAt, began);
  if (known.status === 'resolved') {
    const span: Span = { status: 'resolved', startsAt, endsAt: furthest(known.endsAt, endsAt) };
    return { span, transition: null, outdated: false };
  }
  const transition: Transition = { to: 'resolved', at: endsAt, episode: 'same' };
  return { span: { status: 'resolved', startsAt, endsAt }, transition, outdated: false };
}

/** The known trouble was over, or its word had run out, before this one began. */
function isAnother(known: Span, notice: Notice): boolean {
  if (notice.startsAt === null) return known.status === 'resolved';
  return known.endsAt !== null && notice.startsAt > known.endsAt;
}

export interface Heard {
  readonly alert: Alert;
  readonly transition: Transition | null;
}

/** The alert after a notice. */
export function hear(known: Alert | null, notice: Notice, receivedAt: Instant): Heard {
  const { span, transition, outdated } = follow(known, notice, receivedAt);
  if (outdated && known !== null) return { alert: known, transition };
  const alert: Alert = {
    ...span,
    fingerprint: notice.fingerprint,
    labels: keptLabels(notice.labels),
    annotations: keptAnnotations(notice.annotations),
    lastSeenAt: receivedAt,
    generatorUrl: notice.generatorUrl === null ? null : storable(notice.generatorUrl),
  };
  return { alert, transition };
}

/** The end of an alert passed and nobody said that it is over: from here on its state is unknown. */
export function lapse(alert: Alert): Heard {
  const at = alert.endsAt ?? alert.lastSeenAt;
  return { alert: { ...alert, status: 'lapsed' }, transition: { to: 'lapsed', at, episode: 'same' } };
}

/** Whether an alert's word has run out for longer than a late repeat needs. */
export const hasLapsed = (alert: Pick<Alert, 'status' | 'endsAt'>, now: Instant, graceMs: DurationMs): boolean =>
  alert.status === 'firing' && alert.endsAt !== null && later(alert.endsAt, graceMs) < now;

/** The alert as an incident's log names it. */
export const referenceTo = (alert: Alert): AlertReference => ({
  fingerprint: alert.fingerprint,
  name: nameOf(alert.labels),
  status: alert.status,
  startsAt: alert.startsAt,
});

const soonest = (one: Instant | null, other: Instant): Instant => (one === null || one > other ? other : one);

const furthest = (one: Instant | null, other: Instant | null): Instant | null =>
  one === null || other === null ? null : one > other ? one : other;
