import { accepted, refused } from '../../outcome.ts';
import { personOf, type Rule } from '../rule.ts';

/** Leaving gives up the roles held, so that nobody is believed to hold one while asleep. */
export const leave: Rule<'leave'> = {
  decide: (state, _command, facts) => {
    const person = personOf(facts);
    if (person === null || !state.responders.includes(person)) return refused('incident/not-a-responder');
    return accepted({ type: 'ResponderLeft', body: { person } });
  },
};
