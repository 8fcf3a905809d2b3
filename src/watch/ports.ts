import type { Baseline } from '../domain/telemetry/baseline.ts';
import type { Condition } from '../domain/telemetry/condition.ts';
import type { SignalStatus } from '../domain/telemetry/reading.ts';
import type { InstrumentHealth, InstrumentState, MissingReason, Reading } from '../domain/telemetry/reading.ts';
import type { SourceSetting } from '../domain/telemetry/source.ts';
import type { DurationMs, Instant } from '../domain/time.ts';

/** What a query gave: a value for each series, or why there is none. */
export interface Read {
  readonly values: readonly number[];
  readonly missing: MissingReason | null;
}

/** What a query would have given at each of several times. Times without a value are left out. */
export interface RangeRead {
  readonly points: readonly { readonly at: Instant; readonly values: readonly number[] }[];
  readonly missing: MissingReason | null;
}

/** A system that is asked for telemetry. Answers within three seconds; never throws for what the other side does. */
export interface TelemetrySource {
  /** Asks now. `everyMs` is how far readings are meant to be apart: much older samples are *stale*. */
  read(query: string, everyMs: DurationMs): Promise<Read>;
  range(query: string, from: Instant, to: Instant, stepMs: DurationMs): Promise<RangeRead>;
  /** Whether the source is alive and what it says up to date. */
  check(): Promise<Omit<InstrumentState, 'checkedAt'>>;
  close(): Promise<void>;
}

/** What is wrong with a query, and at which character, from 0. */
export interface QueryFault {
  readonly at: number;
  readonly says: string;
}

/** When heartbeats came, by the database's clock. Throws `Unavailable`. */
export interface Heartbeats {
  /** The newest of this name; null when none ever came, or none for 90 days. */
  newest(name: string): Promise<Instant | null>;
  /** Those of a time, oldest first, at least 10 s apart, of the last day at most; and the last one before it. */
  between(name: string, from: Instant, to: Instant): Promise<Instant[]>;
  /** How many names there are, and the one that came last; null before the first. */
  summary(): Promise<{ readonly count: number; readonly name: string; readonly at: Instant } | null>;
}

/** Opens a source; `now` is the database's clock. Never throws for what the setting names and is not there. */
export type OpenSource = (setting: SourceSetting, now: () => Instant) => TelemetrySource;

/** A signal to ask for, and what its incident last recorded of it. */
export interface WatchedSignal {
  readonly incident: string;
  readonly signal: string;
  readonly name: string;
  readonly source: string;
  readonly query: string;
  readonly traffic: { readonly query: string; readonly atLeast: number } | null;
  readonly everyMs: DurationMs;
  readonly healthy: Condition;
  /** Until when nothing is known to have been wrong: what is before tells what is usual. */
  readonly quietUntil: Instant;
  readonly addedAt: Instant;
  readonly status: SignalStatus;
  readonly moved: boolean;
  readonly seenUnhealthy: boolean;
  /** When its clock last restarted without a turn that tells it, as was told; null while it did not. */
  readonly restartedAt: Instant | null;
  /** Since when readings were missing while it was healthy, as was told; null while none were. */
  readonly pausedAt: Instant | null;
}

export type SignalKey = Pick<WatchedSignal, 'incident' | 'signal'>;

/** Signals of incidents that are not over. */
export interface WatchedSignals {
  all(): Promise<WatchedSignal[]>;
  /** As its incident has it now; null when it is watched no more. */
  find(key: SignalKey): Promise<WatchedSignal | null>;
}

/** A signal whose turn to be asked this replica has leased. Its fence grows with each lease. */
export interface DueSignal extends SignalKey {
  readonly fence: number;
  /** Whether the time before it was added has been asked for. */
  readonly backfilled: boolean;
}

/** A source whose turn to be checked this replica has leased. */
export interface DueCheck {
  readonly source: string;
  readonly fence: number;
  /** The health that was last told; null before the first time. */
  readonly told: InstrumentHealth | null;
}

/** The least and the greatest value ever read, those before the signal was added included; null while none was. */
export interface Extremes {
  readonly lowest: number | null;
  readonly highest: number | null;
}

export interface TelemetryStore {
  /** Gives each a turn of its own, and forgets signals that are watched no more. */
  enrol(signals: readonly SignalKey[]): Promise<void>;
  /** Leases those of `signals` whose turn has come. */
  claimSignals(signals: readonly SignalKey[], limit: number): Promise<DueSignal[]>;
  /** In how many milliseconds the next of these has its turn; null when none will. */
  nextInMs(signals: readonly SignalKey[]): Promise<number | null>;
  /** Keeps a reading at the database's present; null when the lease has passed to somebody else. */
  record(
    due: DueSignal,
    everyMs: DurationMs,
    reading: Omit<Reading, 'at'>,
  ): Promise<({ at: Instant } & Extremes) | null>;
  /** Keeps readings from before the signal was added. They never count as clean time. */
  backfill(due: DueSignal, points: readonly { at: Instant; value: number }[]): Promise<void>;
  /** The newest readings since a time, in order of time, not the backfilled ones. */
  newest(key: SignalKey, since: Instant, limit: number): Promise<Reading[]>;
  release(due: DueSignal): Promise<void>;

  /** Leases checks that are due, and answers the database's time. Sources that are not named are forgotten. */
  claimChecks(sources: readonly string[]): Promise<{ readonly now: Instant; readonly due: DueCheck[] }>;
  recordCheck(due: DueCheck, state: Omit<InstrumentState, 'checkedAt'>, nextInMs: DurationMs): Promise<boolean>;
  /** That this health has been told. */
  toldHealth(due: DueCheck, health: InstrumentHealth): Promise<void>;

  /** Deletes some of the readings older than this; answers how many. */
  forget(olderThanMs: DurationMs, limit: number): Promise<number>;
}

/** What a signal turned to. `missing` says why the newest reading has no value. */
export interface SignalTurn {
  readonly signal: string;
  readonly status: SignalStatus;
  readonly moved: boolean;
  readonly seenUnhealthy: boolean;
  readonly value: number | null;
  readonly at: Instant;
  readonly because: MissingReason | 'silence' | null;
  /** When its clock last restarted without a turn that tells it; null while it did not. */
  readonly restartedAt: Instant | null;
  /** Since when readings were missing while it was healthy, as was told; null while none were. */
  readonly pausedAt: Instant | null;
}

export interface InstrumentTurn {
  readonly source: string;
  readonly health: InstrumentHealth;
  readonly because: string;
}

/** Told when something differs from what was last recorded. Told again, with the next reading, when it throws. */
export interface Transitions {
  signalTurned(incident: string, turn: SignalTurn): Promise<void>;
  /** What was usual before the incident was read. */
  baselineRead(key: SignalKey, baseline: Baseline): Promise<void>;
  instrumentTurned(turn: InstrumentTurn): Promise<void>;
}
