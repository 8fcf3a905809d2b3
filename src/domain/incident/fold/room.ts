import type { AlertReference, Role } from '../vocabulary.ts';
import type { IncidentState } from '../state.ts';
import { type Folds, including, nothing, personIn, reached, without } from './fold.ts';

type Types =
  | 'IncidentDeclared'
  | 'IncidentConfirmed'
  | 'IncidentDismissed'
  | 'IncidentReopened'
  | 'ConfirmationOverdue'
  | 'NoteAdded'
  | 'EntryCorrected'
  | 'EntryRedacted'
  | 'FileAttached'
  | 'ResponderJoined'
  | 'ResponderLeft'
  | 'RoleAssigned'
  | 'RoleOffered'
  | 'SeveritySet'
  | 'KindSet'
  | 'MemberAdded'
  | 'MemberRemoved'
  | 'ImpactStarted'
  | 'ImpactEnded'
  | 'DetectionRecorded'
  | 'AlertsAttached'
  | 'AlertsDetached'
  | 'AlertsChanged'
  | 'IncidentMerged'
  | 'IncidentAbsorbed'
  | 'IncidentClosed'
  | 'CommandHeld'
  | 'CommandCautioned'
  | 'GuardrailOverridden'
  | 'GuardrailsWeakened'
  | 'DeliveryGivenUp'
  | 'PersonCalledIn'
  | 'NotDelivered'
  | 'ParentLinked'
  | 'ChildLinked'
  | 'SideChannelOpened'
  | 'FindingsReturned'
  | 'SilenceNoticed';

export const byFingerprint = (alerts: readonly AlertReference[]): Record<string, AlertReference> =>
  Object.fromEntries(alerts.map((alert) => [alert.fingerprint, alert]));

function dropped<Value>(record: Readonly<Record<string, Value>>, keys: readonly string[]): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}

/** As "practice/verb", or "practice/verb/item" where a practice is about one item. */
const toldKey = ({ practice, command, about }: { practice: string; command: string; about: string | null }): string =>
  about === null ? `${practice}/${command}` : `${practice}/${command}/${about}`;

export const roomFolds: Folds<Types> = {
  IncidentDeclared: nothing,
  IncidentConfirmed: (state, _body, row) => ({
    confirmedAt: row.happenedAt,
    ...reached(state, { is: 'confirmed', at: row.happenedAt }),
  }),
  IncidentDismissed: (_state, { as }) => ({ dismissedAs: as }),
  IncidentReopened: (_state, _body, row) => ({
    unconfirmedSince: row.recordedAt,
    confirmedAt: null,
    confirmationAsked: false,
    dismissedAs: null,
    mergedInto: null,
  }),
  ConfirmationOverdue: () => ({ confirmationAsked: true }),
  NoteAdded: nothing,
  EntryCorrected: nothing,
  EntryRedacted: nothing,
  FileAttached: nothing,
  ResponderJoined: (state, { person }, row) => ({
    responders: including(state.responders, person),
    ...reached(state, { is: 'responders', at: row.happenedAt }),
  }),
  ResponderLeft: (state, { person }) => ({
    responders: without(state.responders, person),
    roles: Object.fromEntries(Object.entries(state.roles).filter(([, held]) => held.person !== person)),
  }),
  RoleAssigned: (state, { role, person }, row) => ({
    roles: { ...state.roles, [role]: { person, since: row.recordedAt } },
    offers: dropped(state.offers as Record<Role, NonNullable<IncidentState['offers'][Role]>>, [role]),
    responders: including(state.responders, person),
    ...reached(
      state,
      { is: 'responders', at: row.recordedAt },
      ...(role === 'incident-commander' ? [{ is: 'commander' as const, at: row.recordedAt }] : []),
      ...(role === 'scribe' ? [{ is: 'scribe' as const, at: row.recordedAt }] : []),
    ),
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
  IncidentAbsorbed: (state, body, row) => ({
    absorbed: including(state.absorbed, body.from),
    responders: including(state.responders, ...body.responders),
    alerts: { ...byFingerprint(body.alerts), ...state.alerts },
    groups: including(state.groups, ...body.groups),
    promises: [
      ...state.promises,
      ...body.promises.map(({ audience, at, duty }, index) => ({
        key: `U${state.promises.length + index + 1}`,
        duty,
        audience,
        at,
        promisedAt: row.recordedAt,
        state: 'open' as const,
        told: 'nothing' as const,
      })),
    ],
  }),
  IncidentClosed: () => ({ groups: [] }),
  CommandHeld: (state, body, row) => ({
    told: including(state.told, toldKey(body)),
    commanderAskedAt:
      personIn(row.actor) === state.roles['incident-commander']?.person
        ? state.commanderAskedAt
        : (state.commanderAskedAt ?? row.recordedAt),
  }),
  CommandCautioned: (state, body) => ({ told: including(state.told, toldKey(body)) }),
  GuardrailOverridden: (state, body) => ({
    told: without(state.told, toldKey(body)),
    overridden: body.about === null ? state.overridden : including(state.overridden, `${body.practice}/${body.about}`),
  }),
  GuardrailsWeakened: nothing,
  DeliveryGivenUp: nothing,
  PersonCalledIn: (state, { who }) => ({ calledIn: including(state.calledIn, who) }),
  NotDelivered: nothing,
  ParentLinked: (_state, { parent }) => ({ parent }),
  ChildLinked: (state, { child }) => ({ children: including(state.children, child) }),
  SideChannelOpened: (state, { name }, row) => ({
    sideChannels: [...state.sideChannels, { name, openedAt: row.happenedAt, findingsAt: null }],
  }),
  FindingsReturned: (state, { name }, row) => ({
    sideChannels: state.sideChannels.map((channel) =>
      channel.name === name ? { ...channel, findingsAt: row.happenedAt } : channel,
    ),
  }),
  SilenceNoticed: () => ({ silenceNoticed: true }),
};
