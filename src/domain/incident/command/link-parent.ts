import { accepted, refused } from '../../outcome.ts';
import { nothingChanges, type Rule, underWay } from '../rule.ts';

/** This incident is a part of another, with a commander of its own. The parent's half is `adopt-child`. */
export const linkParent: Rule<'link-parent'> = {
  wants: ({ body }) => ({ other: body.parent, ancestors: true }),
  decide: (state, { body }, { found }) => {
    const parent = found.other;
    if (!parent) return refused('incident/not-found', {}, '/parent');
    if (state.parent === body.parent) return nothingChanges();
    // In a circle every all-clear would wait for the others.
    if (parent.id === state.id || (found.ancestors ?? []).includes(state.id)) {
      return refused('incident/already-linked', { number: parent.number }, '/parent');
    }
    if (state.parent !== null) return refused('incident/already-linked', { number: state.number }, '/parent');
    // Naming a private incident in a public log would tell everybody of it.
    if (state.private !== parent.private) {
      return refused('incident/merge-target-private', { number: parent.number }, '/parent');
    }
    return underWay(state) ?? accepted({ type: 'ParentLinked', body: { parent: parent.id, number: parent.number } });
  },
};
