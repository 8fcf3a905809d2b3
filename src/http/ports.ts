import type { KeyScope, OrganisationRole, Subject, TokenScope } from '../domain/access/subject.ts';
import type { StoredIncidentEvent } from '../domain/incident/event.ts';
import type { PublicFacts } from '../domain/incident/facts.ts';
import type { SuggestedSignal } from '../domain/telemetry/suggested.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import type { Refusal } from '../domain/outcome.ts';
import type { InstrumentState, Reading } from '../domain/telemetry/reading.ts';
import type { SourceKind } from '../domain/telemetry/source.ts';
import type { StatusPage } from '../domain/status-page/page.ts';
import type { ComponentSaid, PostStatus } from '../domain/status-page/event.ts';
import type { PageView } from '../domain/status-page/view.ts';
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
  entry(incident: string, id: string): Promise<StoredIncidentEvent | null>;
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

/** A personal link to a brief. Its secret is shown once, when it is made. */
export interface BriefLinkRecord {
  readonly id: string;
  readonly incident: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | null;
  readonly opened: number;
  readonly lastOpenedAt: Instant | null;
}

/** Links to briefs, and what they were exchanged for. */
export interface BriefLinks {
  list(incident: string): Promise<BriefLinkRecord[]>;
  make(link: { incident: string; name: string; by: string; expiresAt: Instant; id: string }): Promise<string>;
  /** The name of the link; null when there is none. */
  revoke(incident: string, id: string): Promise<string | null>;
  /** Counts an opening, and answers the secret of a session; null when the link has ended. */
  exchange(secret: string): Promise<{ session: string; incident: string; expiresAt: Instant } | null>;
  /** Who reads by this session; null when its link has ended. */
  bySession(session: string): Promise<Subject | null>;
}

/** What is waiting to be told, and what was. */
export interface DeliveryList {
  /** What is told of an incident besides its entries, oldest first. */
  ofIncident(incident: string): Promise<DeliveryRecord[]>;
}

/** What was told to whom, by which channel, and what became of it. */
export interface DeliveryRecord {
  readonly id: string;
  readonly event: string | null;
  readonly kind: string;
  readonly channel: string;
  readonly recipient: string;
  readonly state: 'waiting' | 'sent' | 'given-up' | 'superseded';
  readonly outcome: string | null;
  readonly attempts: number;
  readonly createdAt: Instant;
  readonly settledAt: Instant | null;
}

export interface ChannelRecord {
  readonly id: string;
  readonly name: string;
  readonly integration: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Names of the secrets that are set. */
  readonly secretsSet: readonly string[];
  readonly createdAt: Instant;
}

/** Ways out: mail, chat, webhooks. */
export interface Channels {
  list(): Promise<ChannelRecord[]>;
  make(channel: {
    name: string;
    integration: string;
    settings: Readonly<Record<string, string>>;
  }): Promise<Result<ChannelRecord>>;
  change(
    id: string,
    change: { name: string; settings: Readonly<Record<string, string>> },
  ): Promise<Result<ChannelRecord>>;
  revoke(id: string): Promise<boolean>;
  /** With its secrets, for sending; null when there is none. */
  open(id: string): Promise<{
    integration: string;
    settings: Readonly<Record<string, string>>;
    secrets: Readonly<Record<string, string>>;
  } | null>;
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
  /** What the rule behind an alert watches, where the address that it names tells. */
  alertSignal(generatorUrl: string): Promise<Omit<SuggestedSignal, 'name' | 'service' | 'from'> | null>;
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

/** A file of a status page, ready to be sent. */
export interface ServedFile {
  readonly type: string;
  readonly body: Buffer;
  readonly etag: string;
}

/** A status page as it was rendered last. */
export interface ServedPage {
  readonly page: StatusPage;
  readonly view: PageView;
  readonly files: ReadonlyMap<string, ServedFile>;
}

/** How the copy of a page at one target stands. */
export interface PushState {
  readonly target: string;
  readonly pushedAt: Instant | null;
  readonly current: boolean;
  readonly failedAt: Instant | null;
  /** Why the last try failed; null when it did not. */
  readonly failure: string | null;
  readonly nextAt: Instant | null;
  readonly hasSecret: boolean;
}

/** Words that somebody is about to publish. */
export interface Draft {
  /** Id of the post that they go on with, or null for a new one. */
  readonly post: string | null;
  readonly title: string;
  readonly status: PostStatus;
  readonly text: string;
  readonly components: readonly ComponentSaid[];
}

/** Status pages, rendered beforehand: showing one asks no database. */
export interface StatusPages {
  all(): readonly ServedPage[];
  find(slug: string): ServedPage | null;
  /** The page as customers would read it; null where no page has this name. */
  preview(slug: string, draft: Draft): string | null;
  /** Renders anew what has changed, at once: whoever wrote reads what they wrote. */
  refresh(): Promise<void>;
  pushes(slug: string): Promise<PushState[]>;
  /** False where the page has no such target, or it needs no secret. */
  setSecret(slug: string, target: string, secret: string): Promise<boolean>;
}

export interface SubscriberRecord {
  readonly id: string;
  readonly channel: 'email' | 'webhook';
  readonly address: string;
  readonly components: readonly string[];
  readonly confirmed: boolean;
  readonly createdAt: Instant;
}

/** Who hears of status pages. */
export interface Subscribers {
  list(page: string): Promise<SubscriberRecord[]>;
  /** Of those who confirmed. */
  count(page: string): Promise<number>;
  remove(page: string, id: string): Promise<boolean>;
  /** Asks the address whether it wants this. Says nothing of whether it is known. */
  ask(page: string, channel: 'email' | 'webhook', address: string, components: readonly string[]): Promise<void>;
  /** False when the token is not, or no longer, good. */
  confirm(page: string, token: string): Promise<boolean>;
  unsubscribe(page: string, token: string): Promise<boolean>;
  /** Whether mail can be sent at all. */
  takesMail(): Promise<boolean>;
  /** Why this URL may not be called, or null. */
  urlFault(url: string): string | null;
}
