import { accepted } from '../../outcome.ts';
import { movedBy, type Rule } from '../rule.ts';

export const reopen: Rule<'reopen'> = {
  decide: (state, { body }) => movedBy(state, 'IncidentReopened') ?? accepted({ type: 'IncidentReopened', body }),
};
