import type { CommandHandler, PageHandler } from '../command/ports.ts';
import type { Letter, Recipient, Sent, SettingField } from '../dispatch/ports.ts';
import { type AccessObject, type Action, can } from '../domain/access/can.ts';
import type { Subject } from '../domain/access/subject.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import type { UpdateWords } from '../domain/incident/item.ts';
import type { AlarmSources, IncidentListQueries, PromiseLedger } from '../projection/ports.ts';
import { authorise, personId } from './authenticate.ts';
import type {
  Alerts,
  Archive,
  Attachments,
  BriefLinks,
  Channels,
  Credentials,
  DeliveryList,
  DoorIdentities,
  FactsReader,
  Health,
  LogFollower,
  LogReader,
  People,
  SettingsDesk,
  StatusPages,
  Subscribers,
  Telemetry,
  Webhooks,
} from './ports.ts';
import { fail } from './problem.ts';

/** Sends a letter at once, outside of the outbox, and says what came of it. */
export type SendNow = (
  channel: NonNullable<Awaited<ReturnType<Channels['open']>>>,
  recipient: Recipient,
  message: { readonly id: string; readonly letter: Letter },
) => Promise<Sent>;

/** Where something stands out in an update, and what to say instead. */
export interface FoundInWords {
  readonly field: keyof UpdateWords;
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly words: string;
  readonly why: string;
  readonly instead: string | null;
}

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
  readonly channels: Channels;
  readonly channelKinds: readonly { readonly name: string; readonly fields: readonly SettingField[] }[];
  readonly sendNow: SendNow;
  readonly deliveries: DeliveryList;
  readonly briefLinks: BriefLinks;
  readonly promises: PromiseLedger;
  /** Name of the room that an incident has in a chat, or null. */
  readonly chatRoom: (incident: string) => Promise<string | null>;
  /** What stands out in words that people outside will read. */
  readonly prose: (words: UpdateWords) => Promise<readonly FoundInWords[]>;
  readonly settings: SettingsDesk;
  readonly telemetry: Telemetry;
  readonly statusPages: StatusPages;
  readonly pages: PageHandler;
  readonly subscribers: Subscribers;
  readonly health: Health;
  readonly identities: DoorIdentities;
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The UUID that a number or UUID names; null when nothing has that number. */
export async function incidentId(door: Door, reference: string): Promise<string | null> {
  return uuidForm.test(reference) ? reference.toLowerCase() : door.incidents.byNumber(reference);
}

export const objectOf = ({ id, private: secret, members, admitted }: IncidentState): AccessObject => ({
  kind: 'incident',
  id,
  private: secret,
  members,
  admitted,
});

/** The incident, if this subject may do this to it; where it must not know of it, the same answer as for none. */
export async function authorisedState(
  door: Door,
  subject: Subject,
  reference: string,
  action: Action,
): Promise<IncidentState> {
  if (subject.kind === 'anonymous') throw fail('access/not-signed-in');
  const id = await incidentId(door, reference);
  const state = id === null ? null : await door.log.state(id);
  if (state === null) throw fail('incident/not-found');
  authorise(subject, action, objectOf(state));
  return state;
}

/** The incident, if this subject may read it; else the same answer as if it did not exist. */
export const readable = (door: Door, subject: Subject, reference: string): Promise<IncidentState> =>
  authorisedState(door, subject, reference, 'incident.read');

export const mayRead = (subject: Subject, state: IncidentState): boolean =>
  can(subject, 'incident.read', objectOf(state)) === 'yes';

/** The UUID of the person that an address, a UUID or "me" names. */
export async function personReferred(door: Door, subject: Subject, reference: string): Promise<string> {
  if (reference === 'me') return personId(subject);
  const person = await door.people.find(reference);
  if (!person) throw fail('person/not-found', { person: reference });
  return person.id;
}
