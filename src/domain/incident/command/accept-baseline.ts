import { accepted, refused } from '../../outcome.ts';
import { newLevelOf } from '../../telemetry/new-level.ts';
import type { IncidentEvent } from '../event.ts';
import { noItem, type Rule, underWay } from '../rule.ts';
import { signalOf, watchingAfter, withSignal } from '../signals.ts';

/** Takes the level at which a signal settled for its usual one. It restarts the clock and the all-clear quotes it (D4). */
export const acceptBaseline: Rule<'accept-baseline'> = {
  wants: () => ({ telemetry: true }),
  decide: (state, { body }, { readings }) => {
    const signal = signalOf(state, body.signal);
    if (!signal) return noItem(body.signal, 'signal');
    const settled = newLevelOf(signal, readings[signal.key] ?? []);
    if (settled === null) {
      return underWay(state) ?? refused('incident/no-new-level', { signal: signal.key }, '/signal');
    }
    const { level, previous } = settled;
    const { key } = signal;
    return (
      underWay(state) ??
      accepted<IncidentEvent>(
        { type: 'BaselineAccepted', body: { signal: key, baseline: level.baseline, previous, reason: body.reason } },
        ...watchingAfter(state, withSignal(state, key, { status: 'unknown' })),
      )
    );
  },
};
