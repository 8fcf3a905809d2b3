import { accepted } from '../../outcome.ts';
import { noItem, nothingChanges, type Rule } from '../rule.ts';

/** A hypothesis is supported or refuted, with what shows it (B4). */
export const ruleHypothesis: Rule<'rule-hypothesis'> = {
  decide: (state, { body }) => {
    const known = state.hypotheses.find(({ key }) => key === body.hypothesis.toUpperCase());
    if (!known) return noItem(body.hypothesis, 'hypothesis');
    if (known.verdict === body.verdict) return nothingChanges();
    return accepted({ type: 'HypothesisRuled', body: { ...body, hypothesis: known.key } });
  },
};
