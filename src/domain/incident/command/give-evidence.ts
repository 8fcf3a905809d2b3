import { accepted } from '../../outcome.ts';
import { nextKey } from '../change-plan.ts';
import type { IncidentEvent } from '../event.ts';
import { noItem, type Rule, underWay, whenOf } from '../rule.ts';

/** What works or does not, and how that was seen. It ages, and what its own signal contradicts says so (B2). */
export const giveEvidence: Rule<'give-evidence'> = {
  decide: (state, command, facts) => {
    const { again, claim, works, how, source } = command.body;
    const known = again === null ? undefined : state.evidence.find(({ key }) => key === again.toUpperCase());
    if (again !== null && !known) return noItem(again, 'again');
    const named = command.body.signal?.toUpperCase() ?? known?.signal ?? null;
    const signal = named === null ? undefined : state.signals.find(({ key }) => key === named);
    if (named !== null && !signal) return noItem(named, 'signal');
    const key = known?.key ?? nextKey('E', state.evidence);
    const seenAt = whenOf(command, facts);
    const contradicted: IncidentEvent[] =
      works && signal?.status === 'breached'
        ? [{ type: 'EvidenceContradicted', body: { key, claim, signal: signal.key } }]
        : [];
    return (
      underWay(state) ??
      accepted<IncidentEvent>(
        {
          type: 'EvidenceGiven',
          body: { key, claim, works, how, source, signal: signal?.key ?? null, seenAt, again: known !== undefined },
        },
        ...contradicted,
      )
    );
  },
};
