import { accepted } from '../../outcome.ts';
import { numbersFor } from '../../policy/policy.ts';
import { startedBy } from '../change-plan.ts';
import { startOf, unlessStartable } from '../change-start.ts';
import { noItem, personOf, type Rule, underWay } from '../rule.ts';

/** Starts a proposed or queued change: from now until it is observed it is the one that is under way (B6). */
export const startChange: Rule<'start-change'> = {
  wants: () => ({ openChanges: true, telemetry: true }),
  decide: (state, command, facts) => {
    const plan = startedBy(state, command, personOf(facts), numbersFor(facts.policy, state));
    if (plan === null) return noItem(command.body.change, 'change');
    return underWay(state) ?? unlessStartable(state, plan.key) ?? accepted(...startOf(state, facts, plan));
  },
};
