import { expect, test } from 'vitest';
import type { IncidentEventType } from '../../../../domain/incident/event.ts';
import { incidentEventTypes } from '../../../../domain/incident/evolve.ts';
import { type EntryKind, entryKinds, kindLabels, kindOf } from './kind.ts';

/** A new type of event does not compile until somebody has said where it is looked for. */
const expected: Readonly<Record<IncidentEventType, EntryKind | null>> = {
  IncidentDeclared: 'scope',
  IncidentConfirmed: 'scope',
  IncidentDismissed: 'scope',
  IncidentReopened: 'scope',
  ImpactStarted: 'scope',
  ImpactEnded: 'scope',
  DetectionRecorded: 'scope',
  ScopeStated: 'scope',
  EvidenceGiven: 'scope',
  EvidenceStale: 'scope',
  EvidenceContradicted: 'scope',
  NoteAdded: 'notes',
  EntryCorrected: 'notes',
  EntryRedacted: 'notes',
  FileAttached: 'notes',
  FindingsReturned: 'notes',
  HypothesisProposed: 'causes',
  HypothesisTested: 'causes',
  HypothesisRuled: 'causes',
  CauseParked: 'causes',
  CauseReturned: 'causes',
  RootCauseFixSet: 'causes',
  ChangeProposed: 'changes',
  ChangeQueued: 'changes',
  ChangeApproved: 'changes',
  ChangeSeconded: 'changes',
  ChangeStarted: 'changes',
  ChangeObserved: 'changes',
  ChangeAbandoned: 'changes',
  ChangeRolledBack: 'changes',
  ChangeRecorded: 'changes',
  EffectDue: 'changes',
  WorkaroundRecorded: 'changes',
  WorkaroundEnded: 'changes',
  WorkaroundExpired: 'changes',
  ReliefAsked: 'changes',
  WaitBegan: 'changes',
  WaitEnded: 'changes',
  ChaseDue: 'changes',
  DependencySketched: 'changes',
  RestorePlanned: 'changes',
  RestoreStepTaken: 'changes',
  RestoreStepVerified: 'changes',
  AlertsAttached: 'signals',
  AlertsDetached: 'signals',
  AlertsChanged: 'signals',
  InstrumentChecked: 'signals',
  InstrumentTurned: 'signals',
  StabilisingBegan: 'signals',
  WatchingBegan: 'signals',
  WatchingInterrupted: 'signals',
  SignalAdded: 'signals',
  SignalLoosened: 'signals',
  SignalDropped: 'signals',
  SignalObserved: 'signals',
  SignalTurned: 'signals',
  ClockRestarted: 'signals',
  WatchDeferred: 'signals',
  WatchDeferralEnded: 'signals',
  AllClearDeclared: 'signals',
  RelapseReported: 'signals',
  UpdatePromised: 'updates',
  UpdateReminded: 'updates',
  UpdateDue: 'updates',
  UpdateMissed: 'updates',
  UpdateRecorded: 'updates',
  CommandHeld: 'practices',
  CommandCautioned: 'practices',
  GuardrailOverridden: 'practices',
  GuardrailsWeakened: 'practices',
  ConfirmationOverdue: null,
  ResponderJoined: null,
  ResponderLeft: null,
  RoleAssigned: null,
  RoleOffered: null,
  SeveritySet: null,
  KindSet: null,
  MemberAdded: null,
  MemberRemoved: null,
  IncidentMerged: null,
  IncidentAbsorbed: null,
  IncidentClosed: null,
  DeliveryGivenUp: null,
  PersonCalledIn: null,
  NotDelivered: null,
  ParentLinked: null,
  ChildLinked: null,
  SideChannelOpened: null,
  SilenceNoticed: null,
  LearningBegan: null,
};

test('every type of event is in the group where people look for it', () => {
  const found = Object.fromEntries(incidentEventTypes.map((type) => [type, kindOf(type)]));
  expect(found).toEqual(expected);
});

test('every group holds something and has a name', () => {
  for (const kind of entryKinds) {
    expect(kindLabels[kind]).not.toBe('');
    if (kind !== 'all') expect(Object.values(expected)).toContain(kind);
  }
});

test('a type that is not known is in everything only', () => {
  expect(kindOf('FromTheFuture')).toBeNull();
});
