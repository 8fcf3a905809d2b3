import { type DurationMs, hours, type Instant, later } from '../time.ts';
import type { Labels } from './label.ts';
import { allHold, type Condition, type Matcher, toCondition } from './matcher.ts';

/** A span in which alerts that fit all matchers open and join no incident. They are recorded all the same. */
export interface Silence {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly createdBy: string;
  readonly comment: string;
  readonly updatedAt: Instant;
}

/** What someone asks for. `id` names the silence that is to be changed. */
export interface SilenceWish {
  readonly id: string | null;
  readonly matchers: readonly Matcher[];
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly createdBy: string;
  readonly comment: string;
}

export const silenceStates = ['pending', 'active', 'expired'] as const;
export type SilenceState = (typeof silenceStates)[number];

export function stateOf(silence: Pick<Silence, 'startsAt' | 'endsAt'>, now: Instant): SilenceState {
  if (silence.endsAt <= now) return 'expired';
  return silence.startsAt <= now ? 'active' : 'pending';
}

/** A silence made with an intake key ends this soon: a stolen key must not keep an organisation deaf. */
export const longestByKeyMs: DurationMs = hours(4);

/** Bounds what one silence costs at every routing of every alert. */
export const mostMatchers = 50;

export type SilenceProblem =
  | { readonly code: 'end-before-start' | 'end-in-past' | 'no-matchers' | 'too-many-matchers' | 'matches-everything' }
  | { readonly code: 'starts-too-late' }
  | { readonly code: 'bad-matcher'; readonly reason: string };

export type Admitted =
  | { readonly ok: true; readonly startsAt: Instant; readonly endsAt: Instant }
  | { readonly ok: false; readonly problem: SilenceProblem };

/** Checks a wish and gives the span it may have. A span that has begun begins now. */
export function admit(wish: SilenceWish, now: Instant, longestMs: DurationMs | null): Admitted {
  const startsAt = wish.startsAt > now ? wish.startsAt : now;
  const problem = problemWith(wish, startsAt, now, longestMs);
  if (problem) return { ok: false, problem };
  const bound = longestMs === null ? wish.endsAt : later(now, longestMs);
  return { ok: true, startsAt, endsAt: wish.endsAt < bound ? wish.endsAt : bound };
}

function problemWith(
  wish: SilenceWish,
  startsAt: Instant,
  now: Instant,
  longestMs: DurationMs | null,
): SilenceProblem | null {
  if (wish.matchers.length === 0) return { code: 'no-matchers' };
  if (wish.matchers.length > mostMatchers) return { code: 'too-many-matchers' };
  const conditions: Condition[] = [];
  for (const matcher of wish.matchers) {
    const ready = toCondition(matcher);
    if (!ready.ok) return { code: 'bad-matcher', reason: ready.reason };
    conditions.push(ready.condition);
  }
  if (allHold(conditions, {})) return { code: 'matches-everything' };
  if (wish.endsAt < now) return { code: 'end-in-past' };
  if (wish.endsAt <= startsAt) return { code: 'end-before-start' };
  if (longestMs !== null && startsAt >= later(now, longestMs)) return { code: 'starts-too-late' };
  return null;
}

/** Whether a wish only moves the span of an existing silence, so that it may keep its id. */
export function keepsId(existing: Silence, wish: SilenceWish, now: Instant): boolean {
  const state = stateOf(existing, now);
  if (state === 'expired' || !sameMatchers(existing.matchers, wish.matchers)) return false;
  return state === 'pending' || Math.floor(existing.startsAt / 1000) === Math.floor(wish.startsAt / 1000);
}

function sameMatchers(one: readonly Matcher[], other: readonly Matcher[]): boolean {
  const text = (matchers: readonly Matcher[]): string =>
    JSON.stringify(matchers.map(({ label, operator, value }) => [label, operator, value].join('\0')).sort());
  return text(one) === text(other);
}

/** A silence ready to be asked about many alerts. */
export interface ReadySilence {
  readonly id: string;
  covers(labels: Labels): boolean;
}

/** Makes a stored silence ready. Its matchers were checked when it was made. */
export function toReadySilence({ id, matchers }: Pick<Silence, 'id' | 'matchers'>): ReadySilence {
  const conditions = matchers.map((matcher) => {
    const ready = toCondition(matcher);
    if (!ready.ok) throw new Error(`silence ${id} holds a matcher that was never admitted: ${ready.reason}`);
    return ready.condition;
  });
  return { id, covers: (labels) => allHold(conditions, labels) };
}
