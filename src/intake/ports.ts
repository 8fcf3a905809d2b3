import type { CommandHandler, Transaction } from '../command/ports.ts';
import type { KeyScope } from '../domain/access/subject.ts';
import type { Alert } from '../domain/alert/alert.ts';
import type { Notice } from '../domain/alert/notice.ts';
import type { Silence, SilenceProblem, SilenceWish } from '../domain/alert/silence.ts';
import type { Routing } from '../domain/routing/routing.ts';
import type { Instant } from '../domain/time.ts';

/** What one request said, made sense of. */
export interface Reading {
  readonly notices: readonly Notice[];
  /** Alerts that the sender says it left out for length. */
  readonly leftOut: number;
}

/** A request that brings notices, with the bytes in which it came. */
export interface Arrival extends Reading {
  /** Which reader understands the bytes: the receiver's name. */
  readonly format: string;
  readonly body: Uint8Array;
}

/** Reads a journalled body as it was read when it came. Throws when it no longer can be read. */
export type ReadBody = (format: string, body: Uint8Array, receivedAt: Instant) => Reading;

/** One request as the journal keeps it. */
export interface JournalLine {
  /** Intake key that brought it. */
  readonly key: string;
  readonly format: string;
  readonly body: Uint8Array;
}

/** A journalled request, without its bytes. */
export interface JournalRow {
  readonly position: number;
  readonly receivedAt: Instant;
  readonly key: string;
  readonly format: string;
  readonly sizeBytes: number;
}

/**
 * Everything that came in, in order, before anyone decided on it. Positions become visible in their own order,
 * whichever replica writes: whoever has seen one has seen all below it.
 */
export interface AlertJournal {
  /**
   * Keeps the lines in one commit; resolves only when that is durable. They take the positions from `first` upwards.
   * Throws `Unavailable`.
   */
  append(lines: readonly JournalLine[]): Promise<{ first: number; at: Instant }>;
  /** Tells the other replicas that there are new lines. */
  ring(): Promise<void>;
  /** The lines above a position, without their bytes. */
  after(position: number, limit: number): Promise<JournalRow[]>;
  bodies(positions: readonly number[]): Promise<Map<number, Uint8Array>>;
  /** Lines that were set aside and not settled since, oldest first. */
  setAside(limit: number): Promise<JournalRow[]>;
  /** Lines above a position that other replicas wrote, and the highest position there is. */
  fromOthers(
    position: number,
    limit: number,
  ): Promise<{ rows: readonly (JournalRow & { readonly body: Uint8Array })[]; newest: number; now: Instant }>;
}

/** How far routing has come. */
export interface CursorPlace {
  readonly position: number;
  /** Highest position of the journal. */
  readonly newest: number;
  /** When the oldest line not yet routed came; null when all are. */
  readonly waitingSince: Instant | null;
  readonly now: Instant;
}

/** The place up to which the journal is routed; one for all replicas. */
export interface RoutingCursor {
  read(): Promise<CursorPlace>;
  /** Moves it, if it still stands at `from` and no other replica holds it. False: somebody else is at work. */
  move(transaction: Transaction, from: number, to: number): Promise<boolean>;
  /** Remembers a line that could not be routed, so that it is passed and not lost. */
  setAside(transaction: Transaction, position: number, reason: string): Promise<void>;
  /** Says that a line set aside was routed after all. */
  settle(transaction: Transaction, position: number): Promise<void>;
}

/** Where routing put an alert. *waiting*: it is still to be placed. */
export type Placement = 'silenced' | 'waiting' | 'kept' | 'incident';

/** An alert as it is kept, with where it was put. */
export interface KnownAlert {
  readonly alert: Alert;
  readonly placement: Placement;
  readonly silencedBy: readonly string[];
  readonly group: string | null;
  readonly incident: string | null;
  /** Incidents whose log names it. */
  readonly attached: readonly { readonly incident: string; readonly open: boolean }[];
}

export interface AlertWrite {
  readonly alert: Alert;
  readonly key: string;
  readonly placement: Placement;
  readonly silencedBy: readonly string[];
  readonly group: string | null;
  readonly incident: string | null;
}

/** A repeat: when it was last said, and until when that holds. */
export interface Repeat {
  readonly fingerprint: string;
  readonly seenAt: Instant;
  readonly endsAt: Instant | null;
}

/** The state of every label set. */
export interface AlertStore {
  find(fingerprints: readonly string[]): Promise<ReadonlyMap<string, KnownAlert>>;
  write(transaction: Transaction, alerts: readonly AlertWrite[]): Promise<void>;
  /** Notes repeats of firing alerts. Answers those that are not kept as firing, and how far routing has come. */
  repeat(repeats: readonly Repeat[]): Promise<{ missing: readonly string[]; routed: number; now: Instant }>;
  /** Firing alerts whose word ran out more than `graceMs` ago. */
  ranOut(graceMs: number, limit: number): Promise<readonly KnownAlert[]>;
  /** Marks alerts as lapsed, if their word still ends when `alerts` says so. False, and nothing is marked, if one does not. */
  lapse(transaction: Transaction, alerts: readonly Alert[]): Promise<boolean>;
  /** Firing alerts that wait to be placed: all silences that held them have ended. */
  unplaced(limit: number): Promise<readonly KnownAlert[]>;
  /** Alerts that may be repeated: firing, or heard within the last hour. */
  recent(after: string, limit: number): Promise<readonly Alert[]>;
  /** Deletes what nobody looks at any more, a little at a time. Answers how many rows went. */
  forget(): Promise<number>;
}

/** Which open incident takes the alerts of a group. */
export interface OpenGroups {
  openGroups(
    groups: readonly string[],
    transaction?: Transaction,
  ): Promise<readonly { readonly incident: string; readonly groups: readonly string[] }[]>;
}

/** What is attached to incidents, by their logs. */
export interface AttachedAlerts {
  counts(incidents: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Open incidents with the labels of the firing alerts attached to them. */
  firing(): Promise<readonly { readonly incident: string; readonly labels: Readonly<Record<string, string>> }[]>;
}

/** The routing document in force. */
export interface RoutingSource {
  current(): Promise<Routing>;
}

export interface SilenceStore {
  /** Those that have not ended, or ended within the last five days, newest first. */
  list(): Promise<readonly Silence[]>;
  active(): Promise<readonly Silence[]>;
  find(id: string): Promise<Silence | null>;
  put(transaction: Transaction, silence: Silence, key: string | null): Promise<void>;
  /** Ends it now. False when there is none that has not ended. */
  end(transaction: Transaction | null, id: string): Promise<boolean>;
  now(): Promise<Instant>;
}

/** Sentences that intake writes into logs. */
export interface IntakeWords {
  silenced(silence: Silence, alerts: number): string;
  /** That `limit` alerts are in the log and further ones are only in the list. */
  tooMany(limit: number): string;
  /** That the sender left out this many alerts of a group. */
  leftOut(count: number): string;
}

/** Where faults of ours are told. */
export interface IntakeLog {
  warn(facts: IntakeFacts, message: string): void;
  error(facts: IntakeFacts, message: string): void;
}

export interface IntakeFacts {
  readonly err?: unknown;
  readonly [fact: string]: unknown;
}

/** A heartbeat as it was kept, by the database's clock; or that no further name is taken. */
export type Beat = { readonly at: Instant } | 'too-many-names';

export interface HeartbeatStore {
  /** Keeps that these heartbeats came now, in one commit; resolves when that is durable. Throws `Unavailable`. */
  beat(names: readonly string[], key: string): Promise<ReadonlyMap<string, Beat>>;
}

/** What intake needs from outside to turn notices into incidents. */
export interface RoutingNeeds {
  readonly handler: CommandHandler;
  /** For moves of the cursor that need no command. Runs the work in a transaction of its own. */
  readonly transaction: (work: (transaction: Transaction) => Promise<void>) => Promise<void>;
  readonly journal: AlertJournal;
  readonly cursor: RoutingCursor;
  readonly alerts: AlertStore;
  readonly silences: SilenceStore;
  readonly groups: OpenGroups;
  readonly attached: AttachedAlerts;
  readonly routing: RoutingSource;
  readonly read: ReadBody;
  /** A new UUID. */
  readonly newId: () => string;
  /** A UUID that is always the same for the same parts. */
  readonly derived: (...parts: readonly string[]) => string;
  readonly words: IntakeWords;
  readonly log: IntakeLog;
}

/** An intake key that has been checked. */
export interface IntakeKey {
  readonly id: string;
  readonly scopes: readonly KeyScope[];
}

/** An alert as the tools that ask us see it. */
export interface ListedAlert {
  readonly alert: Alert;
  readonly silencedBy: readonly string[];
  /** Labels of its routing group. */
  readonly group: Readonly<Record<string, string>>;
}

export type SilenceAnswer =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly problem: SilenceProblem | { readonly code: 'not-found' } };

/** Everything a receiver may do, on behalf of one key. */
export interface Desk {
  readonly key: IntakeKey;
  /** When intake began to work in this process. */
  readonly startedAt: Instant;
  /** The database's clock, as far as it is known here. */
  now(): Instant;
  /**
   * Takes an arrival in. Null: nothing in it is news, and all of it is durable. A promise resolves when it is durable.
   * Throws or rejects with `Unavailable`; the sender is to try again.
   */
  accept(arrival: Arrival): Promise<void> | null;
  /** Alerts that fire, in order of fingerprint, unless they belong to a private incident. */
  firing(): Promise<readonly ListedAlert[]>;
  /** Keeps that a heartbeat came now; resolves when that is durable. Throws `Unavailable`. */
  beat(name: string): Promise<Beat>;
  readonly silences: {
    list(): Promise<readonly Silence[]>;
    find(id: string): Promise<Silence | null>;
    /** Makes or changes one and says so in every open incident that it touches. */
    put(wish: SilenceWish): Promise<SilenceAnswer>;
    end(id: string): Promise<boolean>;
  };
}

/** A request to intake, once its key is known. The path is what follows the key. */
export interface IntakeRequest {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly body: Uint8Array;
}

export interface IntakeAnswer {
  readonly status: number;
  /** JSON text; null for an empty body. */
  readonly body: string | null;
}

/** One way in. */
export interface Receiver {
  readonly name: string;
  /** Whether this request is for it, and which scopes allow it (any one of them; none listed: any key). */
  match(request: Pick<IntakeRequest, 'method' | 'path'>): { readonly scopes: readonly KeyScope[] } | null;
  handle(request: IntakeRequest, desk: Desk): Promise<IntakeAnswer> | IntakeAnswer;
  /** Reads a journalled body of this format again. */
  read?(body: Uint8Array, receivedAt: Instant): Reading;
}
