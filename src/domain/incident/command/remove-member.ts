import { accepted, refused } from '../../outcome.ts';
import type { Rule } from '../rule.ts';

export const removeMember: Rule<'remove-member'> = {
  decide: (state, { body }) => {
    if (!state.private) return refused('incident/not-private');
    if (!state.members.includes(body.person)) {
      return refused('person/not-a-member', { person: body.person }, '/person');
    }
    return accepted({ type: 'MemberRemoved', body });
  },
};
