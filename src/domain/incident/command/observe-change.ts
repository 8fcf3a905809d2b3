import { accepted, refused } from '../../outcome.ts';
import { noItem, type Rule } from '../rule.ts';
import { changeOf } from '../state.ts';

/** What came of a change: also "no effect" and "worse" (B7). Any responder may say it; it frees the next one (B6). */
export const observeChange: Rule<'observe-change'> = {
  decide: (state, { body }) => {
    const known = changeOf(state, body.change);
    if (!known) return noItem(body.change, 'change');
    if (known.state === 'proposed' || known.state === 'queued' || known.state === 'abandoned') {
      return refused('incident/change-not-started', { change: known.key, state: known.state });
    }
    return accepted({ type: 'ChangeObserved', body: { ...body, change: known.key } });
  },
};
