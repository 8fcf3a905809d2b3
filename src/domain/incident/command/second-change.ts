import { accepted, refused } from '../../outcome.ts';
import { unlessStartable } from '../change-start.ts';
import { noItem, nothingChanges, personOf, type Rule, underWay } from '../rule.ts';
import { changeOf } from '../state.ts';

/** A second person agrees that this irreversible change is right (A1). Whoever proposed it cannot be that person. */
export const secondChange: Rule<'second-change'> = {
  decide: (state, { body }, facts) => {
    const known = changeOf(state, body.change);
    if (!known) return noItem(body.change, 'change');
    const person = personOf(facts);
    if (person === null || person === known.proposedBy) {
      return refused('incident/second-yourself', { change: known.key });
    }
    if (known.secondedBy !== null) return nothingChanges();
    return (
      underWay(state) ??
      unlessStartable(state, known.key) ??
      accepted({ type: 'ChangeSeconded', body: { change: known.key } })
    );
  },
};
