import type { Parameters } from '../outcome.ts';
import type { PracticeId } from '../practice/table.ts';
import type { PostBody } from '../status-page/event.ts';
import type { SignalStatus } from '../telemetry/reading.ts';
import type { Baseline } from '../telemetry/baseline.ts';
import type { SignalEffect } from '../telemetry/effect.ts';
import type { Condition } from '../telemetry/condition.ts';
import type { SignalQuery, TurnedSignal } from '../telemetry/key-signal.ts';
import type { InstrumentHealth } from '../telemetry/reading.ts';
import type { DurationMs, Instant } from '../time.ts';
import type { Answer, ChangePlan, UpdateWords } from './item.ts';
import type { AllClearQuote } from './quote.ts';
import type {
  AlertReference,
  AlertStatus,
  Audience,
  ChangeResult,
  DetectedBy,
  DismissedAs,
  EvidenceSource,
  FileReference,
  Kind,
  Role,
  ScopeKind,
  ScopeStatus,
  Severity,
  Verdict,
  WaitKind,
} from './vocabulary.ts';

interface RoomEvents {
  IncidentDeclared: {
    number: string;
    title: string;
    severity: Severity;
    kind: Kind;
    exercise: boolean;
    private: boolean;
    alerts: readonly AlertReference[];
    /** The routing group that opened it; later alerts of the group attach here. Null when a person declared. */
    group: string | null;
    detectedBy: DetectedBy | null;
  };
  IncidentConfirmed: { evidence: string };
  IncidentDismissed: { as: DismissedAs; reason: string; duplicateOf: string | null; answer: string | null };
  IncidentReopened: { reason: string };
  ConfirmationOverdue: { waitedMs: number };
  NoteAdded: { text: string };
  EntryCorrected: { entry: string; text: string };
  EntryRedacted: { entry: string; reason: string };
  FileAttached: { file: FileReference; text: string };
  ResponderJoined: { person: string };
  ResponderLeft: { person: string };
  RoleAssigned: { role: Role; person: string; by: 'assignment' | 'acceptance' | 'taking-command' };
  RoleOffered: { role: Role; to: string; handover: string };
  SeveritySet: { severity: Severity; previous: Severity; reason: string };
  KindSet: { kind: Kind; previous: Kind; private: boolean };
  MemberAdded: { person: string };
  MemberRemoved: { person: string };
  ImpactStarted: { at: Instant; evidence: string };
  ImpactEnded: { at: Instant; evidence: string };
  DetectionRecorded: { by: DetectedBy; at: Instant | null; evidence: string };
  AlertsAttached: { alerts: readonly AlertReference[] };
  AlertsDetached: { fingerprints: readonly string[]; reason: string };
  AlertsChanged: { changes: readonly AlertChange[] };
  IncidentMerged: { into: string; intoNumber: string; reason: string };
  IncidentAbsorbed: {
    from: string;
    fromNumber: string;
    responders: readonly string[];
    alerts: readonly AlertReference[];
    groups: readonly string[];
    /** Updates that the other had promised and not yet given. */
    promises: readonly { audience: Audience; at: Instant; duty: string }[];
  };
  IncidentClosed: { waiver: string };
  /** `about`: the key of the item that the command is about, or null. */
  CommandHeld: { practice: PracticeId; command: string; about: string | null; waits: string; parameters: Parameters };
  CommandCautioned: {
    practice: PracticeId;
    command: string;
    about: string | null;
    says: string;
    parameters: Parameters;
  };
  GuardrailOverridden: {
    practice: PracticeId;
    command: string;
    about: string | null;
    reason: string;
    secondedBy: string | null;
  };
  GuardrailsWeakened: { policyVersion: number; practices: readonly PracticeId[] };
  DeliveryGivenUp: { channel: string; target: string; reason: string; event: string };
  PersonCalledIn: { who: string; why: string };
  /** Somebody should have been told and nothing could carry it. */
  NotDelivered: { to: string; what: string; reason: 'no-channel' };
  ParentLinked: { parent: string; number: string };
  ChildLinked: { child: string; number: string };
  SideChannelOpened: { name: string; why: string };
  FindingsReturned: { name: string; findings: string };
  SilenceNoticed: { silentMs: DurationMs };
}

interface DiagnosisEvents {
  ScopeStated: { name: string; kind: ScopeKind; status: ScopeStatus; boundary: string; evidence: string };
  EvidenceGiven: {
    key: string;
    claim: string;
    works: boolean;
    how: EvidenceSource;
    source: string;
    signal: string | null;
    seenAt: Instant;
    again: boolean;
  };
  EvidenceStale: { key: string; claim: string };
  EvidenceContradicted: { key: string; claim: string; signal: string };
  InstrumentChecked: { instrument: string; health: InstrumentHealth; evidence: string };
  InstrumentTurned: { source: string; health: InstrumentHealth; because: string };
  HypothesisProposed: {
    key: string;
    cause: string;
    test: string;
    testRisk: string;
    thenAction: string;
    /** The parked cause that it came from, or null. */
    from: string | null;
  };
  HypothesisTested: { hypothesis: string; finding: string };
  HypothesisRuled: { hypothesis: string; verdict: Verdict; evidence: string };
  CauseParked: { key: string; cause: string; test: string; thenAction: string; until: 'scope' | 'all-clear' };
  CauseReturned: { key: string; cause: string };
}

interface ChangeEvents {
  ChangeProposed: ChangePlan & { key: string };
  ChangeQueued: { change: string; behind: string };
  ChangeApproved: { change: string };
  ChangeSeconded: { change: string };
  ChangeStarted: { change: string; what: string; alone: boolean; secondedBy: string | null };
  ChangeObserved: { change: string; result: ChangeResult; observed: string; after: string };
  ChangeAbandoned: { change: string; reason: string };
  ChangeRolledBack: { change: string; observed: string };
  /** Already made, outside the lock. `now`: to save life, safety or data. */
  ChangeRecorded: ChangePlan & { key: string; now: boolean };
  EffectDue: { change: string; expected: string };
  /** What telemetry showed around a change, some time after its start (B8). */
  EffectMeasured: { change: string; effects: readonly SignalEffect[] };
}

interface StabilisingEvents {
  StabilisingBegan: { by: 'change' | 'workaround' | 'wait' };
  WatchingBegan: { signals: readonly string[] };
  WatchingInterrupted: { signal: string; status: SignalStatus };
  WorkaroundRecorded: {
    key: string;
    what: string;
    covers: string;
    debt: string;
    owner: string | null;
    expiresAt: Instant | null;
  };
  WorkaroundEnded: { workaround: string; reason: string };
  WorkaroundExpired: { workaround: string; what: string };
  ReliefAsked: { impactMs: DurationMs };
  WaitBegan: { key: string; on: string; kind: WaitKind; what: string; nextChaseAt: Instant };
  WaitEnded: { wait: string; outcome: string };
  ChaseDue: { wait: string; on: string };
  DependencySketched: { from: string; dependsOn: string };
  RestorePlanned: { services: readonly string[]; bootstrap: readonly string[]; cycles: readonly (readonly string[])[] };
  RestoreStepTaken: { service: string };
  RestoreStepVerified: { service: string; evidence: string; goodEnough: boolean };
  SignalAdded: {
    key: string;
    name: string;
    service: string | null;
    /** Key of the evidence that it is asked for, or null for a key signal. */
    evidence: string | null;
    asked: SignalQuery | null;
  };
  SignalLoosened: { signal: string; healthy: Condition; previous: Condition; reason: string };
  /** How a signal was in the quiet time before the incident, as its source kept it. */
  BaselineTaken: { signal: string; baseline: Baseline };
  /** A lasting new level was taken for usual. */
  BaselineAccepted: { signal: string; baseline: Baseline; previous: Baseline; reason: string };
  SignalDropped: { signal: string; name: string; reason: string };
  SignalObserved: { signal: string; healthy: boolean; what: string; byReporter: boolean };
  SignalTurned: TurnedSignal;
  /** Readings were missing for too long, or out of band more than once, although the signal looks the same before and after. */
  ClockRestarted: { signal: string; at: Instant };
  /** A reading is missing: what was clean stands, and nothing is added to it. */
  ClockPaused: { signal: string; at: Instant; because: string };
  WatchDeferred: { until: Instant; watcher: string; wakeIf: string };
  WatchDeferralEnded: { watcher: string };
  AllClearDeclared: AllClearQuote;
  RelapseReported: { evidence: string; afterMs: DurationMs };
  LearningBegan: Record<string, never>;
  RootCauseFixSet: { what: string; at: Instant };
}

interface SpeakingEvents {
  UpdatePromised: { key: string; audience: Audience; at: Instant; duty: string };
  UpdateReminded: { promise: string; audience: Audience; at: Instant };
  UpdateDue: { promise: string; audience: Audience; at: Instant };
  /** Half of the grace has passed: the incident commander is told. */
  UpdateLate: { promise: string; audience: Audience; at: Instant };
  UpdateMissed: { promise: string; audience: Audience; at: Instant };
  UpdateRecorded: {
    audience: Audience;
    toldWhom: string;
    channel: string;
    text: string;
    /** The promise that it keeps, or null; and by how much it was late. */
    promise: string | null;
    lateMs: DurationMs;
  };
  StatusPublished: PostBody & { page: string };
  /** Words of an update that waits; nothing that was typed is lost. */
  UpdateDrafted: UpdateWords & { audience: Audience };
  UpdateScheduled: UpdateWords & {
    key: string;
    audience: Audience;
    sendAt: Instant;
    nextInMs: DurationMs;
    corrects: string | null;
    answers: readonly Answer[];
  };
  /** *Changed*: severity, scope or phase did, so what it would have said no longer holds. */
  UpdateWithdrawn: { update: string; because: 'person' | 'changed' };
  UpdateSent: UpdateWords & {
    key: string;
    audience: Audience;
    nextAt: Instant | null;
    promise: string | null;
    lateMs: DurationMs;
    corrects: string | null;
    answers: readonly Answer[];
  };
  QuestionAsked: { key: string; text: string; by: string };
  QuestionSetAside: { question: string; reason: string };
  StakeholderAdmitted: { person: string };
  BriefShared: { link: string; name: string; expiresAt: Instant };
  BriefLinkEnded: { link: string; name: string };
}

/** The body of every event an incident's stream may hold, by type. Shapes are frozen once released; see `upcast.ts`. */
export interface IncidentEventBodies
  extends RoomEvents, DiagnosisEvents, ChangeEvents, StabilisingEvents, SpeakingEvents {}

export interface AlertChange {
  readonly fingerprint: string;
  readonly name: string;
  readonly status: AlertStatus;
  readonly at: Instant;
}

export type IncidentEventType = keyof IncidentEventBodies;

/** An event as `decide` returns it: not yet stored, without identity or time of its own. */
export type IncidentEvent = {
  [Type in IncidentEventType]: { readonly type: Type; readonly body: IncidentEventBodies[Type] };
}[IncidentEventType];

/** An event read back from the log. `redacted` bodies are gone for good; the row that proves them is not. */
export type StoredIncidentEvent = (IncidentEvent | { readonly type: IncidentEventType; readonly body: null }) & {
  readonly id: string;
  readonly version: number;
  readonly position: number;
  readonly actor: string;
  readonly commandId: string;
  readonly policyVersion: number;
  readonly happenedAt: Instant;
  readonly recordedAt: Instant;
};
