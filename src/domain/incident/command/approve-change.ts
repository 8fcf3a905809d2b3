import { accepted } from '../../outcome.ts';
import { unlessStartable } from '../change-start.ts';
import { commandersWord, noItem, nothingChanges, type Rule, underWay } from '../rule.ts';
import { changeOf } from '../state.ts';

/** The commander's go for a change that adds risk (B5). */
export const approveChange: Rule<'approve-change'> = {
  decide: (state, { body }, facts) => {
    const known = changeOf(state, body.change);
    if (!known) return noItem(body.change, 'change');
    if (known.approvedBy !== null) return nothingChanges();
    return (
      underWay(state) ??
      commandersWord(state, facts) ??
      unlessStartable(state, known.key) ??
      accepted({ type: 'ChangeApproved', body: { change: known.key } })
    );
  },
};
