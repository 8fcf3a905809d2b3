import type { Subject } from '../domain/access/subject.ts';
import type { Catalog } from '../domain/catalog/catalog.ts';
import type { IncidentCommand } from '../domain/incident/command.ts';
import type { IncidentEvent, StoredIncidentEvent } from '../domain/incident/event.ts';
import type { Facts, Found, OpenChange, SaidWords, Wanted } from '../domain/incident/facts.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import type { IncidentTimer } from '../domain/incident/timers.ts';
import type { NewEvent, StoredEvent } from '../domain/log/record.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { PageCommand } from '../domain/status-page/command.ts';
import type { PageEvent, PostEvent } from '../domain/status-page/event.ts';
import type { Lexicon } from '../domain/prose/finding.ts';
import type { Instant } from '../domain/time.ts';

/** A database transaction, opaque to everyone but `store`. Work given one runs inside it and commits with it. */
export interface Transaction {
  readonly kind: 'transaction';
}

/** One command for one incident, by one subject. */
export interface CommandRequest {
  /** UUID of the incident. `declare` brings the UUID that the incident will have. */
  readonly incident: string;
  readonly subject: Subject;
  readonly command: IncidentCommand;
}

/** What became of a command, after commit. */
export interface Handled {
  readonly outcome: Outcome<IncidentEvent>;
  /** The incident after the command; null when it does not exist. */
  readonly state: IncidentState | null;
  /** The events that this command stored: now, or the first time it was sent. */
  readonly stored: readonly StoredIncidentEvent[];
  /** True when the command had been accepted before and nothing new was written. */
  readonly repeated: boolean;
}

/** The one way to change an incident. Resolves only after commit. Throws `Unavailable` when the database cannot answer. */
export interface CommandHandler {
  handle(request: CommandRequest): Promise<Handled>;
  /**
   * Decides and stores all requests in one transaction: all that are accepted commit together with `alongside`.
   * A refusal or a hold of one does not undo the others. `alongside` runs before the events take their positions.
   */
  handleTogether(
    requests: readonly CommandRequest[],
    alongside?: (transaction: Transaction) => Promise<void>,
  ): Promise<readonly Handled[]>;
}

/** Where a stream stands. */
export interface Head {
  readonly version: number;
  readonly hash: string;
}

/** An accepted command as the store remembers it, so that sending it again adds nothing. */
export interface RememberedCommand {
  readonly stream: string;
  readonly digest: string;
  readonly firstVersion: number;
  readonly lastVersion: number;
}

/** Organisation-wide documents a decision rests on, as they stand inside the transaction. */
export interface Settings {
  readonly policy: Policy;
  readonly catalog: Catalog;
  /** Names of the telemetry sources. */
  readonly sources: readonly string[];
}

/** What the store looks up by itself. */
export type LookedUp = Pick<Wanted, 'number' | 'entry' | 'person' | 'file' | 'page'>;

/** One transaction on the log. Appended events take their positions in its last statement. */
export interface Unit {
  readonly transaction: Transaction;
  /** The database's clock when the locks were had. */
  readonly now: Instant;
  readonly settings: Settings;
  head(stream: string): Head | null;
  /** Events of a stream above `afterVersion`, in order. */
  read(stream: string, afterVersion: number, toVersion?: number): Promise<StoredEvent[]>;
  findCommand(actor: string, id: string): Promise<RememberedCommand | null>;
  remember(actor: string, id: string, command: RememberedCommand): void;
  find(stream: string, wanted: LookedUp): Promise<Found>;
  /** The names of people and teams, for reading prose by. */
  names(): Promise<{ readonly people: readonly string[]; readonly teams: readonly string[] }>;
  /** What telemetry said of an incident's signals since a time, and how its sources are. */
  telemetry(incident: string, since: Instant): Promise<Pick<Facts, 'instruments' | 'readings'>>;
  /** Adds events to a stream; they are written, with everything given with them, when the unit ends. */
  append(stream: string, events: readonly NewEvent[]): readonly StoredEvent[];
  setTimers(stream: string, version: number, timers: readonly IncidentTimer[]): void;
  /** Destroys a body; only an EntryRedacted appended in this unit or before allows it. */
  redact(target: string, by: string): void;
  useFile(digest: string, event: string, stream: string): void;
}

/** The log, as commands need it. */
export interface LogStore {
  /**
   * Runs `work` in one transaction holding the heads of `streams`, locked in a fixed order so that two units never
   * wait for each other. Positions of appended events count from 1 until the unit has ended; `base` is what to add.
   */
  unit<T>(streams: readonly string[], work: (unit: Unit) => Promise<T>): Promise<{ result: T; base: number }>;
}

/** What texts say that people outside will read, one reading for each. */
export type ReadProse = (texts: readonly string[], lexicon: Lexicon) => readonly SaidWords[];

/** Keeps a read model in step: called in the transaction with the events it has not seen. */
export interface Projector {
  readonly name: string;
  project(
    transaction: Transaction,
    incident: string,
    events: readonly StoredIncidentEvent[],
    state: IncidentState,
  ): Promise<void>;
}

/** The changes under way in all incidents. */
export interface OpenChanges {
  /** Holds every other start back until this transaction has ended, so that two never begin at once. */
  underWay(
    transaction: Transaction,
  ): Promise<readonly (OpenChange & { readonly private: boolean; readonly members: readonly string[] })[]>;
}

/** Says what must be delivered outside because of an event; called in the transaction. */
export interface Deliveries {
  enqueue(transaction: Transaction, events: readonly StoredEvent[], state: IncidentState): Promise<void>;
}

/** Identity and digests, which the pure core cannot make. */
export interface Identities {
  /** A UUID, version 7. */
  readonly next: () => string;
  /** A UUID that is always the same for the same parts. */
  readonly derived: (...parts: readonly string[]) => string;
  /** SHA-256 in hexadecimal. */
  readonly digest: (text: string) => string;
}

/** Folded states by incident, so that a read or write folds only what is new to this replica. */
export interface StateCache {
  /** The newest known state that is not ahead of `version`. */
  get(incident: string, version: number): IncidentState | null;
  set(incident: string, state: IncidentState): void;
}

/** Keeps what status pages tell in step with the streams of the pages. */
export interface PageProjector {
  projectPage(transaction: Transaction, page: string, events: readonly PostEvent[]): Promise<void>;
}

/** Says who hears of what was published on a page; called in the transaction. */
export interface PageDeliveries {
  /** `stream`: where the events are. `page`: whose stream it is; null for an incident's. */
  enqueuePosts(
    transaction: Transaction,
    stream: string,
    page: string | null,
    events: readonly PostEvent[],
  ): Promise<void>;
}

/** One thing said of a status page itself. */
export interface PageRequest {
  readonly page: string;
  readonly subject: Subject;
  readonly command: PageCommand;
}

export interface PageHandled {
  readonly outcome: Outcome<PageEvent>;
  /** Key of the post that it is about; null when nothing was stored. */
  readonly key: string | null;
  readonly repeated: boolean;
}

/** The one way to publish without an incident. Resolves only after commit. */
export interface PageHandler {
  handle(request: PageRequest): Promise<PageHandled>;
}
