import { accepted } from '../../outcome.ts';
import { numbersFor } from '../../policy/policy.ts';
import { startedBy } from '../change-plan.ts';
import { proposal, startOf, strangeHypothesis, unlessStartable } from '../change-start.ts';
import type { IncidentEvent } from '../event.ts';
import { noItem, personOf, type Rule, underWay } from '../rule.ts';

/** Proposes a change and starts it in one line. Where that is held the proposal stays, to be queued or seconded. */
export const change: Rule<'change'> = {
  wants: () => ({ openChanges: true, telemetry: true }),
  decide: (state, command, facts) => {
    const plan = startedBy(state, command, personOf(facts), numbersFor(facts.policy, state));
    if (plan === null) return noItem(command.body.what, 'what');
    const proposed: IncidentEvent[] = plan.fresh ? [proposal(plan)] : [];
    return (
      underWay(state) ??
      strangeHypothesis(state, plan.hypothesis) ??
      unlessStartable(state, plan.key) ??
      accepted(...proposed, ...startOf(state, facts, plan))
    );
  },
};
