import { accepted, refused } from '../../outcome.ts';
import type { Rule } from '../rule.ts';

export const returnFindings: Rule<'return-findings'> = {
  decide: (state, { body }) => {
    const known = state.sideChannels.find(({ name }) => name === body.name);
    if (!known) return refused('incident/item-not-found', { item: body.name }, '/name');
    return accepted({ type: 'FindingsReturned', body });
  },
};
