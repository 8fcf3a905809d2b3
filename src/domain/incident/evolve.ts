import { instant } from '../time.ts';
import type { IncidentEventBodies, IncidentEventType, StoredIncidentEvent } from './event.ts';
import { changeFolds } from './fold/change.ts';
import { diagnosisFolds } from './fold/diagnosis.ts';
import { type Fold, type Folds, personIn } from './fold/fold.ts';
import { byFingerprint, roomFolds } from './fold/room.ts';
import { speakingFolds } from './fold/speaking.ts';
import { stabilisingFolds } from './fold/stabilising.ts';
import { changedBy } from './material.ts';
import { phaseAfter } from './phase.ts';
import type { IncidentState } from './state.ts';

const folds: Folds = { ...roomFolds, ...diagnosisFolds, ...changeFolds, ...stabilisingFolds, ...speakingFolds };

/** Every type of event that an incident's log may hold. */
export const incidentEventTypes = Object.keys(folds) as IncidentEventType[];

/** Of a room in which nobody has said anything yet. */
const nothingSaid = {
  scope: [],
  evidence: [],
  instruments: {},
  parked: [],
  hypotheses: [],
  changes: [],
  workarounds: [],
  reliefAsked: false,
  waits: [],
  restore: { sketched: [], steps: [], bootstrap: [] },
  promises: [],
  posts: [],
  updates: [],
  scheduled: [],
  drafts: {},
  questions: [],
  admitted: [],
  changedAt: {},
  sideChannels: [],
  calledIn: [],
  overnight: null,
  nightOverAt: null,
  loosened: [],
  allClearAt: null,
  relapses: 0,
  rootCauseFix: null,
  parent: null,
  children: [],
} satisfies Partial<IncidentState>;

function begin(id: string, event: StoredIncidentEvent, body: IncidentEventBodies['IncidentDeclared']): IncidentState {
  const person = event.actor.startsWith('person:') ? [personIn(event.actor)] : [];
  return {
    id,
    version: 0,
    number: body.number,
    title: body.title,
    severity: body.severity,
    kind: body.kind,
    exercise: body.exercise,
    private: body.private,
    phase: 'unconfirmed',
    declaredAt: event.happenedAt,
    declaredBy: event.actor,
    unconfirmedSince: event.recordedAt,
    confirmedAt: null,
    confirmationAsked: false,
    dismissedAs: null,
    openedBy: event.actor.startsWith('person:') ? null : (body.alerts[0]?.name ?? null),
    mergedInto: null,
    absorbed: [],
    responders: person,
    members: person,
    roles: {},
    offers: {},
    alerts: byFingerprint(body.alerts),
    groups: body.group === null ? [] : [body.group],
    impact: { startedAt: null, endedAt: null },
    detectedBy: body.detectedBy,
    signals: [],
    phaseSince: event.recordedAt,
    ...nothingSaid,
    clockFrom: event.recordedAt,
    times: person.length === 0 ? {} : { responders: event.happenedAt },
    updatesGiven: 0,
    told: [],
    overridden: [],
    commanderAskedAt: null,
    lastHumanEntryAt: event.recordedAt,
    silenceNoticed: false,
    entries: 0,
    lastEntryAt: instant(event.recordedAt),
  };
}

/**
 * Folds one stored event into the state. Total: a redacted body changes nothing but the counters,
 * which is right because only events that state does not depend on may be redacted.
 */
export function evolve(id: string, state: IncidentState | null, event: StoredIncidentEvent): IncidentState | null {
  if (state === null) {
    if (event.type !== 'IncidentDeclared' || event.body === null) return null;
    const first = begin(id, event, event.body);
    return { ...first, version: event.version, entries: 1 };
  }
  const fold = folds[event.type] as Fold<IncidentEventType>;
  const change = event.body === null ? {} : fold(state, event.body as never, event);
  const phase = phaseAfter(state.phase, event.type) ?? state.phase;
  return {
    ...state,
    ...change,
    ...saidBy(state, event, change),
    changedAt: changedBy(state, event, phase),
    phase,
    phaseSince: phase === state.phase ? state.phaseSince : event.recordedAt,
    version: event.version,
    entries: state.entries + 1,
    lastEntryAt: event.recordedAt,
  };
}

/** What it means for silence that a person, or the commander, said something. */
function saidBy(
  state: IncidentState,
  event: StoredIncidentEvent,
  change: Partial<IncidentState>,
): Partial<IncidentState> {
  // Who asks from outside does not break the silence of those who work on it.
  if (!event.actor.startsWith('person:') || event.type === 'QuestionAsked') return {};
  const commands = state.roles['incident-commander']?.person === personIn(event.actor);
  const asked = change.commanderAskedAt ?? state.commanderAskedAt;
  return {
    lastHumanEntryAt: event.recordedAt,
    silenceNoticed: false,
    commanderAskedAt: commands ? null : asked,
  };
}
