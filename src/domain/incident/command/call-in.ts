import { accepted } from '../../outcome.ts';
import type { IncidentEvent } from '../event.ts';
import { type Rule, underWay } from '../rule.ts';

/** One act calls somebody in (A4). While nothing can carry the call, the log says so. */
export const callIn: Rule<'call-in'> = {
  decide: (state, { body }) =>
    underWay(state) ??
    accepted<IncidentEvent>(
      { type: 'PersonCalledIn', body },
      { type: 'NotDelivered', body: { to: body.who, what: 'the call', reason: 'no-channel' } },
    ),
};
