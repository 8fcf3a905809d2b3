import { type Ownership, ownersOf } from '../catalog/look-up.ts';
import { numbersFor } from '../policy/policy.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { catalogSignals } from '../telemetry/suggested.ts';
import { newLevelOf } from '../telemetry/new-level.ts';
import { allClearVerdict } from '../telemetry/all-clear.ts';
import { instrumentsVerdict } from '../telemetry/instruments.ts';
import type { PublicFacts } from './facts.ts';
import { comingPromise, holdingStatement, materialChange, overduePromise, questions } from './next-speaking.ts';
import { isLive } from './phase.ts';
import { type Asking, type Prompt, prompt, quoted } from './prompt.ts';
import { activeSignals, commanderOf, type IncidentState, isScoped } from './state.ts';

const confirmation: Asking = (state) =>
  state.phase === 'unconfirmed' ? prompt('A2', 'confirm', 'confirm "<how you know>"') : null;

const command: Asking = (state) =>
  commanderOf(state) === null && isLive(state.phase) ? prompt('A6', 'command', 'assign-role incident-commander') : null;

const worse: Asking = (state) => {
  const change = state.changes.find(({ state: at, result }) => at === 'observed' && result === 'worse');
  return change
    ? prompt('B6', 'roll-back', `roll-back ${change.key}`, { change: change.key, what: change.what })
    : null;
};

const effect: Asking = (state, { now }) => {
  const change = state.changes.find(
    ({ state: at, startedAt, expectedWithinMs }) =>
      at === 'started' && startedAt !== null && now - startedAt >= expectedWithinMs,
  );
  if (!change) return null;
  return prompt('B7', 'observe', `observe-change ${change.key} improved`, { change: change.key, what: change.what });
};

const scope: Asking = (state) =>
  isLive(state.phase) && state.phase !== 'unconfirmed' && !isScoped(state)
    ? prompt('B1', 'scope', 'state-scope "<what is affected>"')
    : null;

const instruments: Asking = (state, facts) => {
  if (!isLive(state.phase) || state.phase === 'unconfirmed') return null;
  const { verified, degraded } = instrumentsVerdict(state, facts);
  if (verified) return null;
  if (degraded.length === 0) return prompt('B3', 'unchecked', 'check-instrument "<metrics, logs or traces>"');
  return prompt('B3', 'degraded', `check-instrument ${quoted(degraded[0] ?? '')}`, { degraded: degraded.join(', ') });
};

const callIn: Asking = (state, { catalog }) => {
  if (!isLive(state.phase)) return null;
  const [owner] = suggestedCalls(state, catalog);
  if (!owner) return null;
  const { team, services } = owner;
  return prompt('A4', 'call-in', `call-in ${quoted(team)} ${quoted(services.join(', '))}`, {
    team,
    services: services.join(', '),
  });
};

/** Teams that own what is affected and have not been called (A4). */
export const suggestedCalls = (state: IncidentState, catalog: PublicFacts['catalog']): Ownership[] => {
  const hurt = state.scope.filter(({ status }) => status === 'affected' || status === 'recovering');
  const called = new Set(state.calledIn.map((who) => who.toLowerCase()));
  return ownersOf(
    catalog,
    hurt.map(({ name }) => name),
  ).filter(({ team }) => !called.has(team.toLowerCase()));
};

const queued: Asking = (state) => {
  if (state.changes.some(({ state: at }) => at === 'started')) return null;
  const next = state.changes.find(({ state: at }) => at === 'queued');
  return next ? prompt('B6', 'queued', `start-change ${next.key}`, { change: next.key, what: next.what }) : null;
};

/** What would follow from a cause that is supported, or the test of one that is open. */
const hypothesis: Asking = (state) => {
  if (state.phase !== 'confirmed' && state.phase !== 'stabilising') return null;
  const busy = state.changes.some(({ state: at }) => at === 'started' || at === 'queued' || at === 'proposed');
  if (busy) return null;
  const supported = state.hypotheses.find(({ verdict, thenAction }) => verdict === 'supported' && thenAction !== '');
  if (supported) {
    const { key, cause, thenAction } = supported;
    const command = `change ${quoted(thenAction)} --hypothesis ${key} --undo "<how it is taken back>"`;
    return prompt('B4', 'act', command, { hypothesis: key, cause, thenAction });
  }
  const open = state.hypotheses.find(({ verdict, tested }) => verdict === 'open' && !tested);
  if (!open) return null;
  const { key, cause } = open;
  return prompt('B4', 'test', `test-hypothesis ${key} "<what the test showed>"`, { hypothesis: key, cause });
};

const chase: Asking = (state, { now }) => {
  const wait = state.waits.find(({ endedAt, nextChaseAt }) => endedAt === null && nextChaseAt <= now);
  return wait
    ? prompt('E4', 'chase', `end-wait ${wait.key} "<what they said>"`, { wait: wait.key, on: wait.on })
    : null;
};

/** What the catalog knows first, or what such words look like. */
function firstSignal(state: IncidentState, catalog: Catalog): string {
  const [known] = catalogSignals(state, catalog);
  if (known === undefined) return 'add-signal "<name>" "<query>" --healthy "< 0.01"';
  return `add-signal ${quoted(known.name)} ${quoted(known.query)} --healthy ${quoted(known.healthy)}`;
}

const signals: Asking = (state, { catalog }) =>
  (state.phase === 'stabilising' || state.phase === 'watching' || state.phase === 'confirmed') &&
  isScoped(state) &&
  activeSignals(state).length === 0
    ? prompt('D4', 'signals', firstSignal(state, catalog))
    : null;

const settledElsewhere: Asking = (state, { readings }) => {
  if (!isLive(state.phase)) return null;
  for (const signal of activeSignals(state)) {
    const { key, name } = signal;
    const settled = newLevelOf(signal, readings[key] ?? []);
    if (settled === null) continue;
    const { level } = settled;
    const { median, readings: count } = level.baseline;
    const say = `accept-baseline ${key} "<why this is usual now>"`;
    return prompt('D4', 'new-level', say, { signal: key, name, level: median, before: level.before, count });
  }
  return null;
};

const relief: Asking = (state) =>
  state.reliefAsked && state.phase === 'stabilising' && state.workarounds.length === 0
    ? prompt('D2', 'relief', 'workaround "<what relieves users>"')
    : null;

const staleEvidence: Asking = (state) => {
  const item = isLive(state.phase)
    ? state.evidence.find(({ stale, contradicted }) => stale || contradicted)
    : undefined;
  if (!item) return null;
  const { key, claim, contradicted } = item;
  const what = contradicted ? 'contradicted' : 'stale';
  return prompt('B2', what, `give-evidence ${quoted(claim)} --again ${key}`, { evidence: key, claim });
};

const silence: Asking = (state, { now }) =>
  state.silenceNoticed
    ? prompt('E4', 'silence', 'note "<what is being done>"', { silentMs: now - state.lastHumanEntryAt })
    : null;

const sideChannel: Asking = (state) => {
  const open = state.sideChannels.find(({ findingsAt }) => findingsAt === null);
  if (!open || !isLive(state.phase)) return null;
  return prompt('A3', 'findings', `return-findings ${quoted(open.name)} "<what was found>"`, { name: open.name });
};

const scribe: Asking = (state) =>
  isLive(state.phase) &&
  state.phase !== 'unconfirmed' &&
  state.responders.length > 1 &&
  state.roles.scribe === undefined
    ? prompt('A6', 'scribe', 'assign-role scribe <who>')
    : null;

const succession: Asking = (state, { now }, { successorAfterMs }) => {
  const held = state.roles['incident-commander'];
  if (!held || !isLive(state.phase) || now - held.since < successorAfterMs) return null;
  if (state.offers['incident-commander']) return null;
  const say = 'offer-role incident-commander <who> "<how things stand>"';
  return prompt('G2', 'successor', say, { commandMs: now - held.since });
};

const allClear: Asking = (state, facts) => {
  if (state.phase !== 'watching') return null;
  return allClearVerdict(state, facts).ready ? prompt('D4', 'all-clear', 'declare-all-clear "<what is back>"') : null;
};

const impactEnd: Asking = (state) =>
  (state.phase === 'watching' || state.phase === 'all-clear') &&
  state.impact.startedAt !== null &&
  state.impact.endedAt === null
    ? prompt('D1', 'impact-end', 'end-impact "<how you know>"')
    : null;

const impactStart: Asking = (state) =>
  isLive(state.phase) && isScoped(state) && state.impact.startedAt === null
    ? prompt('D1', 'impact-start', 'start-impact "<how you know>"')
    : null;

const why: Asking = (state) =>
  state.phase === 'watching' && state.parked.some(({ until, returned }) => until === 'all-clear' && !returned)
    ? prompt('E1', 'why-waits', 'show')
    : null;

const fix: Asking = (state) =>
  state.phase === 'all-clear' && state.rootCauseFix === null
    ? prompt('D1', 'fix', 'set-root-cause-fix "<what mended the cause>"')
    : null;

/** The gravest first: what hurts now, then what must be known, then what should not be forgotten. */
const inOrder: readonly Asking[] = [
  worse,
  confirmation,
  command,
  scope,
  overduePromise,
  effect,
  allClear,
  settledElsewhere,
  queued,
  instruments,
  comingPromise,
  holdingStatement,
  materialChange,
  chase,
  hypothesis,
  callIn,
  signals,
  relief,
  impactStart,
  staleEvidence,
  silence,
  sideChannel,
  questions,
  impactEnd,
  scribe,
  succession,
  why,
  fix,
];

const most = 2;

/** The next right thing: at most two prompts that are due now, never a wall of checklists. */
export function nextRightThings(state: IncidentState, facts: PublicFacts): readonly Prompt[] {
  const numbers = numbersFor(facts.policy, state);
  const found: Prompt[] = [];
  for (const ask of inOrder) {
    const due = ask(state, facts, numbers);
    if (due !== null) found.push(due);
    if (found.length === most) break;
  }
  return found;
}
