import { absorb } from './command/absorb.ts';
import { acceptRole } from './command/accept-role.ts';
import { addMember } from './command/add-member.ts';
import { assignRole } from './command/assign-role.ts';
import { attachAlerts } from './command/attach-alerts.ts';
import { attach } from './command/attach.ts';
import { changeAlerts } from './command/change-alerts.ts';
import { close } from './command/close.ts';
import { confirm } from './command/confirm.ts';
import { correct } from './command/correct.ts';
import { detachAlerts } from './command/detach-alerts.ts';
import { dismiss } from './command/dismiss.ts';
import { endImpact } from './command/end-impact.ts';
import { giveUpDelivery } from './command/give-up-delivery.ts';
import { join } from './command/join.ts';
import { leave } from './command/leave.ts';
import { merge } from './command/merge.ts';
import { note } from './command/note.ts';
import { offerRole } from './command/offer-role.ts';
import { recordDetection } from './command/record-detection.ts';
import { redact } from './command/redact.ts';
import { remindConfirmation } from './command/remind-confirmation.ts';
import { removeMember } from './command/remove-member.ts';
import { reopen } from './command/reopen.ts';
import { setKind } from './command/set-kind.ts';
import { setSeverity } from './command/set-severity.ts';
import { startImpact } from './command/start-impact.ts';
import { weakenGuardrails } from './command/weaken-guardrails.ts';
import type { Verb } from './command.ts';
import type { Rule } from './rule.ts';

/** Every verb's rule but `declare`, which alone begins where there is no state. */
export const rules: { readonly [V in Exclude<Verb, 'declare'>]: Rule<V> } = {
  confirm,
  dismiss,
  reopen,
  note,
  correct,
  redact,
  attach,
  join,
  leave,
  'assign-role': assignRole,
  'offer-role': offerRole,
  'accept-role': acceptRole,
  'set-severity': setSeverity,
  'set-kind': setKind,
  'add-member': addMember,
  'remove-member': removeMember,
  'start-impact': startImpact,
  'end-impact': endImpact,
  'record-detection': recordDetection,
  'attach-alerts': attachAlerts,
  'detach-alerts': detachAlerts,
  'change-alerts': changeAlerts,
  merge,
  absorb,
  close,
  'remind-confirmation': remindConfirmation,
  'weaken-guardrails': weakenGuardrails,
  'give-up-delivery': giveUpDelivery,
};
