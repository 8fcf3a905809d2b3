import { accepted, refused } from '../../outcome.ts';
import { written } from '../../telemetry/condition.ts';
import type { IncidentEvent } from '../event.ts';
import { noItem, nothingChanges, type Rule, underWay } from '../rule.ts';
import { signalOf, watchingAfter, withSignal } from '../signals.ts';

/** Another condition for a signal. It restarts the clock and the all-clear quotes it (D4). */
export const loosenSignal: Rule<'loosen-signal'> = {
  decide: (state, { body }) => {
    const signal = signalOf(state, body.signal);
    if (!signal) return noItem(body.signal, 'signal');
    if (signal.asked === null) return refused('incident/signal-not-asked', { signal: signal.key }, '/signal');
    const previous = signal.asked.healthy;
    const { healthy, reason } = body;
    if (written(previous) === written(healthy)) return nothingChanges();
    return (
      underWay(state) ??
      accepted<IncidentEvent>(
        { type: 'SignalLoosened', body: { signal: signal.key, healthy, previous, reason } },
        ...watchingAfter(state, withSignal(state, signal.key, { status: 'unknown' })),
      )
    );
  },
};
