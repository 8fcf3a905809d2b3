import { numbersFor, type Policy, type PolicyNumbers } from '../policy/policy.ts';
import { type Instant, instant, later } from '../time.ts';
import { leaving } from './command/send-update.ts';
import { queryOf, seenByItself } from './evidence.ts';
import { effectsOf, measuredAt } from './effect.ts';
import type { IncidentEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { changedSince } from './material.ts';
import { isLive } from './phase.ts';
import { activeSignals, type IncidentState } from './state.ts';

/** Something that will have to be said at a time, unless it is settled before. */
export interface Due {
  /** Unique within the incident. */
  readonly key: string;
  readonly dueAt: Instant;
  readonly event: (now: Instant, readings: Facts['readings']) => IncidentEvent | readonly IncidentEvent[];
}

/** Everything that waits for its time in this state, besides confirmation. Saying it takes it from the list. */
export function dueOf(state: IncidentState, policy: Policy): Due[] {
  if (state.phase === 'closed' || state.phase === 'dismissed') return [];
  const numbers = numbersFor(policy, state);
  return [
    ...promisesDue(state, numbers),
    ...scheduledDue(state),
    ...effectsDue(state),
    ...measuringDue(state),
    ...reliefDue(state, numbers),
    ...workaroundsDue(state),
    ...chasesDue(state),
    ...evidenceDue(state, numbers),
    ...silenceDue(state, numbers),
    ...laterDue(state, numbers),
  ];
}

function promisesDue(state: IncidentState, { remindBeforeMs, missedAfterMs }: PolicyNumbers): Due[] {
  return state.promises.flatMap(({ key: promise, audience, at, told, promisedAt, state: kept }): Due[] => {
    if (kept !== 'open' || told === 'missed') return [];
    const body = { promise, audience, at };
    const [lateAt, missedAt] = [later(at, missedAfterMs / 2), later(at, missedAfterMs)];
    // Whoever comes late says how it stands now, not what should have been said before.
    const event = (now: Instant): IncidentEvent => {
      if (now >= missedAt) return { type: 'UpdateMissed', body };
      if (now >= lateAt) return { type: 'UpdateLate', body };
      return now >= at ? { type: 'UpdateDue', body } : { type: 'UpdateReminded', body };
    };
    const remindAt = later(at, -remindBeforeMs);
    if (told === 'nothing' && remindAt > promisedAt) return [{ key: `${promise}/remind`, dueAt: remindAt, event }];
    if (told === 'due') return [{ key: `${promise}/late`, dueAt: lateAt, event }];
    if (told === 'late') return [{ key: `${promise}/missed`, dueAt: missedAt, event }];
    return [{ key: `${promise}/due`, dueAt: at, event }];
  });
}

/** What was written before it changed would be wrong when it leaves: it is withdrawn, and that is said. */
function scheduledDue(state: IncidentState): Due[] {
  // One at a time: each promises the next one, and promises are numbered.
  const [first] = state.scheduled.toSorted((one, other) => one.sendAt - other.sendAt);
  if (!first) return [];
  const event = (now: Instant): IncidentEvent | readonly IncidentEvent[] =>
    changedSince(state, first.scheduledAt).length === 0
      ? leaving(state, first, now)
      : { type: 'UpdateWithdrawn', body: { update: first.key, because: 'changed' } };
  return [{ key: `${first.key}/send`, dueAt: first.sendAt, event }];
}

function effectsDue(state: IncidentState): Due[] {
  return state.changes.flatMap(({ key, state: at, startedAt, expectedWithinMs, expected, effectAsked }): Due[] => {
    if (at !== 'started' || startedAt === null || effectAsked) return [];
    const event = (): IncidentEvent => ({ type: 'EffectDue', body: { change: key, expected } });
    return [{ key: `${key}/effect`, dueAt: later(startedAt, expectedWithinMs), event }];
  });
}

/** B8: what telemetry shows around a change, once enough of it is there. */
function measuringDue(state: IncidentState): Due[] {
  const isAsked = activeSignals(state).some(({ asked }) => asked !== null);
  return state.changes.flatMap((change): Due[] => {
    const { key, startedAt, effects } = change;
    if (!isAsked || startedAt === null || effects !== null) return [];
    const event = (now: Instant, readings: Facts['readings']): IncidentEvent => ({
      type: 'EffectMeasured',
      body: { change: key, effects: effectsOf(state, change, { now, readings }) },
    });
    return [{ key: `${key}/measured`, dueAt: measuredAt(startedAt), event }];
  });
}

/** D2: impact without relief. Asked once, and only while somebody is hurt. */
function reliefDue(state: IncidentState, { reliefAfterMs }: PolicyNumbers): Due[] {
  const { startedAt, endedAt } = state.impact;
  const relieved = state.workarounds.length > 0 || state.phase !== 'stabilising';
  if (state.reliefAsked || relieved || startedAt === null || endedAt !== null) return [];
  const from = instant(Math.max(startedAt, state.phaseSince));
  const event = (now: Instant): IncidentEvent => ({ type: 'ReliefAsked', body: { impactMs: now - startedAt } });
  return [{ key: 'relief', dueAt: later(from, reliefAfterMs), event }];
}

function workaroundsDue(state: IncidentState): Due[] {
  return state.workarounds.flatMap(({ key, what, expiresAt, expiryTold, endedAt }): Due[] => {
    if (expiresAt === null || expiryTold || endedAt !== null) return [];
    const event = (): IncidentEvent => ({ type: 'WorkaroundExpired', body: { workaround: key, what } });
    return [{ key: `${key}/expiry`, dueAt: expiresAt, event }];
  });
}

function chasesDue(state: IncidentState): Due[] {
  return state.waits.flatMap(({ key, on, nextChaseAt, chaseTold, endedAt }): Due[] => {
    if (chaseTold || endedAt !== null) return [];
    return [{ key: `${key}/chase`, dueAt: nextChaseAt, event: () => ({ type: 'ChaseDue', body: { wait: key, on } }) }];
  });
}

/** B2: a claim that something works asks to be looked at again. */
function evidenceDue(state: IncidentState, { evidenceStaleAfterMs }: PolicyNumbers): Due[] {
  if (!isLive(state.phase)) return [];
  return state.evidence.flatMap((item): Due[] => {
    const { key, claim, works, seenAt, stale, contradicted } = item;
    if (!works || stale) return [];
    const event = (now: Instant): IncidentEvent =>
      queryOf(state, item)?.status === 'healthy' && !contradicted
        ? seenByItself(item, now)
        : { type: 'EvidenceStale', body: { key, claim } };
    return [{ key: `${key}/stale`, dueAt: later(seenAt, evidenceStaleAfterMs), event }];
  });
}

/** Until when nobody needs to write: the next chase of what is waited on, or the morning. */
function quietUntil(state: IncidentState): number {
  const chases = state.waits.flatMap(({ endedAt, nextChaseAt }) => (endedAt === null ? [nextChaseAt] : []));
  return Math.max(0, ...chases, state.overnight?.until ?? 0, state.nightOverAt ?? 0);
}

/** E4: nobody has written for a while. Said once in each silence. */
function silenceDue(state: IncidentState, { silenceAfterMs }: PolicyNumbers): Due[] {
  if (!isLive(state.phase) || state.phase === 'unconfirmed' || state.silenceNoticed) return [];
  const since = instant(Math.max(state.lastHumanEntryAt, quietUntil(state)));
  const event = (now: Instant): IncidentEvent => ({ type: 'SilenceNoticed', body: { silentMs: now - since } });
  return [{ key: 'silence', dueAt: later(since, silenceAfterMs), event }];
}

function laterDue(state: IncidentState, { relapseWithinMs }: PolicyNumbers): Due[] {
  const due: Due[] = [];
  if (state.overnight !== null) {
    const { until, watcher } = state.overnight;
    due.push({ key: 'overnight', dueAt: until, event: () => ({ type: 'WatchDeferralEnded', body: { watcher } }) });
  }
  if (state.phase === 'all-clear' && state.allClearAt !== null) {
    const dueAt = later(state.allClearAt, relapseWithinMs);
    due.push({ key: 'learning', dueAt, event: () => ({ type: 'LearningBegan', body: {} }) });
  }
  return due;
}
