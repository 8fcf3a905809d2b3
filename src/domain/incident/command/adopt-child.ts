import { accepted, refused } from '../../outcome.ts';
import { nothingChanges, type Rule, underWay } from '../rule.ts';

export const adoptChild: Rule<'adopt-child'> = {
  wants: ({ body }) => ({ other: body.child }),
  decide: (state, { body }, { found }) => {
    const child = found.other;
    if (!child) return refused('incident/not-found', {}, '/child');
    if (state.children.includes(body.child)) return nothingChanges();
    return underWay(state) ?? accepted({ type: 'ChildLinked', body: { child: child.id, number: child.number } });
  },
};
