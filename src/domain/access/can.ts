import type { Subject, TokenScope } from './subject.ts';

/** Everything that any door may be asked to do. */
export type Action =
  | 'incident.list'
  | 'incident.read'
  | 'incident.declare'
  | 'incident.respond'
  | 'incident.direct'
  | 'incident.redact'
  | 'incident.observe-alerts'
  | 'incident.members'
  | 'brief.read'
  | 'brief.ask'
  | 'alert.read'
  | 'people.read'
  | 'self.manage'
  | 'settings.read'
  | 'settings.manage'
  | 'owner.manage'
  | 'log.verify'
  | 'metrics.read';

/** What an action is about. Anything but an incident is the organisation itself. */
export type AccessObject =
  | { readonly kind: 'organisation' }
  | {
      readonly kind: 'incident';
      readonly id?: string;
      readonly private: boolean;
      readonly members: readonly string[];
      /** Stakeholders whom the commander let into the room. */
      readonly admitted?: readonly string[];
    };

export type Verdict = 'yes' | 'no' | 'hidden';

type Person = Extract<Subject, { kind: 'person' }>;

const scopeFor: Record<Action, TokenScope> = {
  'incident.list': 'read',
  'incident.read': 'read',
  'incident.declare': 'write',
  'incident.respond': 'write',
  'incident.direct': 'write',
  'incident.redact': 'write',
  'incident.observe-alerts': 'write',
  'incident.members': 'write',
  'brief.read': 'read',
  'brief.ask': 'write',
  'alert.read': 'read',
  'people.read': 'read',
  'self.manage': 'write',
  'settings.read': 'admin',
  'settings.manage': 'admin',
  'owner.manage': 'admin',
  'log.verify': 'admin',
  'metrics.read': 'read',
};

const strength: Record<TokenScope, number> = { read: 0, write: 1, admin: 2 };

const responders: readonly Person['role'][] = ['owner', 'admin', 'responder'];
const readers: readonly Person['role'][] = [...responders, 'viewer'];
const everyone: readonly Person['role'][] = [...readers, 'stakeholder'];
const operators: readonly Person['role'][] = ['owner', 'admin'];

const rolesFor: Record<Action, readonly Person['role'][]> = {
  'incident.list': readers,
  'incident.read': readers,
  'incident.declare': responders,
  'incident.respond': responders,
  'incident.direct': responders,
  'incident.redact': operators,
  'incident.observe-alerts': [],
  'incident.members': responders,
  'brief.read': everyone,
  'brief.ask': everyone,
  'alert.read': readers,
  'people.read': everyone,
  'self.manage': everyone,
  'settings.read': operators,
  'settings.manage': operators,
  'owner.manage': ['owner'],
  'log.verify': operators,
  'metrics.read': operators,
};

const byKey: readonly Action[] = ['incident.declare', 'incident.observe-alerts', 'incident.respond'];

/**
 * The one access policy, for every door. Denies by default. *hidden* means that the caller must not even learn
 * that the object exists, so the door answers "not found".
 */
export function can(subject: Subject, action: Action, object: AccessObject = { kind: 'organisation' }): Verdict {
  switch (subject.kind) {
    case 'anonymous':
      return 'no';
    case 'system':
      return 'yes';
    case 'key':
      return byKey.includes(action) ? 'yes' : 'no';
    case 'reader':
      return readerCan(subject, action, object);
    case 'person':
      return personCan(subject, action, object);
  }
}

/** Whether scopes as a token has them include this one. */
export const includesScope = (scopes: readonly TokenScope[], wanted: TokenScope): boolean =>
  scopes.some((scope) => strength[scope] >= strength[wanted]);

function personCan(subject: Person, action: Action, object: AccessObject): Verdict {
  const secret = object.kind === 'incident' && object.private;
  if (secret && !maySee(subject, object.members)) return 'hidden';
  if (subject.scopes !== null && !includesScope(subject.scopes, scopeFor[action])) return 'no';
  if (rolesFor[action].includes(subject.role)) return 'yes';
  return action === 'incident.read' && isAdmitted(subject, object) ? 'yes' : 'no';
}

const isAdmitted = ({ id }: Person, object: AccessObject): boolean =>
  object.kind === 'incident' && (object.admitted ?? []).includes(id);

/** A personal link reads one brief and asks questions there, as long as the incident is not private. */
function readerCan({ incident }: Extract<Subject, { kind: 'reader' }>, action: Action, object: AccessObject): Verdict {
  if (object.kind !== 'incident' || object.id !== incident || object.private) return 'hidden';
  return action === 'brief.read' || action === 'brief.ask' ? 'yes' : 'no';
}

/** A private incident without members was opened by monitoring, or lost its last one: an owner has to let people in. */
const maySee = ({ id, role }: Person, members: readonly string[]): boolean =>
  members.length === 0 ? role === 'owner' : members.includes(id);
