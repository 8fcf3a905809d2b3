import { instant } from '../time.ts';
import type { IncidentEventBodies, IncidentEventType, StoredIncidentEvent } from './event.ts';
import { phaseAfter } from './phase.ts';
import type { IncidentState } from './state.ts';
import type { AlertReference, Role } from './vocabulary.ts';

type Change = Partial<IncidentState>;
type Row = Pick<StoredIncidentEvent, 'actor' | 'recordedAt' | 'happenedAt'>;
type Fold<Type extends IncidentEventType> = (state: IncidentState, body: IncidentEventBodies[Type], row: Row) => Change;

const without = <T>(list: readonly T[], ...items: readonly T[]): T[] => list.filter((item) => !items.includes(item));
const including = <T>(list: readonly T[], ...items: readonly T[]): T[] => [...new Set([...list, ...items])];
const byFingerprint = (alerts: readonly AlertReference[]): Record<string, AlertReference> =>
  Object.fromEntries(alerts.map((alert) => [alert.fingerprint, alert]));

function dropped<Value>(record: Readonly<Record<string, Value>>, keys: readonly string[]): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}

const nothing = (): Change => ({});

const folds: { [Type in IncidentEventType]: Fold<Type> } = {
  IncidentDeclared: nothing,
  IncidentConfirmed: (_state, _body, row) => ({ confirmedAt: row.happenedAt }),
  IncidentDismissed: nothing,
  IncidentReopened: (_state, _body, row) => ({
    unconfirmedSince: row.recordedAt,
    confirmedAt: null,
    confirmationAsked: false,
    mergedInto: null,
  }),
  ConfirmationOverdue: () => ({ confirmationAsked: true }),
  NoteAdded: nothing,
  EntryCorrected: nothing,
  EntryRedacted: nothing,
  FileAttached: nothing,
  ResponderJoined: (state, { person }) => ({ responders: including(state.responders, person) }),
  ResponderLeft: (state, { person }) => ({
    responders: without(state.responders, person),
    roles: Object.fromEntries(Object.entries(state.roles).filter(([, held]) => held.person !== person)),
  }),
  RoleAssigned: (state, { role, person }, row) => ({
    roles: { ...state.roles, [role]: { person, since: row.recordedAt } },
    offers: dropped(state.offers as Record<Role, NonNullable<IncidentState['offers'][Role]>>, [role]),
    responders: including(state.responders, person),
  }),
  RoleOffered: (state, { role, to, handover }, row) => ({
    offers: { ...state.offers, [role]: { to, by: row.actor, handover } },
  }),
  SeveritySet: (_state, { severity }) => ({ severity }),
  KindSet: (state, body) => ({
    kind: body.kind,
    private: body.private,
    members: body.private && !state.private ? state.responders : state.members,
  }),
  MemberAdded: (state, { person }) => ({ members: including(state.members, person) }),
  MemberRemoved: (state, { person }) => ({ members: without(state.members, person) }),
  ImpactStarted: (state, { at }) => ({ impact: { ...state.impact, startedAt: at } }),
  ImpactEnded: (state, { at }) => ({ impact: { ...state.impact, endedAt: at } }),
  DetectionRecorded: (_state, { by }) => ({ detectedBy: by }),
  AlertsAttached: (state, { alerts }) => ({ alerts: { ...state.alerts, ...byFingerprint(alerts) } }),
  AlertsDetached: (state, { fingerprints }) => ({ alerts: dropped(state.alerts, fingerprints) }),
  AlertsChanged: (state, { changes }) => {
    const alerts: Record<string, AlertReference> = { ...state.alerts };
    for (const { fingerprint, status, at } of changes) {
      const known = alerts[fingerprint];
      if (!known) continue;
      alerts[fingerprint] = { ...known, status, startsAt: status === 'firing' ? at : known.startsAt };
    }
    return { alerts };
  },
  IncidentMerged: (_state, { into }) => ({ mergedInto: into, groups: [] }),
  IncidentAbsorbed: (state, body) => ({
    absorbed: including(state.absorbed, body.from),
    responders: including(state.responders, ...body.responders),
    alerts: { ...byFingerprint(body.alerts), ...state.alerts },
    groups: including(state.groups, ...body.groups),
  }),
  IncidentClosed: () => ({ groups: [] }),
  CommandHeld: (state, { practice, command }) => ({ told: including(state.told, `${practice}/${command}`) }),
  CommandCautioned: (state, { practice, command }) => ({ told: including(state.told, `${practice}/${command}`) }),
  GuardrailOverridden: (state, { practice, command }) => ({ told: without(state.told, `${practice}/${command}`) }),
  GuardrailsWeakened: nothing,
  DeliveryGivenUp: nothing,
};

/** Every type of event that an incident's log may hold. */
export const incidentEventTypes = Object.keys(folds) as IncidentEventType[];

function begin(id: string, event: StoredIncidentEvent, body: IncidentEventBodies['IncidentDeclared']): IncidentState {
  const person = event.actor.startsWith('person:') ? [event.actor.slice('person:'.length)] : [];
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
    told: [],
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
  return {
    ...state,
    ...change,
    phase: phaseAfter(state.phase, event.type) ?? state.phase,
    version: event.version,
    entries: state.entries + 1,
    lastEntryAt: event.recordedAt,
  };
}
