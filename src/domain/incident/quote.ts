import type { Condition } from '../telemetry/condition.ts';
import type { DurationMs, Instant } from '../time.ts';

/** One signal as the all-clear quotes it. */
export interface QuotedSignal {
  readonly key: string;
  readonly name: string;
  /** Null: seen by people only. */
  readonly healthy: Condition | null;
  readonly cleanSince: Instant | null;
  readonly cleanMs: DurationMs;
  readonly samples: number;
  readonly lowest: number | null;
  readonly highest: number | null;
  readonly last: number | null;
  readonly lastAt: Instant | null;
  readonly restarts: number;
  /** Why it counts: it was unhealthy in this incident, it moved, or people looked. */
  readonly proof: 'seen-unhealthy' | 'moved' | 'observed' | 'none';
  /** What was read in the window and a little before it, thinned out; empty where people looked. */
  readonly points: readonly { readonly at: Instant; readonly value: number | null }[];
}

/** What an all-clear rests on, word for word (D5). */
export interface AllClearQuote {
  readonly statement: string;
  readonly windowMs: DurationMs;
  /** Why the window is shorter than fifteen minutes, as policy says; null when it is not. */
  readonly windowReason: string | null;
  readonly signals: readonly QuotedSignal[];
  readonly loosened: readonly string[];
  readonly dropped: readonly string[];
  /** Keys of workarounds that are still in place: their debt is still owed. */
  readonly workarounds: readonly string[];
  /** Numbers of children that were left out by name. */
  readonly excluded: readonly string[];
}
