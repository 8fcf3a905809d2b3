import { accepted, refused } from '../../outcome.ts';
import { numbersFor } from '../../policy/policy.ts';
import { movedBy, type Rule } from '../rule.ts';

/** The same impact is back: the all-clear was premature. It counts, and the incident is open again (D5). */
export const reportRelapse: Rule<'report-relapse'> = {
  decide: (state, { body }, { now, policy }) => {
    const since = state.times['all-clear'];
    if (since === undefined) return refused('incident/never-all-clear', { number: state.number });
    const { relapseWithinMs } = numbersFor(policy, state);
    const afterMs = now - (state.allClearAt ?? since);
    const late = afterMs > relapseWithinMs || state.phase === 'learning' || state.phase === 'closed';
    if (late) return refused('incident/relapse-too-late', { number: state.number });
    return (
      movedBy(state, 'RelapseReported') ??
      accepted({ type: 'RelapseReported', body: { evidence: body.evidence, afterMs } })
    );
  },
};
