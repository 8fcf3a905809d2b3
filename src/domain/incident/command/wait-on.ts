import { accepted, refused } from '../../outcome.ts';
import { numbersFor } from '../../policy/policy.ts';
import { later } from '../../time.ts';
import { nextKey } from '../change-plan.ts';
import type { IncidentEvent } from '../event.ts';
import { stabilisingBy } from '../phase.ts';
import { type Rule, underWay } from '../rule.ts';

/** It is somebody else's turn until the next chase. Waiting is what is being done about it (E4). */
export const waitOn: Rule<'wait-on'> = {
  decide: (state, { body }, { now, policy }) => {
    const nextChaseAt = body.nextChaseAt ?? later(now, numbersFor(policy, state).chaseEveryMs);
    if (nextChaseAt <= now) return refused('incident/time-passed', {}, '/nextChaseAt');
    return (
      underWay(state) ??
      accepted<IncidentEvent>(
        { type: 'WaitBegan', body: { key: nextKey('V', state.waits), ...body, nextChaseAt } },
        ...stabilisingBy(state, 'wait'),
      )
    );
  },
};
