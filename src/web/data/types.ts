import type { CommandResult } from '../../api/client.ts';
import type { PublicVerb } from '../../api/command-table.ts';
import type { EndpointReply } from '../../api/endpoint-table.ts';
import type { Problem } from '../../api/problem.ts';
import type { PracticeId } from '../../domain/practice/table.ts';

export type Me = EndpointReply<'me'>;
export type Person = EndpointReply<'listPeople'>['items'][number];
export type IncidentSummary = EndpointReply<'listIncidents'>['items'][number];
export type Incident = EndpointReply<'showIncident'>;
export type Picture = EndpointReply<'showPicture'>;
export type LogEntry = EndpointReply<'readLog'>['items'][number];
export type Alert = EndpointReply<'listAlerts'>['items'][number];
export type Reading = EndpointReply<'listReadings'>['items'][number];
export type Catalog = EndpointReply<'showCatalog'>;
export type StatusPageSummary = EndpointReply<'listStatusPages'>['items'][number];
export type StatusPageView = EndpointReply<'showStatusPage'>;
export type Organisation = EndpointReply<'showOrganisation'>;

/** How this browser hears the server. */
export type Connection = 'connecting' | 'live' | 'offline';

/** What the live stream tells. */
export type Told =
  | { readonly kind: 'entry'; readonly entry: LogEntry }
  | { readonly kind: 'presence'; readonly incident: string; readonly people: string[]; readonly typing: string[] }
  /** The stream was away for longer than it can make up for, or has just come back: look at everything again. */
  | { readonly kind: 'look-again' };

/** The one stream of this browser, whichever tab holds it. */
export interface Live {
  subscribe(listener: (told: Told) => void): () => void;
  connection(): Connection;
  onConnection(listener: () => void): () => void;
  /** Says that this person is in a room, or typing there. Repeat it while it is so; it is forgotten after 30 s. */
  here(incident: string, state: 'here' | 'typing' | 'gone'): void;
}

export interface OverrideWords {
  readonly practice: PracticeId;
  readonly reason: string;
}

/** A command as it was given here. It is on disk before anything is sent. */
export interface KeptCommand {
  /** UUID version 7; the same on every try. */
  readonly id: string;
  /** Whose it is: another person's session never sends it. */
  readonly person: string;
  /** UUID of the incident; for `declare` its own id. */
  readonly incident: string;
  readonly verb: PublicVerb;
  readonly body: Readonly<Record<string, unknown>>;
  readonly override: OverrideWords | null;
  /** ISO 8601: when it was said. */
  readonly happenedAt: string;
  readonly state: 'kept' | 'sending' | 'refused';
  /** Why the server would not take it; only with `refused`. The person decides what becomes of it. */
  readonly problem: Problem | null;
}

export type SendResult =
  | { readonly kind: 'accepted'; readonly result: CommandResult }
  | { readonly kind: 'held'; readonly problem: Problem }
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** Nobody answers: it is on disk and goes out by itself. */
  | { readonly kind: 'kept' };

/** Everything written here goes through it: first to disk, then out, in order, by one tab at a time. */
export interface Outbox {
  send(
    verb: PublicVerb,
    incident: string | null,
    body: Record<string, unknown>,
    more?: { readonly override?: OverrideWords; readonly id?: string; readonly happenedAt?: string },
  ): Promise<SendResult>;
  /** What has not been acknowledged yet, oldest first. The same array until something changes. */
  kept(): readonly KeptCommand[];
  onChange(listener: () => void): () => void;
  /** Takes a refused command away, once the person has seen it. */
  discard(id: string): Promise<void>;
}

/** The log of one room: entries by version, from 1 on without a hole, read as they are looked at. */
export interface RoomLog {
  /** Version of the newest entry. */
  readonly newest: number;
  /** The entry, or undefined while it has not been read. */
  at(version: number): LogEntry | undefined;
  /** Reads these versions if they are not here yet. */
  want(from: number, to: number): void;
  /** Reads all of them; resolves when they are here. */
  wantAll(): Promise<void>;
}
