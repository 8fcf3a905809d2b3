import { accepted } from '../../outcome.ts';
import { nextKey } from '../change-plan.ts';
import type { CommandOf } from '../command.ts';
import type { IncidentEvent } from '../event.ts';
import { noItem, type Rule, underWay, whenOf } from '../rule.ts';
import { signalQuery } from '../signal-query.ts';

const saidQuery = ({ body }: CommandOf<'give-evidence'>) => ({
  query: body.query,
  healthy: body.healthy,
  source: body.telemetry,
  trafficQuery: null,
  trafficAtLeast: null,
  everyMs: null,
});

/**
 * What works or does not, and how that was seen. It ages, and what its own signal contradicts says so; what telemetry
 * is asked for is looked at again and again (B2).
 */
export const giveEvidence: Rule<'give-evidence'> = {
  decide: (state, command, facts) => {
    const { again, claim, works, source } = command.body;
    const known = again === null ? undefined : state.evidence.find(({ key }) => key === again.toUpperCase());
    if (again !== null && !known) return noItem(again, 'again');
    const query = signalQuery(state, saidQuery(command), facts);
    if (!query.ok) return query.why;
    const { asked } = query;
    const named = command.body.signal?.toUpperCase() ?? known?.signal ?? null;
    const signal = named === null ? undefined : state.signals.find((each) => each.key === named);
    if (named !== null && !signal) return noItem(named, 'signal');
    const key = known?.key ?? nextKey('E', state.evidence);
    const seenAt = whenOf(command, facts);
    const own = asked === null ? null : nextKey('S', state.signals);
    const watched: IncidentEvent[] =
      own === null
        ? []
        : [{ type: 'SignalAdded', body: { key: own, name: claim, service: null, evidence: key, asked } }];
    const contradicted: IncidentEvent[] =
      works && own === null && signal?.status === 'breached'
        ? [{ type: 'EvidenceContradicted', body: { key, claim, signal: signal.key } }]
        : [];
    const body = {
      key,
      claim,
      works,
      how: asked === null ? command.body.how : ('query' as const),
      source: source === '' ? (asked?.query ?? '') : source,
      signal: own ?? signal?.key ?? null,
      seenAt,
      again: known !== undefined,
    };
    return underWay(state) ?? accepted<IncidentEvent>({ type: 'EvidenceGiven', body }, ...watched, ...contradicted);
  },
};
