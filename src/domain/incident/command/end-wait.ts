import { accepted } from '../../outcome.ts';
import { noItem, nothingChanges, type Rule } from '../rule.ts';

export const endWait: Rule<'end-wait'> = {
  decide: (state, { body }) => {
    const known = state.waits.find(({ key }) => key === body.wait.toUpperCase());
    if (!known) return noItem(body.wait, 'wait');
    if (known.endedAt !== null) return nothingChanges();
    return accepted({ type: 'WaitEnded', body: { wait: known.key, outcome: body.outcome } });
  },
};
