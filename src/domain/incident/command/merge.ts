import { accepted, refused } from '../../outcome.ts';
import { movedBy, type Rule } from '../rule.ts';

/** This incident and another are one: the other survives, both logs stay. The survivor's half is `absorb`. */
export const merge: Rule<'merge'> = {
  wants: ({ body }) => ({ other: body.into }),
  decide: (state, { body }, { found }) => {
    const survivor = found.other;
    if (!survivor) return refused('incident/not-found', {}, '/into');
    if (survivor.id === state.id) return refused('incident/merge-with-itself', {}, '/into');
    if (survivor.phase === 'closed' || survivor.phase === 'dismissed') {
      return refused('incident/merge-target-closed', { number: survivor.number }, '/into');
    }
    // Moving a private log's people and alerts into a public one would tell everybody of it.
    if (state.private && !survivor.private) {
      return refused('incident/merge-target-private', { number: survivor.number }, '/into');
    }
    return (
      movedBy(state, 'IncidentMerged') ??
      accepted({
        type: 'IncidentMerged',
        body: { into: survivor.id, intoNumber: survivor.number, reason: body.reason },
      })
    );
  },
};
