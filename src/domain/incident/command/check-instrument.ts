import { accepted } from '../../outcome.ts';
import { type Rule, underWay } from '../rule.ts';

/** A person looked whether logs, metrics or traces can be trusted (B3). */
export const checkInstrument: Rule<'check-instrument'> = {
  decide: (state, { body }) => underWay(state) ?? accepted({ type: 'InstrumentChecked', body }),
};
