import type { Sent } from '../dispatch/ports.ts';
import type { Subject } from '../domain/access/subject.ts';
import type { StoredIncidentEvent } from '../domain/incident/event.ts';
import type { PublicFacts } from '../domain/incident/facts.ts';
import type { UpdateWords } from '../domain/incident/item.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import type { Audience } from '../domain/incident/vocabulary.ts';
import type { Hold } from '../domain/outcome.ts';
import type { Instant } from '../domain/time.ts';

/** A button under a message. `does` comes back unchanged when it is pressed; at most 2000 characters. */
export interface ChatButton {
  readonly label: string;
  readonly does: string;
  readonly style: 'plain' | 'primary' | 'danger';
}

/** What a chat shows, without the form that one system gives it. */
export interface ChatMessage {
  readonly title: string | null;
  readonly text: string;
  readonly parts: readonly { readonly heading: string; readonly body: string }[];
  readonly buttons: readonly ChatButton[];
  readonly foot: string | null;
}

export interface ChatField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  /** What stands in it to begin with. */
  readonly text: string;
  readonly long: boolean;
  readonly required: boolean;
  /** What it may be, where only a few things are. */
  readonly choices: readonly string[];
}

/** Questions in a window of their own. `does` comes back with what was filled in; at most 2000 characters. */
export interface ChatForm {
  readonly title: string;
  readonly lead: string;
  readonly submit: string;
  readonly fields: readonly ChatField[];
  readonly does: string;
}

interface Acted {
  /** The same on every retry of the same act. */
  readonly id: string;
  /** Whoever acted, by the id that the chat knows. */
  readonly user: string;
  readonly room: string;
}

/** What somebody did in a chat. */
export type ChatAct =
  /** A line after our own slash. `opens`: what a form is opened with. */
  | (Acted & { readonly kind: 'line'; readonly text: string; readonly opens: string })
  | (Acted & { readonly kind: 'pressed'; readonly does: string; readonly opens: string })
  | (Acted & { readonly kind: 'filled'; readonly does: string; readonly typed: Readonly<Record<string, string>> })
  | (Acted & {
      readonly kind: 'said';
      readonly message: string;
      readonly text: string;
      readonly at: Instant;
      /** Whose message it replies to; null when it stands for itself. */
      readonly repliesTo: string | null;
    })
  | (Acted & {
      readonly kind: 'pinned';
      readonly message: string;
      readonly author: string;
      readonly text: string;
      readonly at: Instant;
    })
  | { readonly kind: 'deleted'; readonly room: string; readonly message: string };

export interface ChatRequest {
  /** Last part of the path: which kind of request it is. */
  readonly way: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/** What a request from a chat turned out to be. */
export type ChatArrival =
  | { readonly kind: 'not-theirs' }
  | { readonly kind: 'unreadable' }
  /** Nobody acted; this is to be answered. */
  | { readonly kind: 'answer'; readonly body: string }
  | { readonly kind: 'act'; readonly act: ChatAct };

/** What came of a call, or how it failed. `error` is for logs. */
export type Called<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly sent: Exclude<Sent, { kind: 'sent' }>; readonly error: string };

/** One workspace, open for a few seconds. No call throws for what the other side does. */
export interface ChatLink {
  /** Who we are there. */
  self(): Promise<Called<{ readonly user: string; readonly team: string }>>;
  /** Mail address of a full member of this workspace; null for guests, robots, and members of others. */
  emailOf(user: string): Promise<Called<string | null>>;
  userOf(email: string): Promise<Called<string | null>>;
  /** Makes the room, or finds the one that an earlier try made. */
  makeRoom(incident: RoomWish): Promise<Called<{ readonly room: string; readonly name: string }>>;
  describe(room: string, topic: string, purpose: string): Promise<Called<null>>;
  invite(room: string, users: readonly string[]): Promise<Called<null>>;
  /** Answers the id of the message. */
  post(room: string, message: ChatMessage): Promise<Called<string>>;
  edit(room: string, message: string, now: ChatMessage): Promise<Called<null>>;
  pin(room: string, message: string): Promise<Called<null>>;
  /** Shown to this one person alone. */
  whisper(room: string, user: string, message: ChatMessage): Promise<Called<null>>;
  open(opens: string, room: string, form: ChatForm): Promise<Called<null>>;
}

export interface RoomWish {
  readonly number: string;
  readonly title: string;
  readonly private: boolean;
}

type Settings = Readonly<Record<string, string>>;

/** A chat that Allclear can be worked from. */
export interface ChatSystem {
  /** Name of its integration, and the word in the path of its requests. */
  readonly name: string;
  open(channel: { readonly settings: Settings; readonly secrets: Settings }): ChatLink;
  /** Checks who sent a request and reads it. `now` is the clock of this process. */
  read(request: ChatRequest, secrets: Settings, now: number): ChatArrival;
  /** The answer to a line: shown to whoever typed it. */
  answer(message: ChatMessage): string;
  /** The answer to a form that was not filled in as it has to be. */
  faults(faults: Readonly<Record<string, string>>): string;
}

/** A delivery that is more than one message: it is handed the open workspace. */
export interface ChatWork {
  readonly work: (link: ChatLink) => Promise<Sent>;
}

/** The room of an incident in a chat. */
export interface ChatRoom {
  readonly incident: string;
  /** The channel, as operators set it up, through which it is reached. */
  readonly channel: string;
  readonly mirrorsPrivate: boolean;
  /** A channel that hears once of each new room; empty for none. */
  readonly announceIn: string;
  /** Days that what is said beside the log is kept. */
  readonly keepDays: number;
  /** The first three are null until it is open. */
  readonly room: string | null;
  readonly name: string | null;
  /** Who we are in it. */
  readonly self: string | null;
  /** The message that says how things stand. */
  readonly pinned: string | null;
  readonly invited: boolean;
}

/** Whether a post may leave now. */
export type Turn =
  | { readonly kind: 'now'; readonly after: number }
  | { readonly kind: 'later'; readonly inMs: number }
  | { readonly kind: 'told' };

/** A command that was held, kept for the one who said it. */
export interface HeldLine {
  readonly id: string;
  readonly incident: string;
  readonly person: string;
  readonly verb: string;
  readonly practice: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly happenedAt: Instant | null;
}

export interface ChatRooms {
  ofIncident(incident: string): Promise<ChatRoom | null>;
  /** The incident that this place belongs to. */
  at(channel: string, room: string): Promise<ChatRoom | null>;
  opened(incident: string, where: { room: string; name: string; self: string; team: string }): Promise<void>;
  /** The room says now how things stand; up to `version` there is nothing to post. */
  pinned(incident: string, message: string, version: number): Promise<void>;
  invited(incident: string): Promise<void>;
  /** Asks whether this delivery may post what happened up to `version`; *now* counts as the post. */
  turn(incident: string, delivery: string, version: number): Promise<Turn>;
  posted(incident: string, version: number): Promise<void>;
  /** It certainly did not leave: it does not count. */
  notPosted(incident: string, delivery: string): Promise<void>;
  /** Keeps what was said beside the log, for as long as the channel says. */
  keep(room: ChatRoom, said: { message: string; user: string; text: string; at: Instant }): Promise<void>;
  forget(room: ChatRoom, message: string): Promise<void>;
  hold(line: HeldLine): Promise<void>;
  held(id: string, person: string): Promise<HeldLine | null>;
  /** Deletes what has been kept long enough. */
  purge(): Promise<void>;
}

export interface ChatPerson {
  readonly id: string;
  readonly name: string;
  readonly subject: Extract<Subject, { kind: 'person' }>;
}

/** What became of what was said. */
export type Said =
  | {
      readonly kind: 'done';
      readonly incident: string;
      readonly number: string;
      readonly stored: readonly StoredIncidentEvent[];
      readonly cautions: readonly string[];
      readonly repeated: boolean;
    }
  | { readonly kind: 'held'; readonly hold: Hold }
  | { readonly kind: 'refused'; readonly why: string; readonly faults: Readonly<Record<string, string>> };

/** A command on behalf of a person. `incident` is null only to declare one. */
export interface ChatCommand {
  readonly id: string;
  readonly verb: string;
  readonly incident: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  readonly happenedAt: Instant | null;
  readonly override: { readonly practice: string; readonly reason: string } | null;
}

/** Everything that working from a chat needs from behind it. */
export interface ChatDesk {
  readonly rooms: ChatRooms;
  channel(
    id: string,
  ): Promise<{ readonly integration: string; readonly settings: Settings; readonly secrets: Settings } | null>;
  /** Somebody active with this mail address. */
  person(email: string): Promise<ChatPerson | null>;
  /** Names of people by their ids. */
  names(): Promise<(person: string) => string>;
  say(subject: Subject, command: ChatCommand): Promise<Said>;
  state(incident: string): Promise<IncidentState | null>;
  facts(state: IncidentState): Promise<PublicFacts>;
  draft(state: IncidentState, audience: Audience): Promise<UpdateWords>;
  /** A UUID that is always the same for the same parts. */
  derived(...parts: readonly string[]): string;
  now(): Promise<Instant>;
  warn(message: string, error: unknown): void;
}
