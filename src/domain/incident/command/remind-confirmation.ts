import { accepted } from '../../outcome.ts';
import type { IncidentEvent } from '../event.ts';
import { nothingChanges, type Rule } from '../rule.ts';

/** The A2 clock ran out: said once for each spell of waiting. */
export const remindConfirmation: Rule<'remind-confirmation'> = {
  decide: (state, _command, { now }) => {
    if (state.phase !== 'unconfirmed' || state.confirmationAsked) return nothingChanges();
    // Whoever is here was asked by the entry itself; where nobody is, the next step should be.
    const nobody: IncidentEvent[] =
      state.responders.length > 0
        ? []
        : [{ type: 'NotDelivered', body: { to: 'next on-call step', what: 'is it real?', reason: 'no-channel' } }];
    return accepted<IncidentEvent>(
      { type: 'ConfirmationOverdue', body: { waitedMs: now - state.unconfirmedSince } },
      ...nobody,
    );
  },
};
