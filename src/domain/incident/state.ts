import type { KeySignal } from '../telemetry/key-signal.ts';
import type { Instant } from '../time.ts';
import type {
  Change,
  EvidenceItem,
  Hypothesis,
  InstrumentLook,
  MaterialChange,
  Milestone,
  Overnight,
  ParkedCause,
  Question,
  Restore,
  ScheduledUpdate,
  ScopeItem,
  SideChannel,
  PublishedPost,
  Update,
  UpdatePromise,
  UpdateWords,
  Wait,
  Workaround,
} from './item.ts';
import type { AlertReference, Audience, DetectedBy, DismissedAs, Kind, Phase, Role, Severity } from './vocabulary.ts';

/** What the rules need to know of an incident. A plain, serialisable value: the browser decides on it too. */
export interface IncidentState {
  readonly id: string;
  /** Of the last event folded in. */
  readonly version: number;
  readonly number: string;
  readonly title: string;
  readonly severity: Severity;
  readonly kind: Kind;
  readonly exercise: boolean;
  readonly private: boolean;
  readonly phase: Phase;
  readonly declaredAt: Instant;
  readonly declaredBy: string;
  /** Since when it has been waiting for confirmation, in this spell. */
  readonly unconfirmedSince: Instant;
  readonly confirmedAt: Instant | null;
  /** Whether this spell of waiting has been pointed out. */
  readonly confirmationAsked: boolean;
  readonly dismissedAs: DismissedAs | null;
  /** Name of the alert that opened it; null where a person declared. */
  readonly openedBy: string | null;
  readonly mergedInto: string | null;
  readonly absorbed: readonly string[];
  /** Person ids, in the order they joined. */
  readonly responders: readonly string[];
  readonly members: readonly string[];
  readonly roles: Readonly<Partial<Record<Role, { person: string; since: Instant }>>>;
  readonly offers: Readonly<Partial<Record<Role, { to: string; by: string; handover: string }>>>;
  readonly alerts: Readonly<Record<string, AlertReference>>;
  /** Routing groups whose further alerts attach here. */
  readonly groups: readonly string[];
  readonly impact: { readonly startedAt: Instant | null; readonly endedAt: Instant | null };
  readonly detectedBy: DetectedBy | null;
  /** In the order they were added; dropped ones too. */
  readonly signals: readonly KeySignal[];
  readonly phaseSince: Instant;
  readonly scope: readonly ScopeItem[];
  readonly evidence: readonly EvidenceItem[];
  /** By name, as last looked at. */
  readonly instruments: Readonly<Record<string, InstrumentLook>>;
  readonly parked: readonly ParkedCause[];
  readonly hypotheses: readonly Hypothesis[];
  readonly changes: readonly Change[];
  readonly workarounds: readonly Workaround[];
  /** Whether "could users be routed around it?" has been asked (D2). */
  readonly reliefAsked: boolean;
  readonly waits: readonly Wait[];
  readonly restore: Restore;
  readonly promises: readonly UpdatePromise[];
  readonly updatesGiven: number;
  /** What customers read of it, in the order it was begun. */
  readonly posts: readonly PublishedPost[];
  /** In the order they were given. */
  readonly updates: readonly Update[];
  readonly scheduled: readonly ScheduledUpdate[];
  /** Words of updates that were held, by audience. */
  readonly drafts: Readonly<Partial<Record<Audience, UpdateWords>>>;
  readonly questions: readonly Question[];
  /** Stakeholders whom the commander let into the room. */
  readonly admitted: readonly string[];
  /** When severity, scope and phase last changed in a way that people outside should hear of (C3). */
  readonly changedAt: Readonly<Partial<Record<MaterialChange, Instant>>>;
  readonly sideChannels: readonly SideChannel[];
  readonly calledIn: readonly string[];
  readonly overnight: Overnight | null;
  /** When the last night on watch was over. */
  readonly nightOverAt: Instant | null;
  /** Nothing read before this counts for the all-clear: a signal was loosened or dropped, or the impact came back. */
  readonly clockFrom: Instant;
  /** Keys of signals whose condition was loosened. */
  readonly loosened: readonly string[];
  /** Of the all-clear that stands; null while none does. */
  readonly allClearAt: Instant | null;
  readonly relapses: number;
  readonly rootCauseFix: string | null;
  readonly parent: string | null;
  readonly children: readonly string[];
  readonly times: Readonly<Partial<Record<Milestone, Instant>>>;
  /** Holds and cautions already told, as "practice/verb" or "practice/verb/item": each is stored once. */
  readonly told: readonly string[];
  /** Items that a practice has been overridden for, as "practice/item". */
  readonly overridden: readonly string[];
  /** Since when a held responder has been waiting for the commander to say something; null when nobody is. */
  readonly commanderAskedAt: Instant | null;
  readonly lastHumanEntryAt: Instant;
  /** Whether the present silence has been pointed out (E4). */
  readonly silenceNoticed: boolean;
  readonly entries: number;
  readonly lastEntryAt: Instant;
}

export const commanderOf = (state: IncidentState): string | null => state.roles['incident-commander']?.person ?? null;

export const changeOf = (state: IncidentState, key: string): Change | undefined =>
  state.changes.find((change) => change.key === key.toUpperCase());

/** Signals that still count. */
export const activeSignals = ({ signals }: Pick<IncidentState, 'signals'>): readonly KeySignal[] =>
  signals.filter(({ droppedAt, evidence }) => droppedAt === null && evidence === null);

/** People who are here to be asked, besides this one. */
export const othersHere = (state: IncidentState, person: string): readonly string[] =>
  state.responders.filter((responder) => responder !== person);

/** Scope has a rough shape once anything is said to be affected. */
export const isScoped = (state: IncidentState): boolean =>
  state.scope.some(({ status }) => status !== 'unknown' && status !== 'not-affected');
