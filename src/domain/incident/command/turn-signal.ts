import { accepted, type Outcome } from '../../outcome.ts';
import type { IncidentEvent } from '../event.ts';
import { isWatched } from '../phase.ts';
import { nothingChanges, type Rule } from '../rule.ts';
import type { KeySignal, ReadSignal } from '../../telemetry/key-signal.ts';
import type { Instant } from '../../time.ts';
import { seenByItself } from '../evidence.ts';
import { signalOf, watchingAfter, withSignal } from '../signals.ts';
import type { IncidentState } from '../state.ts';

/** The watcher found a signal in another state. Stored when it turns, not at each reading. */
export const turnSignal: Rule<'turn-signal'> = {
  decide: (state, { body }) => {
    const signal = signalOf(state, body.signal);
    if (!signal || !isWatched(state.phase)) return nothingChanges();
    const { pausedAt: _pausedAt, ...turned } = body;
    const { status, moved, seenUnhealthy } = turned;
    const known = (signal.moved || !moved) && (signal.seenUnhealthy || !seenUnhealthy);
    if (signal.status === status && known) {
      return stillSo(state, signal, body);
    }
    const after = withSignal(state, signal.key, { status, seenUnhealthy: signal.seenUnhealthy || seenUnhealthy });
    // The same status said again: what is new is that the signal can move at all, which the all-clear needs.
    const because = signal.status === status ? 'seen to move' : body.because;
    return accepted<IncidentEvent>(
      { type: 'SignalTurned', body: { ...turned, signal: signal.key, because } },
      ...(status === 'breached' && signal.status !== 'breached' ? outOfBreach(state, signal) : []),
      ...(status === 'healthy' && signal.status !== 'healthy' ? seenAgain(state, signal, body.at) : []),
      ...watchingAfter(state, after),
    );
  },
};

/** Nothing turned, but its clock may have: a gap between two looks at it, or a reading that is missing now. */
function stillSo({ phase }: IncidentState, signal: KeySignal, body: ReadSignal): Outcome<IncidentEvent> {
  const { restartedAt, pausedAt, because } = body;
  const events: IncidentEvent[] = [];
  if (restartedAt !== null && restartedAt > (signal.restartedAt ?? 0)) {
    events.push({ type: 'ClockRestarted', body: { signal: signal.key, at: restartedAt } });
  }
  if (phase === 'watching' && pausedAt !== null && pausedAt > (signal.pausedAt ?? 0)) {
    events.push({ type: 'ClockPaused', body: { signal: signal.key, at: pausedAt, because } });
  }
  return events.length === 0 ? nothingChanges() : accepted(...events);
}

/** What a breach contradicts, and after the all-clear whom it should wake (D5). */
function outOfBreach(state: IncidentState, { key: signal, evidence }: KeySignal): IncidentEvent[] {
  const contradicted = state.evidence
    .filter((item) => item.works && item.signal === signal && !item.contradicted)
    .map(({ key, claim }): IncidentEvent => ({ type: 'EvidenceContradicted', body: { key, claim, signal } }));
  if (evidence !== null || (state.phase !== 'all-clear' && state.overnight === null)) return contradicted;
  const to = state.overnight?.watcher ?? 'incident commander';
  return [
    ...contradicted,
    { type: 'NotDelivered', body: { to, what: `${signal} is unhealthy again`, reason: 'no-channel' } },
  ];
}

/** What was in doubt and its own query shows again. */
const seenAgain = (state: IncidentState, { key, evidence }: KeySignal, at: Instant): IncidentEvent[] =>
  state.evidence
    .filter((item) => item.key === evidence && item.signal === key && (item.stale || item.contradicted))
    .map((item) => seenByItself(item, at));
