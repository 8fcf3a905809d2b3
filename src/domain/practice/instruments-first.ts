import { instrumentsVerdict } from '../telemetry/instruments.ts';
import type { Guardrail } from './guardrail.ts';
import { onChange, startedChange } from './started-change.ts';

/** B3: whoever changes something should know that they can see what it does. Silence is never health. */
export const instrumentsFirst: Guardrail = {
  practice: 'B3',
  judge(state, command, facts) {
    const plan = startedChange(state, command, facts);
    if (plan === null || plan.purpose === 'diagnose') return [];
    const { verified, degraded } = instrumentsVerdict(state, facts);
    if (verified) return [];
    const waits = degraded.length > 0 ? 'practice/B3/degraded-says' : 'practice/B3/unchecked-says';
    return [onChange(plan, { waits, lifts: 'practice/B3/lifts', parameters: { degraded: degraded.join(', ') } })];
  },
};
