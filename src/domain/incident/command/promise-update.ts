import { accepted, refused } from '../../outcome.ts';
import { nextKey } from '../change-plan.ts';
import { nextAt } from '../next-update.ts';
import { type Rule, underWay } from '../rule.ts';

/** The exact time of the next written update. It is a promise: kept, late or missed (C2). */
export const promiseUpdate: Rule<'promise-update'> = {
  decide: (state, { body }, facts) => {
    const at = nextAt(state, facts, body.at, body.inMs);
    if (at <= facts.now) return refused('incident/time-passed', {}, '/at');
    const { audience, duty } = body;
    if (duty !== '' && audience !== 'external') return refused('incident/duty-not-external', { audience }, '/duty');
    const key = nextKey('U', state.promises);
    return underWay(state) ?? accepted({ type: 'UpdatePromised', body: { key, audience, at, duty } });
  },
};
