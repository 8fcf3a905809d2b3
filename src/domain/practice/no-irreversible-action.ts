import { standsAlone, takesEvidenceAway } from '../incident/change-plan.ts';
import { isScoped, othersHere } from '../incident/state.ts';
import { personOf } from '../incident/rule.ts';
import { instrumentsVerdict } from '../telemetry/instruments.ts';
import type { Finding, Guardrail } from './guardrail.ts';
import { onChange, startedChange } from './started-change.ts';

/**
 * A1: what cannot be taken back waits until the incident is confirmed and scoped, the instruments are verified, and
 * a second person agrees, or nobody else is there and the target and the undo were typed. Not knowing whether it can be
 * taken back is the same. What destroys evidence is told so.
 */
export const noIrreversibleAction: Guardrail = {
  practice: 'A1',
  judge(state, command, facts) {
    const plan = startedChange(state, command, facts);
    if (plan === null) return [];
    const findings: Finding[] = [];
    const person = personOf(facts);
    if (plan.reversibility !== 'reversible') {
      const seconded = plan.secondedBy !== null && plan.secondedBy !== person;
      const alone = person !== null && standsAlone(state, person, plan);
      const missing = [
        ...(state.phase === 'unconfirmed' ? ['confirmation'] : []),
        ...(isScoped(state) ? [] : ['scope']),
        ...(instrumentsVerdict(state, facts).verified ? [] : ['instruments']),
        ...(seconded || alone ? [] : [person !== null && othersHere(state, person).length === 0 ? 'alone' : 'second']),
      ];
      if (missing.length > 0) {
        const waits = `practice/A1/${plan.reversibility}-waits`;
        findings.push(
          onChange(plan, { waits, lifts: 'practice/A1/lifts', parameters: { missing: missing.join(',') } }),
        );
      }
    }
    if (takesEvidenceAway(plan)) {
      findings.push(
        onChange(plan, {
          waits: 'practice/A1/evidence-says',
          lifts: 'practice/A1/evidence-lifts',
          parameters: {},
          force: 'caution-at-most',
        }),
      );
    }
    return findings;
  },
};
