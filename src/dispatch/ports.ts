import type { IncidentTimer } from '../domain/incident/timers.ts';
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

/** A delivery that this replica has leased, with what it is about. */
export interface DueDelivery {
  readonly id: string;
  readonly incident: string;
  readonly event: string;
  readonly channel: string;
  readonly attempts: number;
  readonly fence: number;
  readonly firstDueAt: Instant;
  readonly target: { readonly id: string; readonly name: string; readonly url: string; readonly secret: string } | null;
  /** What to send, or why there is nothing to send any more. */
  readonly message:
    { readonly kind: 'current'; readonly body: unknown } | { readonly kind: 'superseded'; readonly why: string };
}

export interface OutboxStore {
  claim(limit: number): Promise<DueDelivery[]>;
  settle(delivery: DueDelivery, state: 'sent' | 'given-up' | 'superseded', outcome: string): Promise<void>;
  retry(delivery: DueDelivery, inMs: number, outcome: string): Promise<void>;
}

/** What became of one try to send. Reasons are of a closed list, and a label of the metrics. */
export type Sent =
  | { readonly kind: 'sent' }
  | { readonly kind: 'retry'; readonly reason: SendReason; readonly afterMs: number | null }
  | { readonly kind: 'gave-up'; readonly reason: SendReason };

export type SendReason = 'unreachable' | 'timeout' | 'refused' | 'server-error' | 'rate-limited' | 'forbidden-address';

/** Sends to one kind of channel. Never throws for what the other side does. `id` is the same on every retry. */
export interface Notifier {
  readonly channel: string;
  send(
    target: { readonly url: string; readonly secret: string },
    message: { readonly id: string; readonly body: unknown },
  ): Promise<Sent>;
}

/** A monotonic clock and a way to wait that ends early when woken. */
export interface Pace {
  /** Milliseconds of a clock that never jumps. */
  elapsed(): number;
  sleep(ms: number): Promise<void>;
  /** Ends every sleep of this pace. */
  wake(): void;
}
