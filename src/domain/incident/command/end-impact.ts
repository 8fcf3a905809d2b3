import { accepted, refused } from '../../outcome.ts';
import type { Rule } from '../rule.ts';

/** When service was back for people, with what shows it (D1). Stable is not resolved: this moves no phase. */
export const endImpact: Rule<'end-impact'> = {
  decide: (state, { body, happenedAt }, { now }) => {
    const at = body.at ?? happenedAt ?? now;
    const started = state.impact.startedAt;
    if (started !== null && at < started) return refused('incident/ended-before-started', {}, '/at');
    return accepted({ type: 'ImpactEnded', body: { at, evidence: body.evidence } });
  },
};
