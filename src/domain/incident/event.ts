import type { PracticeId } from '../practice/table.ts';
import type { Instant } from '../time.ts';
import type {
  AlertReference,
  AlertStatus,
  DetectedBy,
  DismissedAs,
  FileReference,
  Kind,
  Role,
  Severity,
} from './vocabulary.ts';

/** The body of every event an incident's stream may hold, by type. Shapes are frozen once released; see `upcast.ts`. */
export interface IncidentEventBodies {
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
  };
  IncidentClosed: { waiver: string };
  CommandHeld: { practice: PracticeId; command: string; waits: string };
  CommandCautioned: { practice: PracticeId; command: string; says: string };
  GuardrailOverridden: { practice: PracticeId; command: string; reason: string; secondedBy: string | null };
  GuardrailsWeakened: { policyVersion: number; practices: readonly PracticeId[] };
  DeliveryGivenUp: { channel: string; target: string; reason: string; event: string };
}

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
