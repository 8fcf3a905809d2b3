import { accepted } from '../../outcome.ts';
import { nextKey } from '../change-plan.ts';
import type { IncidentEvent } from '../event.ts';
import { unparked, waitingCause } from '../parked.ts';
import { type Rule, underWay } from '../rule.ts';

/** A candidate cause, how to test it, and what would follow if it were true (B4). */
export const proposeHypothesis: Rule<'propose-hypothesis'> = {
  decide: (state, { body }) => {
    const key = nextKey('H', state.hypotheses);
    const from = waitingCause(state, body.cause)?.key ?? null;
    return (
      underWay(state) ??
      accepted<IncidentEvent>(...unparked(state, body.cause), {
        type: 'HypothesisProposed',
        body: { key, ...body, from },
      })
    );
  },
};
