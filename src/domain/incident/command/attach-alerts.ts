import { accepted } from '../../outcome.ts';
import { nothingChanges, type Rule, stillOpen } from '../rule.ts';

/** Alerts that belong to this incident. Those already attached are left as they are. */
export const attachAlerts: Rule<'attach-alerts'> = {
  decide: (state, { body }) => {
    const news = body.alerts.filter((alert) => !(alert.fingerprint in state.alerts));
    if (news.length === 0) return nothingChanges();
    return stillOpen(state) ?? accepted({ type: 'AlertsAttached', body: { alerts: news } });
  },
};
