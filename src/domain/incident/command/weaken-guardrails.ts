import { accepted } from '../../outcome.ts';
import { nothingChanges, type Rule } from '../rule.ts';

/** A policy that binds less took effect while this incident is open; the log says so. */
export const weakenGuardrails: Rule<'weaken-guardrails'> = {
  decide: (state, { body }) =>
    state.phase === 'closed' || body.practices.length === 0
      ? nothingChanges()
      : accepted({ type: 'GuardrailsWeakened', body }),
};
