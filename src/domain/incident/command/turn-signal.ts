import { accepted } from '../../outcome.ts';
import type { IncidentEvent } from '../event.ts';
import { isWatched } from '../phase.ts';
import { nothingChanges, type Rule } from '../rule.ts';
import { signalOf, watchingAfter, withSignal } from '../signals.ts';
import type { IncidentState } from '../state.ts';

/** The watcher found a signal in another state. Stored when it turns, not at each reading. */
export const turnSignal: Rule<'turn-signal'> = {
  decide: (state, { body }) => {
    const signal = signalOf(state, body.signal);
    if (!signal || !isWatched(state.phase)) return nothingChanges();
    const { status, moved, seenUnhealthy } = body;
    const known = (signal.moved || !moved) && (signal.seenUnhealthy || !seenUnhealthy);
    if (signal.status === status && known) {
      const { restartedAt: at } = body;
      if (at === null || at <= (signal.restartedAt ?? 0)) return nothingChanges();
      return accepted({ type: 'ClockRestarted', body: { signal: signal.key, at } });
    }
    const after = withSignal(state, signal.key, { status, seenUnhealthy: signal.seenUnhealthy || seenUnhealthy });
    // The same status said again: what is new is that the signal can move at all, which the all-clear needs.
    const because = signal.status === status ? 'seen to move' : body.because;
    return accepted<IncidentEvent>(
      { type: 'SignalTurned', body: { ...body, signal: signal.key, because } },
      ...(status === 'breached' && signal.status !== 'breached' ? outOfBreach(state, signal.key) : []),
      ...watchingAfter(state, after),
    );
  },
};

/** What a breach contradicts, and after the all-clear whom it should wake (D5). */
function outOfBreach(state: IncidentState, signal: string): IncidentEvent[] {
  const contradicted = state.evidence
    .filter((item) => item.works && item.signal === signal && !item.contradicted)
    .map(({ key, claim }): IncidentEvent => ({ type: 'EvidenceContradicted', body: { key, claim, signal } }));
  if (state.phase !== 'all-clear' && state.overnight === null) return contradicted;
  const to = state.overnight?.watcher ?? 'incident commander';
  return [
    ...contradicted,
    { type: 'NotDelivered', body: { to, what: `${signal} is unhealthy again`, reason: 'no-channel' } },
  ];
}
