import { accepted } from '../../outcome.ts';
import { movedBy, type Rule } from '../rule.ts';

/** Ends an incident without a published postmortem: the waiver says why, and the entry names who (F1). */
export const close: Rule<'close'> = {
  decide: (state, { body }) =>
    movedBy(state, 'IncidentClosed') ?? accepted({ type: 'IncidentClosed', body: { waiver: body.waiver } }),
};
