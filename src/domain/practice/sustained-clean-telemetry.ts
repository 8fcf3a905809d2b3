import { allClearVerdict, type Blocker } from '../telemetry/all-clear.ts';
import type { Parameters } from '../outcome.ts';
import type { Guardrail } from './guardrail.ts';

/** D4: the all-clear waits until every key signal has been clean for the whole window, and says what is left and why. */
export const sustainedCleanTelemetry: Guardrail = {
  practice: 'D4',
  judge(state, command, facts) {
    if (command.verb !== 'declare-all-clear') return [];
    const verdict = allClearVerdict(state, facts, command.body.exclude);
    const [first] = verdict.blockers;
    if (first === undefined) return [];
    return [
      {
        waits: `practice/D4/${first.why}-waits`,
        lifts: 'practice/D4/lifts',
        parameters: { ...parametersOf(first), windowMs: verdict.windowMs, more: verdict.blockers.length - 1 },
        about: first.why,
        anew: true,
      },
    ];
  },
};

/** What a sentence about a blocker needs. */
export function parametersOf({ why: _why, ...rest }: Blocker): Parameters {
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, typeof value === 'number' ? value : String(value)]),
  );
}
