import { accepted } from '../../outcome.ts';
import type { Rule } from '../rule.ts';

/** Something that should have been told could not be delivered; silence is never taken for success. */
export const giveUpDelivery: Rule<'give-up-delivery'> = {
  decide: (_state, { body }) => accepted({ type: 'DeliveryGivenUp', body }),
};
