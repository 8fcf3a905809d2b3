import { serviceNamed } from '../../catalog/look-up.ts';
import { accepted } from '../../outcome.ts';
import { nextKey } from '../change-plan.ts';
import type { IncidentEvent } from '../event.ts';
import { type Rule, underWay } from '../rule.ts';

/** What is affected, how far, and how that is known (B2). The first line of it brings parked causes back (B1). */
export const stateScope: Rule<'state-scope'> = {
  decide: (state, { body }, { catalog }) => {
    const service = serviceNamed(catalog, body.what);
    const { status, boundary, evidence } = body;
    const kind = body.kind ?? (service ? 'service' : 'system');
    const name = kind === 'service' && service ? service.name : body.what;
    const back: IncidentEvent[] = [];
    let hypotheses: readonly unknown[] = state.hypotheses;
    for (const { key, cause, test, thenAction, until, returned } of state.parked) {
      if (until !== 'scope' || returned) continue;
      back.push({ type: 'CauseReturned', body: { key, cause } });
      // A cause from which nothing would follow stays a question for afterwards (B4).
      if (thenAction.trim() === '') continue;
      const hypothesis = nextKey('H', hypotheses);
      hypotheses = [...hypotheses, hypothesis];
      back.push({
        type: 'HypothesisProposed',
        body: { key: hypothesis, cause, test, testRisk: '', thenAction, from: key },
      });
    }
    return (
      underWay(state) ??
      accepted<IncidentEvent>({ type: 'ScopeStated', body: { name, kind, status, boundary, evidence } }, ...back)
    );
  },
};
