import { accepted } from '../../outcome.ts';
import type { IncidentEvent } from '../event.ts';
import { noItem, type Rule, underWay } from '../rule.ts';
import { signalOf, watchingAfter, withSignal } from '../signals.ts';

/** What a person saw of a signal, with the time. Three spaced ones stand where telemetry proves nothing (D4). */
export const observeSignal: Rule<'observe-signal'> = {
  decide: (state, { body }) => {
    const signal = signalOf(state, body.signal);
    if (!signal) return noItem(body.signal, 'signal');
    const status = body.healthy ? 'healthy' : 'breached';
    const after = signal.asked === null ? { status, seenUnhealthy: signal.seenUnhealthy || !body.healthy } : {};
    return (
      underWay(state) ??
      accepted<IncidentEvent>(
        { type: 'SignalObserved', body: { ...body, signal: signal.key } },
        ...watchingAfter(state, withSignal(state, signal.key, after as object)),
      )
    );
  },
};
