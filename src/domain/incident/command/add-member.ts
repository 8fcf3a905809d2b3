import { accepted, refused } from '../../outcome.ts';
import { nothingChanges, type Rule } from '../rule.ts';

export const addMember: Rule<'add-member'> = {
  wants: ({ body }) => ({ person: body.person }),
  decide: (state, { body }, { found }) => {
    if (!state.private) return refused('incident/not-private');
    if (!found.person?.active) return refused('person/not-found', { person: body.person }, '/person');
    if (state.members.includes(body.person)) return nothingChanges();
    return accepted({ type: 'MemberAdded', body });
  },
};
