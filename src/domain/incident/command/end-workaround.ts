import { accepted } from '../../outcome.ts';
import { noItem, nothingChanges, type Rule } from '../rule.ts';

export const endWorkaround: Rule<'end-workaround'> = {
  decide: (state, { body }) => {
    const known = state.workarounds.find(({ key }) => key === body.workaround.toUpperCase());
    if (!known) return noItem(body.workaround, 'workaround');
    if (known.endedAt !== null) return nothingChanges();
    return accepted({ type: 'WorkaroundEnded', body: { workaround: known.key, reason: body.reason } });
  },
};
