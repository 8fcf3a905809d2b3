import { accepted } from '../../outcome.ts';
import { nothingChanges, type Rule } from '../rule.ts';

/** What monitoring now says of attached alerts: firing again, resolved, or lapsed. Said by intake only. */
export const changeAlerts: Rule<'change-alerts'> = {
  decide: (state, { body }) => {
    const changes = body.changes.filter(({ fingerprint, status }) => {
      const known = state.alerts[fingerprint];
      return known !== undefined && known.status !== status;
    });
    return changes.length === 0 ? nothingChanges() : accepted({ type: 'AlertsChanged', body: { changes } });
  },
};
