import { isLive } from '../incident/phase.ts';
import type { Guardrail } from './guardrail.ts';

/** D4: an incident that never had its all-clear does not end quietly. */
export const allClearBeforeClose: Guardrail = {
  practice: 'D4',
  judge: (state, command) =>
    command.verb === 'close' && isLive(state.phase)
      ? [
          {
            waits: 'practice/D4/close-waits',
            lifts: 'practice/D4/close-lifts',
            parameters: { number: state.number, phase: state.phase },
          },
        ]
      : [],
};
