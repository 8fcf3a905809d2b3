import { accepted, refused } from '../../outcome.ts';
import { stepOf } from '../restore-plan.ts';
import { nothingChanges, type Rule, underWay } from '../rule.ts';

export const takeRestoreStep: Rule<'take-restore-step'> = {
  decide: (state, { body }) => {
    const step = stepOf(state, body.service);
    if (!step) return refused('incident/service-not-planned', { service: body.service }, '/service');
    if (step.state !== 'waiting') return nothingChanges();
    return underWay(state) ?? accepted({ type: 'RestoreStepTaken', body: { service: step.service } });
  },
};
