import type { PracticeId } from '../practice/table.ts';
import type { ComponentSaid, PostStatus } from '../status-page/event.ts';
import type { Baseline } from '../telemetry/baseline.ts';
import type { Condition } from '../telemetry/condition.ts';
import type { ReadSignal } from '../telemetry/key-signal.ts';
import type { InstrumentHealth } from '../telemetry/reading.ts';
import type { DurationMs, Instant } from '../time.ts';
import type { AlertChange } from './event.ts';
import type { Answer, UpdateWords } from './item.ts';
import type {
  AlertReference,
  Audience,
  ChangeResult,
  DetectedBy,
  DismissedAs,
  EvidenceSource,
  FileReference,
  Kind,
  Purpose,
  Reversibility,
  Role,
  ScopeKind,
  ScopeStatus,
  Severity,
  Verdict,
  WaitKind,
} from './vocabulary.ts';

/** Opening, people, and the log itself. */
interface RoomCommands {
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
  'call-in': { who: string; why: string };
  'link-parent': { parent: string };
  'adopt-child': { child: string };
  'open-side-channel': { name: string; why: string };
  'return-findings': { name: string; findings: string };
  /** Everything whose time has come, said by the system's timers. */
  'come-due': Record<string, never>;
}

/** What is affected, how it is known, and why it might be. */
interface DiagnosisCommands {
  'state-scope': {
    what: string;
    /** Null: a service if the catalog knows the name, else a system. */
    kind: ScopeKind | null;
    status: ScopeStatus;
    boundary: string;
    evidence: string;
  };
  'give-evidence': {
    claim: string;
    works: boolean;
    how: EvidenceSource;
    source: string;
    signal: string | null;
    /** What telemetry is asked again and again for it, at which source, and when the claim holds; all null: nothing. */
    query: string | null;
    healthy: Condition | null;
    telemetry: string | null;
    /** Key of the evidence that was looked at again, or null for a new one. */
    again: string | null;
  };
  'check-instrument': { instrument: string; health: InstrumentHealth; evidence: string };
  'turn-instrument': { source: string; health: InstrumentHealth; because: string };
  'propose-hypothesis': { cause: string; test: string; testRisk: string; thenAction: string };
  'test-hypothesis': { hypothesis: string; finding: string };
  'rule-hypothesis': { hypothesis: string; verdict: Verdict; evidence: string };
  'park-cause': { cause: string };
}

/** What a person says of a change before it is made. What is left out is asked for later, not first. */
interface ChangeBody {
  what: string;
  steps: readonly string[];
  purpose: Purpose;
  addedRisk: string;
  /** Null: told from the words, and from whether an undo is given. */
  reversibility: Reversibility | null;
  undo: string;
  touches: readonly string[];
  hypothesis: string | null;
  expected: string;
  /** Null: as policy has it. */
  expectedWithinMs: DurationMs | null;
  before: string;
}

interface ChangeCommands {
  /** Proposes and starts it in one line. Where it is held it stays as a proposal. `target`: typed when alone (A1). */
  change: ChangeBody & { target: string | null };
  'propose-change': ChangeBody;
  'queue-change': { change: string };
  'start-change': { change: string; target: string | null };
  'approve-change': { change: string };
  'second-change': { change: string };
  'observe-change': { change: string; result: ChangeResult; observed: string; after: string };
  'abandon-change': { change: string; reason: string };
  'roll-back': { change: string; observed: string };
  'record-change': ChangeBody;
  now: { what: string };
}

/** Getting people back, and proving that they are. */
interface StabilisingCommands {
  workaround: { what: string; covers: string; debt: string; owner: string | null; expiresAt: Instant | null };
  'end-workaround': { workaround: string; reason: string };
  'wait-on': { on: string; kind: WaitKind; what: string; nextChaseAt: Instant | null };
  'end-wait': { wait: string; outcome: string };
  'sketch-dependency': { from: string; dependsOn: string };
  'plan-restore': { services: readonly string[]; bootstrap: readonly string[] };
  'take-restore-step': { service: string };
  'verify-restore': { service: string; evidence: string; goodEnough: boolean };
  'add-signal': {
    name: string;
    source: string | null;
    query: string | null;
    healthy: Condition | null;
    service: string | null;
    trafficQuery: string | null;
    trafficAtLeast: number | null;
    everyMs: DurationMs | null;
  };
  'loosen-signal': { signal: string; healthy: Condition; reason: string };
  'drop-signal': { signal: string; reason: string };
  'observe-signal': { signal: string; healthy: boolean; what: string; byReporter: boolean };
  'accept-baseline': { signal: string; reason: string };
  'take-baseline': { signal: string; baseline: Baseline };
  'turn-signal': ReadSignal;
  'watch-overnight': { until: Instant; watcher: string; wakeIf: string };
  'declare-all-clear': { statement: string; exclude: readonly string[] };
  'report-relapse': { evidence: string };
  'set-root-cause-fix': { what: string; at: Instant | null };
}

/** Promised updates, what they say, and who asks. */
interface SpeakingCommands {
  /** Exactly one of `at` and `inMs` is given, or neither: then as policy has it. `duty`: what law or contract asks. */
  'promise-update': { audience: Audience; at: Instant | null; inMs: DurationMs | null; duty: string };
  'record-update': {
    audience: Audience;
    toldWhom: string;
    channel: string;
    text: string;
    nextAt: Instant | null;
    nextInMs: DurationMs | null;
    duty: string;
  };
  /** What customers read. `post`: the one that it goes on with, or null for a new one; an empty title stays. */
  'publish-status': {
    page: string;
    post: string | null;
    title: string;
    status: PostStatus;
    text: string;
    components: readonly ComponentSaid[];
  };
  'send-update': UpdateWords & {
    audience: Audience;
    /** Null: as policy has it while people are hurt, and none after the all-clear. */
    nextAt: Instant | null;
    nextInMs: DurationMs | null;
    /** When to send it; null: now. */
    sendAt: Instant | null;
    /** Key of the update that this one corrects, or null. */
    corrects: string | null;
    answers: readonly Answer[];
  };
  'withdraw-update': { update: string };
  /** `by`: the name that whoever asks goes by, where no signed-in person stands behind it. */
  'ask-question': { text: string; by: string };
  'set-question-aside': { question: string; reason: string };
  'admit-stakeholder': { person: string };
  /** A personal link to the brief, kept under `link`; its secret never comes here. */
  'share-brief': { link: string; name: string; expiresAt: Instant };
  'end-brief-link': { link: string; name: string };
}

/** What each command carries, by verb. Every door sends these; `domain/incident/command/<verb>.ts` decides them. */
export interface IncidentCommandBodies
  extends RoomCommands, DiagnosisCommands, ChangeCommands, StabilisingCommands, SpeakingCommands {}

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
