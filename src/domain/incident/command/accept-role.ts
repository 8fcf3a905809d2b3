import { accepted, refused } from '../../outcome.ts';
import { personOf, type Rule, stillOpen } from '../rule.ts';

export const acceptRole: Rule<'accept-role'> = {
  decide: (state, { body }, facts) => {
    const person = personOf(facts);
    if (person === null || state.offers[body.role]?.to !== person) {
      return refused('incident/role-not-offered', { role: body.role }, '/role');
    }
    return stillOpen(state) ?? accepted({ type: 'RoleAssigned', body: { role: body.role, person, by: 'acceptance' } });
  },
};
