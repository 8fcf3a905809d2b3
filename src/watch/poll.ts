import { type SignalClock, signalClock } from '../domain/telemetry/clock.ts';
import { type Condition, isBound, isWithin, worstOf } from '../domain/telemetry/condition.ts';
import type { MissingReason, Reading } from '../domain/telemetry/reading.ts';
import { hours, type Instant, instant } from '../domain/time.ts';
import type {
  DueSignal,
  Extremes,
  RangeRead,
  Read,
  SignalTurn,
  TelemetrySource,
  TelemetryStore,
  Transitions,
  WatchedSignal,
  WatchedSignals,
} from './ports.ts';
import { within } from './within.ts';
import type { Baselines } from './baseline.ts';

export interface PollNeeds {
  readonly baselines: Baselines;
  readonly store: TelemetryStore;
  readonly signals: WatchedSignals;
  readonly transitions: Transitions;
}

/** What a source is given to answer, and a little: less than a lease, so that nobody else asks meanwhile. */
const patienceMs = 3500;
/** How long before a signal was added an earlier breach is looked for. */
const backfilledMs = hours(1);
const leastStepMs = 10_000;
/** The status rests on the readings since the last with a value, of which three missing are too many. */
const readingsForStatus = 20;

const missing = (why: MissingReason): Omit<Reading, 'at'> => ({ value: null, missing: why });

/** Asks for one signal, keeps the reading, and tells when the signal is not as its incident last recorded it. */
export async function pollSignal(needs: PollNeeds, due: DueSignal, source: TelemetrySource | null): Promise<void> {
  const { store, signals } = needs;
  const signal = await signals.find(due);
  if (signal === null) return;
  const [reading, before] = await Promise.all([
    source === null ? missing('unreachable') : readingOf(source, signal),
    source === null || due.backfilled ? null : readBefore(source, signal),
  ]);
  if (before !== null) await store.backfill(due, before);
  const kept = await store.record(due, signal.everyMs, reading);
  // Null: the lease ran out, and whoever has it now asks anew.
  if (kept === null) return;
  try {
    await tellTurn(needs, due, { ...reading, at: kept.at }, kept);
  } finally {
    await store.release(due);
  }
  if (source !== null) await needs.baselines.read(signal, source);
}

async function readingOf(source: TelemetrySource, signal: WatchedSignal): Promise<Omit<Reading, 'at'>> {
  const { query, traffic, everyMs, healthy } = signal;
  const silent: Read = { values: [], missing: 'unreachable' };
  const [read, busy] = await Promise.all([
    within(patienceMs, source.read(query, everyMs), silent),
    traffic === null ? null : within(patienceMs, source.read(traffic.query, everyMs), silent),
  ]);
  if (traffic !== null && busy !== null) {
    if (busy.missing !== null) return missing(busy.missing);
    if (!(Math.min(...busy.values) >= traffic.atLeast)) return missing('low-traffic');
  }
  if (read.missing !== null) return missing(read.missing);
  const value = worstOf(healthy, read.values);
  return value === null ? missing('absent') : { value, missing: null };
}

/** Readings from before the signal was added; null when the source could not be asked, so that it is asked again. */
async function readBefore(
  source: TelemetrySource,
  { query, traffic, everyMs, healthy, addedAt }: WatchedSignal,
): Promise<{ at: Instant; value: number }[] | null> {
  const silent: RangeRead = { points: [], missing: 'unreachable' };
  const ask = (text: string): Promise<RangeRead> =>
    within(
      patienceMs,
      source.range(text, instant(addedAt - backfilledMs), addedAt, Math.max(everyMs, leastStepMs)),
      silent,
    );
  const [values, busy] = await Promise.all([ask(query), traffic === null ? null : ask(traffic.query)]);
  if (values.missing === 'unreachable' || busy?.missing === 'unreachable') return null;
  const quiet = (at: Instant): boolean => {
    if (traffic === null) return false;
    const then = busy?.points.find((point) => point.at === at);
    return then === undefined || Math.min(...then.values) < traffic.atLeast;
  };
  return values.points.flatMap(({ at, values: found }) => {
    const value = worstOf(healthy, found);
    return value === null || at >= addedAt || quiet(at) ? [] : [{ at, value }];
  });
}

async function tellTurn(
  { store, signals, transitions }: PollNeeds,
  due: DueSignal,
  reading: Reading,
  extremes: Extremes,
): Promise<void> {
  // Asked again: it may have been changed while the source was answering.
  const signal = await signals.find(due);
  if (signal === null) return;
  const readings = await store.newest(due, signal.addedAt, readingsForStatus);
  const { healthy, everyMs, addedAt } = signal;
  const clock = signalClock({ healthy, everyMs, from: addedAt }, readings, reading.at);
  const turn = turnOf(signal, clock, reading, extremes, missingSinceIn(readings));
  const same =
    turn.status === signal.status &&
    turn.moved === signal.moved &&
    turn.seenUnhealthy === signal.seenUnhealthy &&
    (turn.restartedAt ?? 0) <= (signal.restartedAt ?? 0) &&
    (turn.pausedAt ?? 0) <= (signal.pausedAt ?? 0);
  if (!same) await transitions.signalTurned(due.incident, turn);
}

/** Whether one value shows that a signal was unhealthy: against a baseline a lone one does not. */
const isOut = (healthy: Condition, value: number): boolean => isBound(healthy) && !isWithin(healthy, value);

/** When the readings began to be missing that are missing now; null when the newest has a value. */
function missingSinceIn(readings: readonly Reading[]): Instant | null {
  const known = readings.findLastIndex(({ value }) => value !== null);
  return readings[known + 1]?.at ?? null;
}

/** The last restart that no turn tells of: against a bound a breach is a turn, against how it was before it need not be. */
const untoldRestart = (healthy: Condition, { restarts }: SignalClock): Instant | null =>
  restarts.findLast(({ why }) => why === 'gap' || !isBound(healthy))?.at ?? null;

/** What was once seen stays seen, though readings are kept for a time only. */
function turnOf(
  signal: WatchedSignal,
  clock: SignalClock,
  { at, value }: Reading,
  { lowest, highest }: Extremes,
  missingSince: Instant | null,
): SignalTurn {
  const seen = [lowest, highest].filter((each) => each !== null);
  return {
    signal: signal.signal,
    status: clock.status,
    moved: signal.moved || clock.moved || lowest !== highest,
    seenUnhealthy: signal.seenUnhealthy || clock.seenUnhealthy || seen.some((each) => isOut(signal.healthy, each)),
    value,
    at,
    because: clock.missing,
    restartedAt: untoldRestart(signal.healthy, clock),
    pausedAt: clock.status === 'healthy' ? missingSince : null,
  };
}
