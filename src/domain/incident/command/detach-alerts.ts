import { accepted, refused } from '../../outcome.ts';
import type { Rule } from '../rule.ts';

export const detachAlerts: Rule<'detach-alerts'> = {
  decide: (state, { body }) => {
    const strange = body.fingerprints.find((fingerprint) => !(fingerprint in state.alerts));
    if (strange !== undefined) {
      return refused('incident/alert-not-attached', { fingerprint: strange }, '/fingerprints');
    }
    return accepted({ type: 'AlertsDetached', body });
  },
};
