import { isScoped } from '../incident/state.ts';
import type { Guardrail } from './guardrail.ts';
import { keptDraft } from './kept-draft.ts';

/**
 * A5: leadership is told nothing of substance before the incident is confirmed and has one line of scope; the brief
 * shows one fixed sentence till then. That something *was* said is recorded all the same. Other audiences are never
 * held.
 */
export const shapeBeforeLeadership: Guardrail = {
  practice: 'A5',
  judge(state, command) {
    if (command.verb !== 'record-update' && command.verb !== 'send-update') return [];
    if (command.body.audience !== 'leadership') return [];
    const missing = [...(state.phase === 'unconfirmed' ? ['confirmation'] : []), ...(isScoped(state) ? [] : ['scope'])];
    if (missing.length === 0) return [];
    const lifts = 'practice/A5/lifts';
    return command.verb === 'record-update'
      ? [{ waits: 'practice/A5/says', lifts, parameters: { missing: missing.join(',') }, force: 'caution-at-most' }]
      : [
          {
            waits: 'practice/A5/waits',
            lifts,
            parameters: { missing: missing.join(',') },
            keeps: keptDraft(state, command.body),
          },
        ];
  },
};
