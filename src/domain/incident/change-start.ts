import { type Outcome, refused } from '../outcome.ts';
import { planOf, standsAlone, type StartedPlan } from './change-plan.ts';
import type { IncidentEvent } from './event.ts';
import type { Facts } from './facts.ts';
import type { ChangePlan } from './item.ts';
import { stabilisingBy } from './phase.ts';
import { noItem, personOf } from './rule.ts';
import { changeOf, type IncidentState } from './state.ts';

export function unlessStartable(state: IncidentState, key: string): Outcome<never> | null {
  const known = changeOf(state, key);
  if (!known || known.state === 'proposed' || known.state === 'queued') return null;
  return refused(known.state === 'started' ? 'incident/change-started' : 'incident/change-settled', {
    change: known.key,
    state: known.state,
  });
}

export function strangeHypothesis(state: IncidentState, hypothesis: string | null): Outcome<never> | null {
  if (hypothesis === null || state.hypotheses.some(({ key }) => key === hypothesis)) return null;
  return noItem(hypothesis, 'hypothesis');
}

export const proposal = (plan: ChangePlan & { readonly key: string }): IncidentEvent => ({
  type: 'ChangeProposed',
  body: { key: plan.key, ...planOf(plan) },
});

/** The events of a start: the first one that is to mend anything moves the incident on. */
export function startOf(state: IncidentState, facts: Facts, plan: StartedPlan): IncidentEvent[] {
  const person = personOf(facts);
  const seconded = plan.secondedBy !== null && plan.secondedBy !== person;
  const needsSecond = plan.reversibility !== 'reversible' && !seconded;
  const alone = needsSecond && person !== null && standsAlone(state, person, plan);
  const events: IncidentEvent[] = [
    {
      type: 'ChangeStarted',
      body: { change: plan.key, what: plan.what, alone, secondedBy: seconded ? plan.secondedBy : null },
    },
  ];
  if (alone) {
    const what = `${plan.key} was started alone: ${plan.what}`;
    events.push({ type: 'NotDelivered', body: { to: 'next on-call step', what, reason: 'no-channel' } });
  }
  return plan.purpose === 'diagnose' ? events : [...events, ...stabilisingBy(state, 'change')];
}
