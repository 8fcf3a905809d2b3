import { accepted } from '../../outcome.ts';
import { noItem, type Rule } from '../rule.ts';

/** What a test of a hypothesis showed. The verdict is another word. */
export const testHypothesis: Rule<'test-hypothesis'> = {
  decide: (state, { body }) => {
    const known = state.hypotheses.find(({ key }) => key === body.hypothesis.toUpperCase());
    if (!known) return noItem(body.hypothesis, 'hypothesis');
    return accepted({ type: 'HypothesisTested', body: { hypothesis: known.key, finding: body.finding } });
  },
};
