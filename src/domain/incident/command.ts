import type { PracticeId } from '../practice/table.ts';
import type { Instant } from '../time.ts';
import type { AlertChange } from './event.ts';
import type { AlertReference, DetectedBy, DismissedAs, FileReference, Kind, Role, Severity } from './vocabulary.ts';

/** What each command carries, by verb. Every door sends these; `domain/incident/command/<verb>.ts` decides them. */
export interface IncidentCommandBodies {
  declare: {
    title: string;
    severity: Severity;
    kind: Kind;
    exercise: boolean;
    private: boolean;
    detectedBy: DetectedBy | null;
    alerts: readonly AlertReference[];
    group: string | null;
  };
  confirm: { evidence: string };
  dismiss: { as: DismissedAs; reason: string; duplicateOf: string | null; answer: string | null };
  reopen: { reason: string };
  note: { text: string };
  correct: { entry: string; text: string };
  redact: { entry: string; reason: string };
  attach: { file: FileReference; text: string };
  join: Record<string, never>;
  leave: Record<string, never>;
  'assign-role': { role: Role; person: string };
  'offer-role': { role: Role; to: string; handover: string };
  'accept-role': { role: Role };
  'set-severity': { severity: Severity; reason: string };
  'set-kind': { kind: Kind };
  'add-member': { person: string };
  'remove-member': { person: string };
  'start-impact': { at: Instant | null; evidence: string };
  'end-impact': { at: Instant | null; evidence: string };
  'record-detection': { by: DetectedBy; at: Instant | null; evidence: string };
  'attach-alerts': { alerts: readonly AlertReference[] };
  'detach-alerts': { fingerprints: readonly string[]; reason: string };
  'change-alerts': { changes: readonly AlertChange[] };
  merge: { into: string; reason: string };
  absorb: { from: string };
  close: { waiver: string };
  'remind-confirmation': Record<string, never>;
  'weaken-guardrails': { policyVersion: number; practices: readonly PracticeId[] };
  'give-up-delivery': { channel: string; target: string; reason: string; event: string };
}

export type Verb = keyof IncidentCommandBodies;

/** One step past a hold: the practice that held, and why it is right to go on now. */
export interface Override {
  readonly practice: PracticeId;
  readonly reason: string;
  /** The person who seconds it, where the practice asks for one. */
  readonly secondedBy: string | null;
}

/** A write request. Its id is made by whoever sends it, so that sending again is harmless. */
export type IncidentCommand = {
  [V in Verb]: {
    readonly id: string;
    readonly verb: V;
    readonly body: IncidentCommandBodies[V];
    /** When it happened, by the sender's account; null means now. */
    readonly happenedAt: Instant | null;
    readonly override: Override | null;
  };
}[Verb];

export type CommandOf<V extends Verb> = Extract<IncidentCommand, { verb: V }>;
