import { accepted } from '../../outcome.ts';
import { nothingChanges, type Rule } from '../rule.ts';

/** The A2 clock ran out: said once for each spell of waiting. */
export const remindConfirmation: Rule<'remind-confirmation'> = {
  decide: (state, _command, { now }) => {
    if (state.phase !== 'unconfirmed' || state.confirmationAsked) return nothingChanges();
    return accepted({ type: 'ConfirmationOverdue', body: { waitedMs: now - state.unconfirmedSince } });
  },
};
