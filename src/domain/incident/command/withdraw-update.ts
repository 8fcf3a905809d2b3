import { accepted } from '../../outcome.ts';
import { noItem, type Rule, underWay } from '../rule.ts';

/** A scheduled update is taken back before it leaves. */
export const withdrawUpdate: Rule<'withdraw-update'> = {
  decide: (state, { body }) => {
    const scheduled = state.scheduled.find(({ key }) => key === body.update.toUpperCase());
    if (!scheduled) return noItem(body.update, 'update');
    return underWay(state) ?? accepted({ type: 'UpdateWithdrawn', body: { update: scheduled.key, because: 'person' } });
  },
};
