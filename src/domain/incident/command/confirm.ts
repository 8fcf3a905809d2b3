import { accepted } from '../../outcome.ts';
import { movedBy, type Rule } from '../rule.ts';

/** The alarm is real, and this is how we know (A2). */
export const confirm: Rule<'confirm'> = {
  decide: (state, { body }) =>
    movedBy(state, 'IncidentConfirmed') ?? accepted({ type: 'IncidentConfirmed', body: { evidence: body.evidence } }),
};
