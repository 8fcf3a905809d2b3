import { personOf } from '../incident/rule.ts';
import { commanderOf } from '../incident/state.ts';
import type { Guardrail } from './guardrail.ts';
import { onChange, startedChange } from './started-change.ts';

/** B5: an action that adds risk waits for the commander's go. The commander starting it is that go. */
export const governingQuestion: Guardrail = {
  practice: 'B5',
  judge(state, command, facts) {
    const plan = startedChange(state, command, facts);
    if (plan === null || plan.addedRisk === '' || plan.approvedBy !== null) return [];
    const commander = commanderOf(state);
    if (commander !== null && commander === personOf(facts)) return [];
    const waits = commander === null ? 'practice/B5/nobody-waits' : 'practice/B5/waits';
    return [
      onChange(plan, {
        waits,
        lifts: 'practice/B5/lifts',
        parameters: { risk: plan.addedRisk, commander: commander ?? '' },
      }),
    ];
  },
};
