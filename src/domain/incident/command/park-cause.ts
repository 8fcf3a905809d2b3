import { accepted } from '../../outcome.ts';
import { parking } from '../parked.ts';
import { nothingChanges, type Rule } from '../rule.ts';

/** *Why* can wait; the words are kept until the all-clear (E1). */
export const parkCause: Rule<'park-cause'> = {
  decide: (state, { body }) => {
    const { keeps } = parking(state, { cause: body.cause, test: '', thenAction: '', until: 'all-clear' });
    return keeps.length === 0 ? nothingChanges() : accepted(...keeps);
  },
};
