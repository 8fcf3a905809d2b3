import type { DurationMs, Instant } from '../time.ts';
import type { SignalStatus } from './reading.ts';
import type { Condition } from './condition.ts';

/** What is asked of a source for a signal. */
export interface SignalQuery {
  /** Name of a telemetry source. */
  readonly source: string;
  readonly query: string;
  /** Below `atLeast` of this query there is too little traffic to judge by. */
  readonly traffic: { readonly query: string; readonly atLeast: number } | null;
  readonly everyMs: DurationMs;
  readonly healthy: Condition;
}

/** What a person saw of a signal. Three of them, spaced, stand in where telemetry proves nothing. */
export interface HandObservation {
  readonly at: Instant;
  /** Person id. */
  readonly by: string;
  readonly healthy: boolean;
  readonly what: string;
  /** Said by, or for, whoever reported the incident. */
  readonly byReporter: boolean;
}

/** A signal whose health the all-clear rests on. */
export interface KeySignal {
  /** S1, S2, … in the order they were added. */
  readonly key: string;
  readonly name: string;
  readonly service: string | null;
  /** Key of the evidence that it is asked for again and again; the all-clear rests on those without one only. */
  readonly evidence: string | null;
  /** Null: watched by people only. */
  readonly asked: SignalQuery | null;
  readonly addedAt: Instant;
  /** As the watcher last found it, or people last saw it. */
  readonly status: SignalStatus;
  readonly statusSince: Instant;
  /** Whether it was unhealthy at any time in this incident. */
  readonly seenUnhealthy: boolean;
  readonly moved: boolean;
  /** When its clock last restarted without a turn that tells it; null while it did not. */
  readonly restartedAt: Instant | null;
  /** When readings of it last began to be missing while it was healthy; null while none were. */
  readonly pausedAt: Instant | null;
  readonly droppedAt: Instant | null;
  readonly observations: readonly HandObservation[];
}

/** A signal found in another state than its incident last knew. */
export interface TurnedSignal {
  readonly signal: string;
  readonly status: SignalStatus;
  readonly moved: boolean;
  readonly seenUnhealthy: boolean;
  readonly value: number | null;
  readonly at: Instant;
  /** Why there is no value, or empty. */
  readonly because: string;
  /** When its clock last restarted without a turn that tells it; null while it did not. */
  readonly restartedAt: Instant | null;
}

/** The same, with when its clock paused: since when readings are missing while it is healthy; null when none are. */
export interface ReadSignal extends TurnedSignal {
  readonly pausedAt: Instant | null;
}
