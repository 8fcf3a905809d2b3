import { accepted, refused } from '../../outcome.ts';
import { nothingChanges, type Rule, stillOpen } from '../rule.ts';

/** Offers a role with the state of things in a few lines. Until it is accepted the giver holds it. */
export const offerRole: Rule<'offer-role'> = {
  wants: ({ body }) => ({ person: body.to }),
  decide: (state, { body }, { found }) => {
    if (!found.person?.active) return refused('person/not-found', { person: body.to }, '/to');
    if (state.private && !state.members.includes(body.to)) {
      return refused('person/not-a-member', { person: body.to }, '/to');
    }
    if (state.roles[body.role]?.person === body.to) return nothingChanges();
    return stillOpen(state) ?? accepted({ type: 'RoleOffered', body });
  },
};
