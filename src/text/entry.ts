import type { IncidentEventBodies, IncidentEventType } from '../domain/incident/event.ts';
import { sentence } from './catalogue.ts';

/** How ids are told: a person's name for a person id. */
export type NameOf = (person: string) => string;

const withReason = (text: string, reason: string | null): string => (reason ? `${text}: ${reason}` : text);
const minutesOf = (ms: number): number => Math.round(ms / 60_000);
const at = (instant: number): string => `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')}Z`;

function alertList(alerts: readonly { readonly name: string; readonly status: string }[]): string {
  const [first] = alerts;
  return alerts.length === 1 && first ? `alert ${first.name} (${first.status})` : `${alerts.length} alerts`;
}

const lines: { readonly [Type in IncidentEventType]: (body: IncidentEventBodies[Type], name: NameOf) => string } = {
  IncidentDeclared: ({ severity, exercise, title }) => `declared ${severity}${exercise ? ' (exercise)' : ''}: ${title}`,
  IncidentConfirmed: ({ evidence }) => `confirmed: ${evidence}`,
  IncidentDismissed: ({ as, reason }) => withReason(`dismissed as ${as}`, reason),
  IncidentReopened: ({ reason }) => withReason('reopened', reason),
  ConfirmationOverdue: ({ waitedMs }) => `still unconfirmed after ${minutesOf(waitedMs)} min: is it real?`,
  NoteAdded: ({ text }) => text,
  EntryCorrected: ({ entry, text }) => `correction of ${entry}: ${text}`,
  EntryRedacted: ({ entry, reason }) => withReason(`redacted ${entry}`, reason),
  FileAttached: ({ file, text }) => withReason(`file ${file.name}`, text),
  ResponderJoined: ({ person }, name) => `${name(person)} joined`,
  ResponderLeft: ({ person }, name) => `${name(person)} left`,
  RoleAssigned: ({ person, role }, name) => `${name(person)} is ${role}`,
  RoleOffered: ({ role, to, handover }, name) => `${role} offered to ${name(to)}: ${handover}`,
  SeveritySet: ({ previous, severity, reason }) => withReason(`severity ${previous} → ${severity}`, reason),
  KindSet: (body) => `kind ${body.previous} → ${body.kind}${body.private ? ', private' : ''}`,
  MemberAdded: ({ person }, name) => `${name(person)} was let in`,
  MemberRemoved: ({ person }, name) => `${name(person)} was taken out`,
  ImpactStarted: (body) => `impact since ${at(body.at)}: ${body.evidence}`,
  ImpactEnded: (body) => `impact ended ${at(body.at)}: ${body.evidence}`,
  DetectionRecorded: ({ by, evidence }) => withReason(`noticed first by a ${by}`, evidence),
  AlertsAttached: ({ alerts }) => `attached ${alertList(alerts)}`,
  AlertsDetached: ({ fingerprints, reason }) => withReason(`detached ${fingerprints.length} alerts`, reason),
  AlertsChanged: ({ changes }) => changes.map(({ name, status }) => `${name} ${status}`).join(', '),
  IncidentMerged: ({ intoNumber, reason }) => withReason(`merged into ${intoNumber}`, reason),
  IncidentAbsorbed: ({ fromNumber }) => `took in ${fromNumber}`,
  IncidentClosed: ({ waiver }) => `closed, postmortem waived: ${waiver}`,
  CommandHeld: ({ practice, command }) => `${practice} held ${command}`,
  CommandCautioned: ({ practice, command, says }) => `${practice} cautioned ${command}: ${sentence(says) ?? says}`,
  GuardrailOverridden: ({ practice, command, reason }) => `${practice} overridden for ${command}: ${reason}`,
  GuardrailsWeakened: ({ policyVersion, practices }) => `policy ${policyVersion} weakens ${practices.join(', ')}`,
  DeliveryGivenUp: ({ channel, target, reason }) => `not delivered by ${channel} to ${target}: ${reason}`,
};

/** One line for an entry of the log, as people read it. An entry without its body was redacted. */
export function entryLine(type: string, body: unknown, name: NameOf): string {
  if (body === null) return 'redacted';
  const line = lines[type as IncidentEventType] as ((body: unknown, name: NameOf) => string) | undefined;
  return line?.(body, name) ?? type;
}
