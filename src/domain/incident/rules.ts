import { abandonChange } from './command/abandon-change.ts';
import { absorb } from './command/absorb.ts';
import { acceptRole } from './command/accept-role.ts';
import { addMember } from './command/add-member.ts';
import { addSignal } from './command/add-signal.ts';
import { admitStakeholder } from './command/admit-stakeholder.ts';
import { adoptChild } from './command/adopt-child.ts';
import { approveChange } from './command/approve-change.ts';
import { askQuestion } from './command/ask-question.ts';
import { assignRole } from './command/assign-role.ts';
import { attachAlerts } from './command/attach-alerts.ts';
import { attach } from './command/attach.ts';
import { callIn } from './command/call-in.ts';
import { changeAlerts } from './command/change-alerts.ts';
import { change } from './command/change.ts';
import { checkInstrument } from './command/check-instrument.ts';
import { close } from './command/close.ts';
import { comeDue } from './command/come-due.ts';
import { confirm } from './command/confirm.ts';
import { correct } from './command/correct.ts';
import { declareAllClear } from './command/declare-all-clear.ts';
import { detachAlerts } from './command/detach-alerts.ts';
import { dismiss } from './command/dismiss.ts';
import { dropSignal } from './command/drop-signal.ts';
import { endBriefLink } from './command/end-brief-link.ts';
import { endImpact } from './command/end-impact.ts';
import { endWait } from './command/end-wait.ts';
import { endWorkaround } from './command/end-workaround.ts';
import { giveEvidence } from './command/give-evidence.ts';
import { giveUpDelivery } from './command/give-up-delivery.ts';
import { join } from './command/join.ts';
import { leave } from './command/leave.ts';
import { linkParent } from './command/link-parent.ts';
import { acceptBaseline } from './command/accept-baseline.ts';
import { takeBaseline } from './command/take-baseline.ts';
import { loosenSignal } from './command/loosen-signal.ts';
import { merge } from './command/merge.ts';
import { note } from './command/note.ts';
import { now } from './command/now.ts';
import { observeChange } from './command/observe-change.ts';
import { observeSignal } from './command/observe-signal.ts';
import { offerRole } from './command/offer-role.ts';
import { openSideChannel } from './command/open-side-channel.ts';
import { parkCause } from './command/park-cause.ts';
import { planRestore } from './command/plan-restore.ts';
import { promiseUpdate } from './command/promise-update.ts';
import { proposeChange } from './command/propose-change.ts';
import { proposeHypothesis } from './command/propose-hypothesis.ts';
import { publishStatus } from './command/publish-status.ts';
import { queueChange } from './command/queue-change.ts';
import { recordChange } from './command/record-change.ts';
import { recordDetection } from './command/record-detection.ts';
import { recordUpdate } from './command/record-update.ts';
import { redact } from './command/redact.ts';
import { remindConfirmation } from './command/remind-confirmation.ts';
import { removeMember } from './command/remove-member.ts';
import { reopen } from './command/reopen.ts';
import { reportRelapse } from './command/report-relapse.ts';
import { returnFindings } from './command/return-findings.ts';
import { rollBack } from './command/roll-back.ts';
import { ruleHypothesis } from './command/rule-hypothesis.ts';
import { secondChange } from './command/second-change.ts';
import { sendUpdate } from './command/send-update.ts';
import { setKind } from './command/set-kind.ts';
import { setQuestionAside } from './command/set-question-aside.ts';
import { setRootCauseFix } from './command/set-root-cause-fix.ts';
import { setSeverity } from './command/set-severity.ts';
import { shareBrief } from './command/share-brief.ts';
import { sketchDependency } from './command/sketch-dependency.ts';
import { startChange } from './command/start-change.ts';
import { startImpact } from './command/start-impact.ts';
import { stateScope } from './command/state-scope.ts';
import { takeRestoreStep } from './command/take-restore-step.ts';
import { testHypothesis } from './command/test-hypothesis.ts';
import { turnInstrument } from './command/turn-instrument.ts';
import { turnSignal } from './command/turn-signal.ts';
import { verifyRestore } from './command/verify-restore.ts';
import { waitOn } from './command/wait-on.ts';
import { watchOvernight } from './command/watch-overnight.ts';
import { weakenGuardrails } from './command/weaken-guardrails.ts';
import { withdrawUpdate } from './command/withdraw-update.ts';
import { workaround } from './command/workaround.ts';
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
  'call-in': callIn,
  'link-parent': linkParent,
  'adopt-child': adoptChild,
  'open-side-channel': openSideChannel,
  'return-findings': returnFindings,
  'come-due': comeDue,
  'state-scope': stateScope,
  'give-evidence': giveEvidence,
  'check-instrument': checkInstrument,
  'turn-instrument': turnInstrument,
  'propose-hypothesis': proposeHypothesis,
  'test-hypothesis': testHypothesis,
  'rule-hypothesis': ruleHypothesis,
  'park-cause': parkCause,
  change,
  'propose-change': proposeChange,
  'queue-change': queueChange,
  'start-change': startChange,
  'approve-change': approveChange,
  'second-change': secondChange,
  'observe-change': observeChange,
  'abandon-change': abandonChange,
  'roll-back': rollBack,
  'record-change': recordChange,
  now,
  workaround,
  'end-workaround': endWorkaround,
  'wait-on': waitOn,
  'end-wait': endWait,
  'sketch-dependency': sketchDependency,
  'plan-restore': planRestore,
  'take-restore-step': takeRestoreStep,
  'verify-restore': verifyRestore,
  'add-signal': addSignal,
  'loosen-signal': loosenSignal,
  'accept-baseline': acceptBaseline,
  'take-baseline': takeBaseline,
  'drop-signal': dropSignal,
  'observe-signal': observeSignal,
  'turn-signal': turnSignal,
  'watch-overnight': watchOvernight,
  'declare-all-clear': declareAllClear,
  'report-relapse': reportRelapse,
  'set-root-cause-fix': setRootCauseFix,
  'promise-update': promiseUpdate,
  'record-update': recordUpdate,
  'publish-status': publishStatus,
  'send-update': sendUpdate,
  'withdraw-update': withdrawUpdate,
  'ask-question': askQuestion,
  'set-question-aside': setQuestionAside,
  'admit-stakeholder': admitStakeholder,
  'share-brief': shareBrief,
  'end-brief-link': endBriefLink,
};
