import { isScoped } from '../incident/state.ts';
import type { Guardrail } from './guardrail.ts';

/**
 * A5: leadership is promised and told nothing of substance before the incident is confirmed and has one line of scope.
 * That something *was* said is recorded all the same. Other audiences are never held.
 */
export const shapeBeforeLeadership: Guardrail = {
  practice: 'A5',
  judge(state, command) {
    if (command.verb !== 'record-update' || command.body.audience !== 'leadership') return [];
    const missing = [...(state.phase === 'unconfirmed' ? ['confirmation'] : []), ...(isScoped(state) ? [] : ['scope'])];
    if (missing.length === 0) return [];
    return [
      {
        waits: 'practice/A5/says',
        lifts: 'practice/A5/lifts',
        parameters: { missing: missing.join(',') },
        force: 'caution-at-most',
      },
    ];
  },
};
