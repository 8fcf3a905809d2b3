import { accepted } from '../../outcome.ts';
import type { IncidentEvent } from '../event.ts';
import { noItem, type Rule, underWay } from '../rule.ts';
import { signalOf, watchingAfter, withSignal } from '../signals.ts';

/** The all-clear no longer rests on a signal. It restarts the clock and is quoted (D4). */
export const dropSignal: Rule<'drop-signal'> = {
  decide: (state, { body }, { now }) => {
    const signal = signalOf(state, body.signal);
    if (!signal) return noItem(body.signal, 'signal');
    return (
      underWay(state) ??
      accepted<IncidentEvent>(
        { type: 'SignalDropped', body: { signal: signal.key, name: signal.name, reason: body.reason } },
        ...watchingAfter(state, withSignal(state, signal.key, { droppedAt: now })),
      )
    );
  },
};
