import { parking } from '../incident/parked.ts';
import { isLive } from '../incident/phase.ts';
import type { Guardrail } from './guardrail.ts';

/**
 * E1: *why* can wait while people are hurt. A cause from which no action would follow is parked, and so are the words of
 * a root cause that was found early.
 */
export const noRootCauseHunt: Guardrail = {
  practice: 'E1',
  judge(state, command) {
    if (!isLive(state.phase)) return [];
    if (command.verb === 'propose-hypothesis' && command.body.thenAction.trim() === '') {
      const { cause, test } = command.body;
      const { key, keeps } = parking(state, { cause, test, thenAction: '', until: 'all-clear' });
      return [
        {
          waits: 'practice/E1/hypothesis-waits',
          lifts: 'practice/E1/hypothesis-lifts',
          parameters: { cause, parked: key },
          about: key,
          keeps,
        },
      ];
    }
    if (command.verb === 'set-root-cause-fix') {
      const { what } = command.body;
      const { key, keeps } = parking(state, { cause: what, test: '', thenAction: '', until: 'all-clear' });
      return [
        {
          waits: 'practice/E1/root-cause-waits',
          lifts: 'practice/E1/root-cause-lifts',
          parameters: { parked: key },
          about: key,
          keeps,
        },
      ];
    }
    return [];
  },
};
