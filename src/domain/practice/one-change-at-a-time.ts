import { inTheWay } from '../incident/change-plan.ts';
import type { IncidentCommand } from '../incident/command.ts';
import type { Facts } from '../incident/facts.ts';
import { changeOf, type IncidentState } from '../incident/state.ts';
import { later } from '../time.ts';
import type { Finding, Guardrail } from './guardrail.ts';
import { onChange, startedChange } from './started-change.ts';

/** Past this many times its expected effect, "can't tell" is an honest result. */
const patience = 2;

/**
 * B6: one change at a time, by what it touches, across open incidents. Several steps in one are one change only where
 * they contain something together. "Can't tell" is said once the effect is long overdue.
 */
export const oneChangeAtATime: Guardrail = {
  practice: 'B6',
  judge: (state, command, facts) => [...onStart(state, command, facts), ...onGivingUp(state, command, facts)],
};

function onStart(state: IncidentState, command: IncidentCommand, facts: Facts): Finding[] {
  const plan = startedChange(state, command, facts);
  if (plan === null) return [];
  const findings: Finding[] = [];
  const open = inTheWay(state, facts.found.openChanges ?? [], plan, plan.key);
  if (open !== null) {
    const here = open.number === state.number;
    findings.push(
      onChange(plan, {
        waits: here ? 'practice/B6/waits' : 'practice/B6/elsewhere-waits',
        lifts: here ? 'practice/B6/lifts' : 'practice/B6/elsewhere-lifts',
        parameters: { open: open.key, doing: open.what, number: open.number, startedAt: open.startedAt ?? 0 },
      }),
    );
  }
  if (plan.steps.length > 1 && plan.purpose !== 'contain') {
    findings.push(
      onChange(plan, {
        waits: 'practice/B6/bundle-waits',
        lifts: 'practice/B6/bundle-lifts',
        parameters: { steps: plan.steps.length },
      }),
    );
  }
  return findings;
}

function onGivingUp(state: IncidentState, command: IncidentCommand, facts: Facts): Finding[] {
  if (command.verb !== 'observe-change' || command.body.result !== 'cant-tell') return [];
  const change = changeOf(state, command.body.change);
  if (change?.state !== 'started' || change.startedAt === null) return [];
  const until = later(change.startedAt, patience * change.expectedWithinMs);
  if (facts.now >= until) return [];
  return [
    {
      waits: 'practice/B6/cant-tell-waits',
      lifts: 'practice/B6/cant-tell-lifts',
      parameters: { change: change.key, until },
      about: change.key,
    },
  ];
}
