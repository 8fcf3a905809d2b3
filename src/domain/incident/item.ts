import type { SignalEffect } from '../telemetry/effect.ts';
import type { InstrumentHealth } from '../telemetry/reading.ts';
import type { PostBody } from '../status-page/event.ts';
import type { DurationMs, Instant } from '../time.ts';
import type {
  Audience,
  ChangeResult,
  EvidenceSource,
  Purpose,
  Reversibility,
  ScopeKind,
  ScopeStatus,
  Verdict,
  WaitKind,
} from './vocabulary.ts';

/** One line of the blast radius. Name and kind identify it; saying it again replaces it (B2). */
export interface ScopeItem {
  readonly name: string;
  readonly kind: ScopeKind;
  readonly status: ScopeStatus;
  readonly boundary: string;
  readonly evidence: string;
  readonly since: Instant;
}

/** What is claimed to work, or not, with how it was seen and when (B2). */
export interface EvidenceItem {
  /** E1, E2, … */
  readonly key: string;
  readonly claim: string;
  readonly works: boolean;
  readonly how: EvidenceSource;
  readonly source: string;
  /** Key of the signal that would contradict it, or null. */
  readonly signal: string | null;
  readonly seenAt: Instant;
  readonly stale: boolean;
  readonly contradicted: boolean;
}

/** A cause that waits: before scope, or because nothing would follow from it while people are hurt (B1, E1). */
export interface ParkedCause {
  /** P1, P2, … */
  readonly key: string;
  readonly cause: string;
  readonly test: string;
  readonly thenAction: string;
  /** What it waits for: scope to be said, or the all-clear. */
  readonly until: 'scope' | 'all-clear';
  readonly parkedAt: Instant;
  readonly returned: boolean;
}

/** A proposed cause with what would follow if it were true (B4). */
export interface Hypothesis {
  /** H1, H2, … */
  readonly key: string;
  readonly cause: string;
  readonly test: string;
  readonly testRisk: string;
  readonly thenAction: string;
  readonly verdict: Verdict | 'open';
  readonly tested: boolean;
  readonly proposedAt: Instant;
}

export type ChangeState = 'proposed' | 'queued' | 'started' | 'observed' | 'abandoned' | 'rolled-back' | 'recorded';

/** What a person says of a change before it is made. */
export interface ChangePlan {
  readonly what: string;
  /** More than one step makes it a bundle: one change all the same. */
  readonly steps: readonly string[];
  readonly purpose: Purpose;
  /** What could get worse; empty when nothing (B5). */
  readonly addedRisk: string;
  readonly reversibility: Reversibility;
  readonly undo: string;
  /** Services and keys of signals. Empty means unknown, and unknown is everything (B6). */
  readonly touches: readonly string[];
  readonly hypothesis: string | null;
  readonly expected: string;
  readonly expectedWithinMs: DurationMs;
  /** Configuration before it. */
  readonly before: string;
}

/** An act on the system, from proposal to observed result (B7). */
export interface Change extends ChangePlan {
  /** C1, C2, … */
  readonly key: string;
  /** The command that first named it: sent again, it is the same change. */
  readonly commandId: string;
  readonly state: ChangeState;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  readonly startedAt: Instant | null;
  readonly startedBy: string | null;
  readonly approvedBy: string | null;
  readonly secondedBy: string | null;
  readonly alone: boolean;
  readonly outsideLock: boolean;
  readonly result: ChangeResult | null;
  readonly observed: string;
  readonly settledAt: Instant | null;
  /** Whether somebody was asked what came of it when its effect was due. */
  readonly effectAsked: boolean;
  /** What telemetry showed of it; null until that was written down. */
  readonly effects: readonly SignalEffect[] | null;
}

/** Relief that leaves debt (D2). */
export interface Workaround {
  /** W1, W2, … */
  readonly key: string;
  readonly what: string;
  readonly covers: string;
  readonly debt: string;
  readonly owner: string | null;
  readonly expiresAt: Instant | null;
  readonly expiryTold: boolean;
  readonly endedAt: Instant | null;
}

/** A vendor or team whose turn it is. Until the next chase nobody is nudged. */
export interface Wait {
  /** V1, V2, … */
  readonly key: string;
  readonly on: string;
  readonly kind: WaitKind;
  readonly what: string;
  readonly nextChaseAt: Instant;
  readonly chaseTold: boolean;
  readonly endedAt: Instant | null;
}

export interface RestoreStep {
  readonly service: string;
  readonly state: 'waiting' | 'restoring' | 'verified';
  readonly evidence: string;
  readonly goodEnough: boolean;
}

export interface DependencySketch {
  readonly from: string;
  readonly dependsOn: string;
}

/** The order in which things come back (D3). */
export interface Restore {
  readonly sketched: readonly DependencySketch[];
  readonly steps: readonly RestoreStep[];
  readonly bootstrap: readonly string[];
}

export interface UpdatePromise {
  /** U1, U2, … */
  readonly key: string;
  readonly audience: Audience;
  /** What law or a contract asks, such as "notice to the regulator"; empty for an ordinary update. */
  readonly duty: string;
  readonly promisedAt: Instant;
  readonly at: Instant;
  readonly state: 'open' | 'kept' | 'late' | 'replaced';
  /** What has been said of it so far. A missed one stays open: it is still owed. */
  readonly told: 'nothing' | 'reminded' | 'due' | 'late' | 'missed';
}

/** What an update says besides when the next one comes (C5). */
export interface UpdateWords {
  /** One sentence. */
  readonly status: string;
  readonly know: string;
  /** What is being done, each line with who does it. */
  readonly doing: string;
  readonly dontKnow: string;
}

/** The answer to a question of the brief, given in an update. */
export interface Answer {
  readonly question: string;
  readonly answer: string;
}

/** An update that was given: written and sent from here, or told by somebody. */
export interface Update extends UpdateWords {
  /** M1, M2, …; empty for one that was told by other means. */
  readonly key: string;
  readonly audience: Audience;
  readonly sentAt: Instant;
  readonly nextAt: Instant | null;
  readonly corrects: string | null;
  readonly answers: readonly Answer[];
  /** Whom it was told and how, where it was told. */
  readonly told: string;
}

/** An update that waits for its time. */
export interface ScheduledUpdate extends UpdateWords {
  readonly key: string;
  readonly audience: Audience;
  readonly scheduledAt: Instant;
  readonly sendAt: Instant;
  readonly nextInMs: DurationMs;
  readonly corrects: string | null;
  readonly answers: readonly Answer[];
}

/** What somebody outside the room wants to know; it is answered in an update (C4). */
export interface Question {
  /** Q1, Q2, … */
  readonly key: string;
  readonly text: string;
  readonly by: string;
  readonly askedAt: Instant;
  readonly state: 'open' | 'answered' | 'set-aside';
  readonly answer: string;
  /** Key of the update that answers it. */
  readonly answeredIn: string | null;
}

export type MaterialChange = 'severity' | 'scope' | 'phase';

/** A look at an instrument by a person. */
export interface InstrumentLook {
  readonly health: InstrumentHealth;
  readonly at: Instant;
  readonly by: 'person' | 'watch';
}

/** Another place where people talk; its findings must come back (A3). */
export interface SideChannel {
  readonly name: string;
  readonly openedAt: Instant;
  readonly findingsAt: Instant | null;
}

/** Watching through the night: who is woken, by what, and until when (D5). */
export interface Overnight {
  readonly until: Instant;
  readonly watcher: string;
  readonly wakeIf: string;
}

/** The first time that each of these was so (A6, D1). */
export const milestones = [
  'confirmed',
  'commander',
  'scribe',
  'responders',
  'scope',
  'instruments',
  'stabilising',
  'watching',
  'all-clear',
  'root-cause-fix',
  'update',
] as const;
export type Milestone = (typeof milestones)[number];

/** A post on a status page, as it was last published. */
export interface PublishedPost extends PostBody {
  readonly page: string;
  readonly at: Instant;
}
