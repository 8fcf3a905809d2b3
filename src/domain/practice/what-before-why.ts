import { parking } from '../incident/parked.ts';
import type { Guardrail } from './guardrail.ts';

/** B1: *what* is affected comes before *why*. A cause that comes first is parked, and comes back with the scope. */
export const whatBeforeWhy: Guardrail = {
  practice: 'B1',
  judge(state, command) {
    if (command.verb !== 'propose-hypothesis' || state.scope.length > 0) return [];
    const { cause, test, thenAction } = command.body;
    const { key, keeps } = parking(state, { cause, test, thenAction, until: 'scope' });
    return [
      {
        waits: 'practice/B1/waits',
        lifts: 'practice/B1/lifts',
        parameters: { cause, parked: key },
        about: key,
        keeps,
      },
    ];
  },
};
