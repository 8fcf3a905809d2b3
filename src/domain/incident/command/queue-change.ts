import { accepted } from '../../outcome.ts';
import { inTheWay } from '../change-plan.ts';
import { unlessStartable } from '../change-start.ts';
import { noItem, nothingChanges, type Rule, underWay } from '../rule.ts';
import { changeOf } from '../state.ts';

/** Puts a proposed change behind the one that is under way; it is offered when that one has been observed (B6). */
export const queueChange: Rule<'queue-change'> = {
  wants: () => ({ openChanges: true }),
  decide: (state, { body }, { found }) => {
    const known = changeOf(state, body.change);
    if (!known) return noItem(body.change, 'change');
    if (known.state === 'queued') return nothingChanges();
    const first = inTheWay(state, found.openChanges ?? [], known, known.key);
    const behind = first === null ? '' : first.number === state.number ? first.key : `${first.key} of ${first.number}`;
    return (
      underWay(state) ??
      unlessStartable(state, known.key) ??
      accepted({ type: 'ChangeQueued', body: { change: known.key, behind } })
    );
  },
};
