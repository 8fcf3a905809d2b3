import { accepted, refused } from '../../outcome.ts';
import { nextKey } from '../change-plan.ts';
import type { IncidentEvent } from '../event.ts';
import { stabilisingBy } from '../phase.ts';
import { type Rule, underWay } from '../rule.ts';

/** Relief for users that leaves debt: no failure, and never forgotten (D2). */
export const workaround: Rule<'workaround'> = {
  wants: ({ body }) => (body.owner === null ? {} : { person: body.owner }),
  decide: (state, { body }, { now, found }) => {
    if (body.owner !== null && !found.person?.active) {
      return refused('person/not-found', { person: body.owner }, '/owner');
    }
    if (body.expiresAt !== null && body.expiresAt <= now) return refused('incident/time-passed', {}, '/expiresAt');
    return (
      underWay(state) ??
      accepted<IncidentEvent>(
        { type: 'WorkaroundRecorded', body: { key: nextKey('W', state.workarounds), ...body } },
        ...stabilisingBy(state, 'workaround'),
      )
    );
  },
};
