import { accepted, refused } from '../../outcome.ts';
import { noItem, type Rule } from '../rule.ts';
import { changeOf } from '../state.ts';

/** Takes a change back. That never waits for anything (B6). */
export const rollBack: Rule<'roll-back'> = {
  decide: (state, { body }) => {
    const known = changeOf(state, body.change);
    if (!known) return noItem(body.change, 'change');
    if (known.state === 'rolled-back')
      return refused('incident/change-settled', { change: known.key, state: known.state });
    if (known.startedAt === null) {
      return refused('incident/change-not-started', { change: known.key, state: known.state });
    }
    return accepted({ type: 'ChangeRolledBack', body: { change: known.key, observed: body.observed } });
  },
};
