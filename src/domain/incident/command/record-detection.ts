import { accepted } from '../../outcome.ts';
import type { Rule } from '../rule.ts';

/** Who noticed first: a monitor, a customer, a colleague or a vendor (D1). */
export const recordDetection: Rule<'record-detection'> = {
  decide: (_state, { body }) => accepted({ type: 'DetectionRecorded', body }),
};
