import { accepted } from '../../outcome.ts';
import { isBound } from '../../telemetry/condition.ts';
import { isWatched } from '../phase.ts';
import { nothingChanges, type Rule } from '../rule.ts';
import { signalOf } from '../signals.ts';

/** The watcher read the quiet time before the incident: from now on a signal can be as it was before (D4). */
export const takeBaseline: Rule<'take-baseline'> = {
  decide: (state, { body }) => {
    const signal = signalOf(state, body.signal);
    const healthy = signal?.asked?.healthy;
    const waits = healthy !== undefined && !isBound(healthy) && healthy.asBefore === null;
    if (signal === undefined || !waits || !isWatched(state.phase)) return nothingChanges();
    return accepted({ type: 'BaselineTaken', body: { signal: signal.key, baseline: body.baseline } });
  },
};
