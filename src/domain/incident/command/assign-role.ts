import { accepted, refused } from '../../outcome.ts';
import { nothingChanges, personOf, type Rule, stillOpen } from '../rule.ts';

/** Gives a role to a person, or takes it: assigning it to oneself is how one takes command. */
export const assignRole: Rule<'assign-role'> = {
  wants: ({ body }) => ({ person: body.person }),
  decide: (state, { body }, facts) => {
    if (!facts.found.person?.active) return refused('person/not-found', { person: body.person }, '/person');
    if (state.private && !state.members.includes(body.person)) {
      return refused('person/not-a-member', { person: body.person }, '/person');
    }
    if (state.roles[body.role]?.person === body.person) return nothingChanges();
    const by = body.role === 'incident-commander' && personOf(facts) === body.person ? 'taking-command' : 'assignment';
    return stillOpen(state) ?? accepted({ type: 'RoleAssigned', body: { ...body, by } });
  },
};
