import { accepted } from '../../outcome.ts';
import { nothingChanges, type Rule, stillOpen } from '../rule.ts';

export const setSeverity: Rule<'set-severity'> = {
  decide: (state, { body }) => {
    if (state.severity === body.severity) return nothingChanges();
    return stillOpen(state) ?? accepted({ type: 'SeveritySet', body: { ...body, previous: state.severity } });
  },
};
