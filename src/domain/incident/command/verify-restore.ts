import { accepted, refused } from '../../outcome.ts';
import { stepOf } from '../restore-plan.ts';
import { nothingChanges, type Rule } from '../rule.ts';

/** A dated observation, or "good enough to proceed", verifies a step. */
export const verifyRestore: Rule<'verify-restore'> = {
  decide: (state, { body }) => {
    const step = stepOf(state, body.service);
    if (!step) return refused('incident/service-not-planned', { service: body.service }, '/service');
    if (step.state === 'verified' && step.evidence === body.evidence) return nothingChanges();
    return accepted({ type: 'RestoreStepVerified', body: { ...body, service: step.service } });
  },
};
