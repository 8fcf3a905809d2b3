import { accepted } from '../../outcome.ts';
import { nextKey } from '../change-plan.ts';
import type { IncidentEvent } from '../event.ts';
import { type Rule, underWay } from '../rule.ts';
import { signalQuery } from '../signal-query.ts';

/** A signal that the all-clear will rest on (D4). */
export const addSignal: Rule<'add-signal'> = {
  decide: (state, command, facts) => {
    const asked = signalQuery(state, command.body, facts);
    if (!asked.ok) return asked.why;
    const key = nextKey('S', state.signals);
    const { name, service } = command.body;
    // What was never read is unknown, so that whoever is watching stops until it is.
    const interrupted: IncidentEvent[] =
      state.phase === 'watching' ? [{ type: 'WatchingInterrupted', body: { signal: key, status: 'unknown' } }] : [];
    return (
      underWay(state) ??
      accepted<IncidentEvent>(
        { type: 'SignalAdded', body: { key, name, service, evidence: null, asked: asked.asked } },
        ...interrupted,
      )
    );
  },
};
