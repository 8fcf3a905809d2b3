import { accepted } from '../../outcome.ts';
import { numbersFor } from '../../policy/policy.ts';
import { planFrom } from '../change-plan.ts';
import type { Rule } from '../rule.ts';
import { recorded } from '../recorded-change.ts';

/** To save life, safety or data: recorded, and never held. */
export const now: Rule<'now'> = {
  decide: (state, { body }, { policy }) => {
    const plan = planFrom(
      state,
      {
        what: body.what,
        steps: [],
        purpose: 'contain',
        addedRisk: '',
        reversibility: null,
        undo: '',
        touches: [],
        hypothesis: null,
        expected: '',
        expectedWithinMs: null,
        before: '',
      },
      numbersFor(policy, state),
    );
    return accepted(...recorded(state, plan, true));
  },
};
