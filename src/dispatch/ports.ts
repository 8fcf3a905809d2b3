import type { IncidentTimer } from '../domain/incident/timers.ts';
import type { PushTarget } from '../domain/status-page/page.ts';
import type { Instant } from '../domain/time.ts';

/** A timer that this replica has leased. Its fence grows with each lease, so a stale holder settles nothing. */
export interface DueTimer {
  readonly stream: string;
  readonly key: string;
  readonly verb: IncidentTimer['verb'] | 'heartbeat';
  readonly dueAt: Instant;
  readonly fence: number;
}

export interface TimerStore {
  /** Leases what is due, and says in how many milliseconds the next is due; null when nothing waits. */
  claim(limit: number): Promise<{ due: DueTimer[]; nextInMs: number | null }>;
  /** Removes a timer that turned out to have nothing left to say. */
  settle(timer: DueTimer): Promise<void>;
  /** Arms the heartbeat: a timer of our own that proves that timers fire. */
  rearmHeartbeat(timer: DueTimer | null, inMs: number): Promise<void>;
}

/** A way out that an operator has set up: what is shown of it, and what is not. */
export interface DeliveryTarget {
  readonly id: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Whom a message is for. The form of the address is the channel's: a mailbox, a URL, a chat channel. */
export interface Recipient {
  readonly name: string;
  readonly address: string;
  /** Told too when this one could not be reached for a while. */
  readonly standIn?: {
    readonly name: string;
    readonly address: string;
    readonly channel: string;
    readonly target: string;
  };
}

/** A delivery that this replica has leased. */
export interface DueDelivery {
  readonly id: string;
  /** UUID of the incident that it is about, or null. */
  readonly incident: string | null;
  /** The entry that it tells, or null. */
  readonly event: string | null;
  /** How its message is composed. */
  readonly kind: string;
  readonly channel: string;
  readonly attempts: number;
  readonly fence: number;
  readonly firstDueAt: Instant;
  /** Null when it was revoked. */
  readonly target: DeliveryTarget | null;
  /** Null where the target itself is the one who hears. */
  readonly recipient: Recipient | null;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What to send now, or why there is nothing to send any more. */
export type Message =
  | { readonly kind: 'current'; readonly body: unknown }
  | { readonly kind: 'superseded'; readonly why: string }
  /** Nothing is wrong; it is only not yet the time. */
  | { readonly kind: 'later'; readonly inMs: number; readonly why: string };

/**
 * A message that any channel can carry. Mail takes subject, text and html; chat the text; programs take type,
 * timestamp and data.
 */
export interface Letter {
  readonly type: string;
  readonly timestamp: string;
  readonly data: unknown;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** More header lines for mail, such as how to unsubscribe. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Says what deliveries of one kind tell, as things stand when they are sent. One message for each, in order. */
export interface Composer {
  readonly kind: string;
  compose(deliveries: readonly DueDelivery[]): Promise<readonly Message[]>;
}

export interface OutboxStore {
  /** Leases what is due, besides what goes to these targets. */
  claim(limit: number, besides: readonly string[]): Promise<DueDelivery[]>;
  settle(delivery: DueDelivery, state: 'sent' | 'given-up' | 'superseded', outcome: string): Promise<void>;
  retry(delivery: DueDelivery, inMs: number, outcome: string): Promise<void>;
  /** Tells whoever stands in for the recipient, once. */
  passOn(delivery: DueDelivery, id: string): Promise<void>;
}

/** What became of one try to send. Reasons are of a closed list, and a label of the metrics. */
export type Sent =
  | { readonly kind: 'sent' }
  | { readonly kind: 'retry'; readonly reason: SendReason; readonly afterMs: number | null }
  | { readonly kind: 'gave-up'; readonly reason: SendReason };

export type SendReason =
  'unreachable' | 'timeout' | 'refused' | 'server-error' | 'rate-limited' | 'forbidden-address' | 'no-channel';

/** Sends to one kind of channel. Never throws for what the other side does. `id` is the same on every retry. */
export interface Notifier {
  readonly channel: string;
  send(
    target: Omit<DeliveryTarget, 'id' | 'name'> & { readonly recipient: Recipient | null },
    message: { readonly id: string; readonly body: unknown },
  ): Promise<Sent>;
}

/** One thing that an integration wants to know when a channel is set up. */
export interface SettingField {
  readonly name: string;
  readonly label: string;
  /** Secrets are written and never shown. */
  readonly secret: boolean;
  readonly required: boolean;
  readonly help: string;
  /** What it may be, where only a few things are. */
  readonly choices?: readonly string[];
  /** Whether only an owner may give it another value than nothing. */
  readonly ownersOnly?: boolean;
}

/** A monotonic clock and a way to wait that ends early when woken. */
export interface Pace {
  /** Milliseconds of a clock that never jumps. */
  elapsed(): number;
  sleep(ms: number): Promise<void>;
  /** Ends every sleep of this pace. */
  wake(): void;
}

/** The files of a page’s copy, by name. What vouches for the others comes last. */
export type CopyFiles = ReadonlyMap<string, { readonly type: string; readonly body: Buffer }>;

export type Published = { readonly kind: 'published' } | { readonly kind: 'failed'; readonly why: string };

/** Puts the copy of a page somewhere. Never throws for what the other side does. */
export interface Publisher {
  readonly kind: PushTarget['kind'];
  publish(target: PushTarget, secret: string | null, files: CopyFiles): Promise<Published>;
}

/** A copy of a page that is due to be put somewhere, leased by this replica. */
export interface DuePush {
  readonly page: string;
  readonly target: string;
  readonly attempts: number;
  readonly fence: number;
  readonly secret: string | null;
}

export interface PushStore {
  /** Leases the copy unless this very one is there already, or it is not yet time to try again. */
  claim(page: string, target: string, digest: string): Promise<DuePush | null>;
  published(push: DuePush, digest: string): Promise<void>;
  failed(push: DuePush, why: string, againInMs: number): Promise<void>;
}

/** A page’s copy as it should be everywhere. */
export interface WantedCopy {
  readonly page: string;
  readonly targets: readonly PushTarget[];
  /** The same for the same content, whichever replica rendered it. */
  readonly digest: string;
  readonly files: () => CopyFiles;
}
