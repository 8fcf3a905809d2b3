import { type StartedPlan, startedBy } from '../incident/change-plan.ts';
import { proposal } from '../incident/change-start.ts';
import type { IncidentCommand } from '../incident/command.ts';
import type { IncidentEvent } from '../incident/event.ts';
import type { Facts } from '../incident/facts.ts';
import { personOf } from '../incident/rule.ts';
import type { IncidentState } from '../incident/state.ts';
import { numbersFor } from '../policy/policy.ts';
import type { Finding } from './guardrail.ts';

/** The change that a command would start, or null when it would start none. */
export function startedChange(state: IncidentState, command: IncidentCommand, facts: Facts): StartedPlan | null {
  if (command.verb !== 'change' && command.verb !== 'start-change') return null;
  return startedBy(state, command, personOf(facts), numbersFor(facts.policy, state));
}

/** A finding about a change: where it waits the change stays as a proposal. */
export function onChange(plan: StartedPlan, finding: Omit<Finding, 'about' | 'keeps'>): Finding {
  const keeps: IncidentEvent[] = plan.fresh ? [proposal(plan)] : [];
  const parameters = { change: plan.key, what: plan.what, ...finding.parameters };
  return { ...finding, parameters, about: plan.key, keeps, anew: plan.fresh };
}
