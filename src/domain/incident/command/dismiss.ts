import { accepted, refused } from '../../outcome.ts';
import { movedBy, type Rule } from '../rule.ts';

/** Not an incident after all: a false positive, a duplicate or a near-miss, with the reason (A2). */
export const dismiss: Rule<'dismiss'> = {
  wants: ({ body }) => (body.duplicateOf === null ? {} : { other: body.duplicateOf }),
  decide: (state, { body }, { found }) => {
    if (body.duplicateOf !== null && !found.other) return refused('incident/not-found', {}, '/duplicateOf');
    return movedBy(state, 'IncidentDismissed') ?? accepted({ type: 'IncidentDismissed', body });
  },
};
