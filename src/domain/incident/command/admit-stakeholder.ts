import { accepted, refused } from '../../outcome.ts';
import { commandersWord, nothingChanges, type Rule, underWay } from '../rule.ts';

/** The commander lets somebody who reads the brief into the room (C4). */
export const admitStakeholder: Rule<'admit-stakeholder'> = {
  wants: ({ body }) => ({ person: body.person }),
  decide: (state, { body }, facts) => {
    if (!facts.found.person?.active) return refused('person/not-found', { person: body.person }, '/person');
    if (state.admitted.includes(body.person)) return nothingChanges();
    return (
      underWay(state) ??
      commandersWord(state, facts) ??
      accepted({ type: 'StakeholderAdmitted', body: { person: body.person } })
    );
  },
};
