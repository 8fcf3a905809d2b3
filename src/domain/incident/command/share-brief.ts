import { accepted, refused } from '../../outcome.ts';
import { type Rule, underWay } from '../rule.ts';

/** A personal link to the brief is handed out. What is private has none: it is read by its members alone. */
export const shareBrief: Rule<'share-brief'> = {
  decide: (state, { body }) => {
    if (state.private) return refused('incident/private-brief', { number: state.number });
    return underWay(state) ?? accepted({ type: 'BriefShared', body });
  },
};
