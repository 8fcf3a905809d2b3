import { accepted, refused } from '../../outcome.ts';
import type { Rule } from '../rule.ts';

/** When people began to be hurt by it, with what shows it (D1). Correctable by saying it again. */
export const startImpact: Rule<'start-impact'> = {
  decide: (state, { body, happenedAt }, { now }) => {
    const at = body.at ?? happenedAt ?? now;
    const ended = state.impact.endedAt;
    if (ended !== null && ended < at) return refused('incident/ended-before-started', {}, '/at');
    return accepted({ type: 'ImpactStarted', body: { at, evidence: body.evidence } });
  },
};
