import type { Catalog } from '../catalog/catalog.ts';
import { serviceNamed } from '../catalog/look-up.ts';
import type { PublicFacts } from '../incident/facts.ts';
import { isLive } from '../incident/phase.ts';
import type { QuotedSignal } from '../incident/quote.ts';
import { activeSignals, type IncidentState } from '../incident/state.ts';
import { numbersFor, type Policy, shortestPlainWindowMs } from '../policy/policy.ts';
import { type DurationMs, hours, type Instant, instant, minutes, seconds } from '../time.ts';
import { signalClock } from './clock.ts';
import type { Unsettled } from './walk.ts';
import type { HandObservation, KeySignal } from './key-signal.ts';
import {
  type InstrumentHealth,
  type InstrumentState,
  type MissingReason,
  type Reading,
  type SignalStatus,
  thinned,
} from './reading.ts';

/** What stands between an incident and its all-clear, the gravest first. */
export type Blocker =
  | { readonly why: 'no-signal' }
  | { readonly why: 'breached'; readonly signal: string; readonly value: number | null }
  | { readonly why: 'instrument'; readonly source: string; readonly health: InstrumentHealth | 'unwatched' }
  | { readonly why: 'unknown'; readonly signal: string; readonly missing: MissingReason | 'silence' | 'none' }
  | { readonly why: 'unproven'; readonly signal: string }
  | { readonly why: 'unsettled'; readonly signal: string; readonly unsettled: Unsettled }
  | { readonly why: 'observations'; readonly signal: string; readonly have: number; readonly reporter: boolean }
  | { readonly why: 'child'; readonly number: string }
  | { readonly why: 'window'; readonly signal: string; readonly leftMs: DurationMs };

/** A signal as the clock sees it now. */
export interface WatchedSignal extends QuotedSignal {
  readonly status: SignalStatus;
}

export interface AllClearVerdict {
  /** Whether telemetry allows the all-clear now. */
  readonly ready: boolean;
  readonly windowMs: DurationMs;
  readonly windowReason: string | null;
  readonly blockers: readonly Blocker[];
  /** What is left when nothing but time is; else null. */
  readonly leftMs: DurationMs | null;
  readonly signals: readonly WatchedSignal[];
}

/** Observations that stand for telemetry: this many, spaced, one of them from whoever reported the incident. */
export const observationsNeeded = 3;

const gravity: readonly Blocker['why'][] = [
  'no-signal',
  'breached',
  'instrument',
  'unknown',
  'unproven',
  'unsettled',
  'observations',
  'child',
  'window',
];

/** A source that nobody has looked at for this long says nothing: whoever watches it may be dead. */
const instrumentSilentMs = seconds(60);

/** How long everything must be clean: policy's window, or the longest that a service in scope asks for. */
export function windowOf(
  state: IncidentState,
  policy: Policy,
  catalog: Catalog,
): { readonly windowMs: DurationMs; readonly reason: string | null } {
  const { allClearWindowMs, allClearWindowReason } = numbersFor(policy, state);
  const asked = state.scope.map(({ name }) => serviceNamed(catalog, name)?.allClearWindowMs ?? 0);
  const windowMs = Math.max(allClearWindowMs, ...asked);
  return { windowMs, reason: windowMs < shortestPlainWindowMs ? allClearWindowReason : null };
}

/** How far back readings are needed to judge the window, pauses in it included. */
export function readingsSince(state: IncidentState, policy: Policy, catalog: Catalog, now: Instant): Instant {
  const { windowMs } = windowOf(state, policy, catalog);
  return instant(Math.max(state.clockFrom, now - 3 * windowMs - hours(1)));
}

/** Nothing before this counts for a signal. */
export const countsFrom = (state: IncidentState, signal: KeySignal): Instant =>
  instant(Math.max(signal.addedAt, state.clockFrom));

/** Whether the all-clear may be declared, and if not, what is left and why (D4). */
export function allClearVerdict(
  state: IncidentState,
  facts: PublicFacts,
  exclude: readonly string[] = [],
): AllClearVerdict {
  const { windowMs, reason } = windowOf(state, facts.policy, facts.catalog);
  const judged = activeSignals(state).map((signal) => judge(state, signal, facts, windowMs));
  const blockers: Blocker[] = judged.flatMap((each) => each.blockers);
  if (judged.length === 0) blockers.push({ why: 'no-signal' });
  for (const child of facts.found.children ?? []) {
    if (isLive(child.phase) && !exclude.includes(child.number)) blockers.push({ why: 'child', number: child.number });
  }
  blockers.sort((one, other) => gravity.indexOf(one.why) - gravity.indexOf(other.why));
  const waits = blockers.flatMap((blocker) => (blocker.why === 'window' ? [blocker.leftMs] : []));
  return {
    ready: blockers.length === 0,
    windowMs,
    windowReason: reason,
    blockers,
    leftMs: waits.length === blockers.length && waits.length > 0 ? Math.max(...waits) : null,
    signals: judged.map(({ signal }) => signal),
  };
}

interface Judged {
  readonly signal: WatchedSignal;
  readonly blockers: readonly Blocker[];
}

function judge(state: IncidentState, signal: KeySignal, facts: PublicFacts, windowMs: DurationMs): Judged {
  const people = observationsOf(state, signal, facts, windowMs);
  return signal.asked === null
    ? judgedByHand(signal, people)
    : judgedByTelemetry(state, { ...signal, asked: signal.asked }, facts, windowMs, people);
}

interface Observed {
  readonly enough: boolean;
  readonly have: number;
  readonly reporter: boolean;
  readonly counted: readonly HandObservation[];
}

/** The spaced healthy observations since the last unhealthy one. */
function observationsOf(state: IncidentState, signal: KeySignal, facts: PublicFacts, windowMs: DurationMs): Observed {
  const { observationSpacingMs } = numbersFor(facts.policy, state);
  const from = countsFrom(state, signal);
  const since = signal.observations
    .filter(({ at }) => at >= from && at <= facts.now)
    .toSorted((one, other) => one.at - other.at);
  const lastBad = since.findLastIndex(({ healthy }) => !healthy);
  const counted: HandObservation[] = [];
  for (const seen of since.slice(lastBad + 1)) {
    const before = counted.at(-1);
    if (before === undefined || seen.at - before.at >= observationSpacingMs) counted.push(seen);
  }
  const reporter = state.declaredBy.startsWith('person:') ? state.declaredBy.slice('person:'.length) : null;
  const heard =
    reporter === null || since.slice(lastBad + 1).some(({ by, byReporter }) => byReporter || by === reporter);
  const last = counted.at(-1);
  const recent = last !== undefined && facts.now - last.at <= Math.max(windowMs, observationSpacingMs);
  return {
    enough: counted.length >= observationsNeeded && heard && recent,
    have: counted.length,
    reporter: heard,
    counted,
  };
}

function judgedByHand(signal: KeySignal, people: Observed): Judged {
  const last = people.counted.at(-1);
  const quoted: WatchedSignal = {
    key: signal.key,
    name: signal.name,
    healthy: null,
    cleanSince: people.counted[0]?.at ?? null,
    cleanMs: last && people.counted[0] ? last.at - people.counted[0].at : 0,
    samples: people.counted.length,
    lowest: null,
    highest: null,
    last: null,
    lastAt: last?.at ?? null,
    restarts: 0,
    proof: people.enough ? 'observed' : 'none',
    points: [],
    status: signal.status,
  };
  if (signal.status === 'breached') {
    return { signal: quoted, blockers: [{ why: 'breached', signal: signal.key, value: null }] };
  }
  const { have, reporter, enough } = people;
  return { signal: quoted, blockers: enough ? [] : [{ why: 'observations', signal: signal.key, have, reporter }] };
}

function judgedByTelemetry(
  state: IncidentState,
  signal: KeySignal & { readonly asked: NonNullable<KeySignal['asked']> },
  facts: PublicFacts,
  windowMs: DurationMs,
  people: Observed,
): Judged {
  const { healthy, everyMs, source } = signal.asked;
  const clock = signalClock(
    { healthy, everyMs, from: countsFrom(state, signal) },
    facts.readings[signal.key] ?? [],
    facts.now,
  );
  const proof =
    signal.seenUnhealthy || clock.seenUnhealthy
      ? 'seen-unhealthy'
      : signal.moved || clock.moved
        ? 'moved'
        : people.enough
          ? 'observed'
          : 'none';
  const quoted: WatchedSignal = {
    key: signal.key,
    name: signal.name,
    healthy,
    cleanSince: clock.cleanSince,
    cleanMs: clock.cleanMs,
    samples: clock.samples,
    lowest: clock.lowest,
    highest: clock.highest,
    last: clock.last?.value ?? null,
    lastAt: clock.last?.at ?? null,
    restarts: clock.restarts.length,
    proof,
    points: quotedPoints(facts.readings[signal.key] ?? [], instant(facts.now - windowMs - beforeMs)),
    status: clock.status,
  };
  const blockers: Blocker[] = [];
  if (clock.status === 'breached') blockers.push({ why: 'breached', signal: signal.key, value: quoted.last });
  const health = healthOf(facts.instruments[source], facts.now, everyMs);
  if (health !== 'fresh') blockers.push({ why: 'instrument', source, health });
  // A pause is not yet unknown, but an all-clear never rests on a reading that did not come.
  if (clock.status === 'unknown' || (clock.status === 'healthy' && clock.missing !== null)) {
    blockers.push({ why: 'unknown', signal: signal.key, missing: clock.missing ?? 'none' });
  }
  if (proof === 'none') blockers.push({ why: 'unproven', signal: signal.key });
  const leftMs = windowMs + clock.extraMs - clock.cleanMs;
  // While there is time left it may settle yet.
  if (clock.unsettled !== null && (clock.unsettled === 'no-baseline' || leftMs <= 0)) {
    blockers.push({ why: 'unsettled', signal: signal.key, unsettled: clock.unsettled });
  }
  if (clock.status === 'healthy' && leftMs > 0) blockers.push({ why: 'window', signal: signal.key, leftMs });
  return { signal: quoted, blockers };
}

/** So much before the window shows what it came back from. */
const beforeMs = minutes(10);
const mostQuoted = 60;

const quotedPoints = (readings: readonly Reading[], from: Instant): QuotedSignal['points'] =>
  thinned(
    readings.filter(({ at }) => at >= from),
    mostQuoted,
  ).map(({ at, value }) => ({ at, value }));

/** How a source is now: what was found long ago is not how it is. */
function healthOf(
  instrument: InstrumentState | undefined,
  now: Instant,
  everyMs: DurationMs,
): InstrumentHealth | 'unwatched' {
  if (instrument === undefined || now - instrument.checkedAt > Math.max(instrumentSilentMs, 3 * everyMs)) {
    return 'unwatched';
  }
  return instrument.health;
}
