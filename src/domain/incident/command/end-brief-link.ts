import { accepted } from '../../outcome.ts';
import type { Rule } from '../rule.ts';

/** A personal link to the brief opens nothing any more. */
export const endBriefLink: Rule<'end-brief-link'> = {
  decide: (_state, { body }) => accepted({ type: 'BriefLinkEnded', body }),
};
