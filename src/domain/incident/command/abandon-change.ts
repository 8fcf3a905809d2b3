import { accepted, refused } from '../../outcome.ts';
import { noItem, type Rule } from '../rule.ts';
import { changeOf } from '../state.ts';

/** A change that will not be made after all. One that was started is observed or rolled back instead. */
export const abandonChange: Rule<'abandon-change'> = {
  decide: (state, { body }) => {
    const known = changeOf(state, body.change);
    if (!known) return noItem(body.change, 'change');
    if (known.state !== 'proposed' && known.state !== 'queued') {
      const code = known.state === 'started' ? 'incident/change-started' : 'incident/change-settled';
      return refused(code, { change: known.key, state: known.state });
    }
    return accepted({ type: 'ChangeAbandoned', body: { change: known.key, reason: body.reason } });
  },
};
