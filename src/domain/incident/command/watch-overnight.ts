import { accepted, refused } from '../../outcome.ts';
import { nextKey } from '../change-plan.ts';
import type { IncidentEvent } from '../event.ts';
import { commandersWord, type Rule, underWay } from '../rule.ts';

/** The commander defers to a stated time, names who watches and what wakes them. What was promised moves along (D5). */
export const watchOvernight: Rule<'watch-overnight'> = {
  decide: (state, { body }, facts) => {
    if (body.until <= facts.now) return refused('incident/time-passed', {}, '/until');
    const open = state.promises.filter(
      // What was missed is owed now, not in the morning; and the clocks of law and contracts run on.
      ({ state: kept, told, at, duty }) => kept === 'open' && told !== 'missed' && at < body.until && duty === '',
    );
    const moved = open.map(({ audience }, index): IncidentEvent => ({
      type: 'UpdatePromised',
      body: { key: nextKey('U', [...state.promises, ...open.slice(0, index)]), audience, at: body.until, duty: '' },
    }));
    return (
      underWay(state) ??
      commandersWord(state, facts) ??
      accepted<IncidentEvent>({ type: 'WatchDeferred', body }, ...moved)
    );
  },
};
