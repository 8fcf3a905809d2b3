import type { CommandHandler } from '../command/ports.ts';
import { can } from '../domain/access/can.ts';
import type { Subject } from '../domain/access/subject.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import type { AlarmSources, IncidentListQueries } from '../projection/ports.ts';
import { authorise, personId } from './authenticate.ts';
import type {
  Alerts,
  Archive,
  Attachments,
  Credentials,
  DoorIdentities,
  FactsReader,
  Health,
  LogFollower,
  LogReader,
  People,
  SettingsDesk,
  Telemetry,
  Webhooks,
} from './ports.ts';
import { fail } from './problem.ts';

/** Everything that the HTTP door needs from behind it. */
export interface Door {
  readonly handler: CommandHandler;
  readonly incidents: IncidentListQueries;
  readonly verdicts: AlarmSources;
  readonly log: LogReader;
  readonly facts: FactsReader;
  readonly follower: LogFollower;
  readonly archive: Archive;
  readonly people: People;
  readonly credentials: Credentials;
  readonly alerts: Alerts;
  readonly attachments: Attachments;
  readonly webhooks: Webhooks;
  readonly settings: SettingsDesk;
  readonly telemetry: Telemetry;
  readonly health: Health;
  readonly identities: DoorIdentities;
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The UUID that a number or UUID names; null when nothing has that number. */
export async function incidentId(door: Door, reference: string): Promise<string | null> {
  return uuidForm.test(reference) ? reference.toLowerCase() : door.incidents.byNumber(reference);
}

/** The incident, if this subject may read it; else the same answer as if it did not exist. */
export async function readable(door: Door, subject: Subject, reference: string): Promise<IncidentState> {
  if (subject.kind === 'anonymous') throw fail('access/not-signed-in');
  const id = await incidentId(door, reference);
  const state = id === null ? null : await door.log.state(id);
  if (state === null) throw fail('incident/not-found');
  authorise(subject, 'incident.read', { kind: 'incident', private: state.private, members: state.members });
  return state;
}

export const mayRead = (subject: Subject, state: IncidentState): boolean =>
  can(subject, 'incident.read', { kind: 'incident', private: state.private, members: state.members }) === 'yes';

/** The UUID of the person that an address, a UUID or "me" names. */
export async function personReferred(door: Door, subject: Subject, reference: string): Promise<string> {
  if (reference === 'me') return personId(subject);
  const person = await door.people.find(reference);
  if (!person) throw fail('person/not-found', { person: reference });
  return person.id;
}
