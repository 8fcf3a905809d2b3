import type { KeyScope, OrganisationRole, Subject, TokenScope } from '../domain/access/subject.ts';
import type { StoredIncidentEvent } from '../domain/incident/event.ts';
import type { PublicFacts } from '../domain/incident/facts.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import type { Refusal } from '../domain/outcome.ts';
import type { InstrumentState, Reading } from '../domain/telemetry/reading.ts';
import type { SourceKind } from '../domain/telemetry/source.ts';
import type { Instant } from '../domain/time.ts';

/** A value, or the problem that stands in its way. */
export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: DoorProblem };

/** A problem by its code, with what the answer should point at. */
export interface DoorProblem extends Omit<Refusal, 'code'> {
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

export interface PersonRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: OrganisationRole;
  readonly zone: string;
  readonly locale: string;
  readonly manager: string | null;
  readonly contactMethods: readonly { kind: string; value: string }[];
  readonly active: boolean;
  readonly createdAt: Instant;
}

export type NewPersonRecord = Omit<PersonRecord, 'id' | 'active' | 'createdAt'>;

/** People and teams. */
export interface People {
  list(): Promise<PersonRecord[]>;
  /** By UUID or e-mail address, active or not. */
  find(reference: string): Promise<PersonRecord | null>;
  add(person: NewPersonRecord): Promise<Result<PersonRecord>>;
  /** Deactivating ends every session and token of the person. */
  change(id: string, change: Partial<NewPersonRecord> & { active?: boolean }): Promise<Result<PersonRecord>>;
  teams(): Promise<{ id: string; name: string; members: string[] }[]>;
  putTeam(name: string, members: readonly string[]): Promise<{ id: string; name: string; members: string[] }>;
  deleteTeam(name: string): Promise<boolean>;
}

export interface SessionStart {
  readonly person: PersonRecord;
  readonly secret: string;
  readonly expiresAt: Instant;
}

export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly scopes: TokenScope[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
}

export interface KeyRecord {
  readonly id: string;
  readonly name: string;
  readonly scopes: KeyScope[];
  readonly createdAt: Instant;
  readonly secrets: number;
}

/** Ways to prove who one is. Secrets are 32 random bytes in base64url; only their digests are kept. */
export interface Credentials {
  bySession(secret: string): Promise<Subject | null>;
  byToken(secret: string): Promise<Subject | null>;
  byPassword(email: string, password: string, userAgent: string): Promise<SessionStart | null>;
  byLink(secret: string, userAgent: string): Promise<SessionStart | null>;
  endSession(secret: string): Promise<void>;
  /** False when `current` is not the password that is set. */
  setPassword(person: string, current: string | null, next: string): Promise<boolean>;
  makeLink(person: string): Promise<{ secret: string; expiresAt: Instant }>;
  tokens(person: string): Promise<TokenRecord[]>;
  makeToken(
    person: string,
    token: { name: string; scopes: readonly TokenScope[]; expiresAt: Instant | null },
  ): Promise<TokenRecord & { token: string }>;
  revokeToken(person: string, id: string): Promise<boolean>;
  keys(): Promise<KeyRecord[]>;
  makeKey(key: { name: string; scopes: readonly KeyScope[] }): Promise<KeyRecord & { key: string }>;
  rotateKey(id: string): Promise<(KeyRecord & { key: string }) | null>;
  revokeKey(id: string): Promise<boolean>;
}

/** Reads the log outside of commands. */
export interface LogReader {
  /** The state now, or null. */
  state(incident: string): Promise<IncidentState | null>;
  entries(incident: string, afterVersion: number, limit: number): Promise<StoredIncidentEvent[]>;
  /** The newest ones below this version, in ascending order. */
  entriesBefore(incident: string, beforeVersion: number, limit: number): Promise<StoredIncidentEvent[]>;
  /** Events of all incidents above a position, in order. */
  since(position: number, limit: number): Promise<(StoredIncidentEvent & { incident: string })[]>;
  lastPosition(): Promise<number>;
  export(incident: string): Promise<unknown>;
  now(): Promise<Instant>;
}

/** What an incident's rules would be given now, besides who asks. */
export interface FactsReader {
  of(state: IncidentState): Promise<PublicFacts>;
}

/** Told of every commit on any replica, in order of position. */
export interface LogFollower {
  /** The highest position already told. */
  readonly position: number;
  subscribe(listener: (event: StoredIncidentEvent & { incident: string }) => void): () => void;
  /** Something people see but nobody stores, to every replica. */
  announce(topic: string, message: unknown): void;
  onAnnouncement(listener: (topic: string, message: unknown) => void): () => void;
}

export interface Archive {
  import(document: unknown, by: string): Promise<Result<{ incident: string; number: string; origin: string }>>;
  list(): Promise<{ incident: string; number: string; title: string; origin: string; importedAt: Instant }[]>;
}

export interface AlertRecord {
  readonly fingerprint: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly status: 'firing' | 'resolved' | 'lapsed';
  readonly silenced: boolean;
  readonly startsAt: Instant;
  readonly endsAt: Instant | null;
  readonly lastSeenAt: Instant;
  readonly incident: string | null;
  readonly generatorUrl: string;
}

export interface Alerts {
  list(filter: { status: string | null; limit: number; after: string | null }): Promise<AlertRecord[]>;
  byFingerprints(fingerprints: readonly string[]): Promise<AlertRecord[]>;
}

export interface Attachments {
  /** Keeps the bytes and answers their SHA-256, in hexadecimal. Keeping the same bytes twice adds nothing. */
  put(bytes: Buffer, mediaType: string): Promise<string>;
  /** Only while an entry of this incident that is not redacted shows it. */
  get(incident: string, digest: string): Promise<{ bytes: Buffer; mediaType: string } | null>;
}

export interface Webhooks {
  list(): Promise<{ id: string; name: string; url: string; createdAt: Instant }[]>;
  make(webhook: {
    name: string;
    url: string;
  }): Promise<Result<{ id: string; name: string; url: string; createdAt: Instant; secret: string }>>;
  revoke(id: string): Promise<boolean>;
}

export interface SettingRecord {
  readonly name: string;
  readonly version: number;
  readonly document: unknown;
}

export interface SettingPlan {
  readonly name: string;
  readonly version: number;
  readonly changes: readonly { pointer: string; from: unknown; to: unknown }[];
  readonly weakens: readonly { severity: string; practice: string }[];
}

/** Policy, routing, catalog, sources and organisation: versioned documents. */
export interface SettingsDesk {
  show(name: string): Promise<SettingRecord>;
  plan(name: string, document: unknown): Promise<Result<SettingPlan>>;
  apply(subject: Subject, name: string, version: number, document: unknown): Promise<Result<SettingRecord>>;
}

export interface ReadingRecord extends Reading {
  /** From before the signal was added. */
  readonly backfilled: boolean;
}

/** What telemetry said of key signals, and the sources it came from. */
export interface Telemetry {
  /** Oldest first, from `from` until before `to`. */
  readings(
    incident: string,
    filter: { signal: string; from: Instant | null; to: Instant | null; limit: number },
  ): Promise<ReadingRecord[]>;
  /** As configured; the state is null until the first check. Their addresses stay with whoever manages settings. */
  sources(): Promise<{ name: string; kind: SourceKind; state: InstrumentState | null }[]>;
  /** Looks at a source now; null when none has this name. */
  test(name: string): Promise<InstrumentState | null>;
  /** What is wrong with a query of a source, or of the only one when none is named; null when nothing is known to be. */
  queryFault(source: string | null, query: string): Promise<{ readonly at: number; readonly says: string } | null>;
}

/** How the process is, in the words that probes and people read. */
export interface Health {
  /** Whether the database can commit, timers advance and alerts are routed; reasons when not. */
  ready(): Promise<{ ready: boolean; reasons: string[] }>;
  metrics(): Promise<{ contentType: string; text: string }>;
}

/** Ids that the door makes for what the sender did not name. */
export interface DoorIdentities {
  readonly next: () => string;
}
