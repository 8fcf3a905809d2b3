import { accepted, refused } from '../../outcome.ts';
import { nothingChanges, personOf, type Rule, stillOpen } from '../rule.ts';

export const join: Rule<'join'> = {
  decide: (state, _command, facts) => {
    const person = personOf(facts);
    if (person === null) return refused('incident/not-a-responder');
    if (state.responders.includes(person)) return nothingChanges();
    return stillOpen(state) ?? accepted({ type: 'ResponderJoined', body: { person } });
  },
};
