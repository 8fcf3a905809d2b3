import { accepted } from '../../outcome.ts';
import { numbersFor } from '../../policy/policy.ts';
import { planFrom } from '../change-plan.ts';
import type { Rule } from '../rule.ts';
import { recorded } from '../recorded-change.ts';

/** A change that has been made already: elsewhere, in chat, offline. What was done can always be recorded (B6). */
export const recordChange: Rule<'record-change'> = {
  decide: (state, { body }, { policy }) =>
    accepted(...recorded(state, planFrom(state, body, numbersFor(policy, state)), false)),
};
