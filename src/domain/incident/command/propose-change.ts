import { accepted } from '../../outcome.ts';
import { numbersFor } from '../../policy/policy.ts';
import { nextKey, planFrom } from '../change-plan.ts';
import { proposal, strangeHypothesis } from '../change-start.ts';
import { type Rule, underWay } from '../rule.ts';

/** A change that is thought of and not made yet. */
export const proposeChange: Rule<'propose-change'> = {
  decide: (state, { body }, { policy }) => {
    const plan = planFrom(state, body, numbersFor(policy, state));
    return (
      underWay(state) ??
      strangeHypothesis(state, plan.hypothesis) ??
      accepted(proposal({ ...plan, key: nextKey('C', state.changes) }))
    );
  },
};
