import { accepted } from '../../outcome.ts';
import { isWatched } from '../phase.ts';
import { nothingChanges, type Rule } from '../rule.ts';

/** A telemetry source became fresh, stale or absent (B3). Said by the watcher only. */
export const turnInstrument: Rule<'turn-instrument'> = {
  decide: (state, { body }) => {
    const known = state.instruments[body.source];
    if (!isWatched(state.phase) || (known?.by === 'watch' && known.health === body.health)) return nothingChanges();
    return accepted({ type: 'InstrumentTurned', body });
  },
};
