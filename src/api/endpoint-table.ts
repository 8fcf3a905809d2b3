import * as z from 'zod';
import type { Action } from '../domain/access/can.ts';
import { incidentReference, instantIn, personReference, uuid } from './schema/common.ts';
import * as incident from './schema/incident.ts';
import * as people from './schema/people.ts';
import * as room from './schema/picture.ts';
import * as settings from './schema/settings.ts';
import * as telemetry from './schema/telemetry.ts';

/** A request that is not a command: what it takes, what it answers, and the right it asks for. */
export interface EndpointRow {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  /** Null: no sign-in needed. */
  readonly action: Action | null;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Where a body may be larger than usual. */
  readonly largestBodyBytes?: number;
  readonly response: z.ZodType;
}

const nothing = z.object({});
const limit = z.coerce.number().int().min(1).max(500).default(100);
const cursor = z
  .string()
  .regex(/^[\w-]{1,200}$/)
  .optional()
  .describe('`next` of the page before.');
const ofIncident = z.object({ incident: incidentReference });
const byId = z.object({ id: uuid });

export const endpointTable = {
  listIncidents: {
    method: 'GET',
    path: '/api/incidents',
    summary: 'Incidents, newest first.',
    action: 'incident.list',
    query: z.object({ open: z.enum(['true', 'false']).optional(), limit, cursor }),
    response: incident.page(incident.incidentSummary),
  },
  showIncident: {
    method: 'GET',
    path: '/api/incidents/{incident}',
    summary: 'One incident.',
    action: 'incident.read',
    params: ofIncident,
    response: incident.incidentView,
  },
  readLog: {
    method: 'GET',
    path: '/api/incidents/{incident}/log',
    summary: 'The log of an incident, oldest first.',
    action: 'incident.read',
    params: ofIncident,
    query: z.object({ after: z.coerce.number().int().min(0).max(2_147_483_647).default(0), limit }),
    response: incident.page(incident.logEntry),
  },
  showState: {
    method: 'GET',
    path: '/api/incidents/{incident}/state',
    summary: 'State and facts at a version, for deciding before sending.',
    action: 'incident.read',
    params: ofIncident,
    response: z
      .object({ version: z.int(), now: z.int(), state: z.unknown(), facts: z.unknown() })
      .meta({ id: 'DecidingState' }),
  },
  showPicture: {
    method: 'GET',
    path: '/api/incidents/{incident}/picture',
    summary: 'What is known of an incident beside its log: scope, changes, signals, the all-clear clock.',
    action: 'incident.read',
    params: ofIncident,
    response: room.picture,
  },
  showNext: {
    method: 'GET',
    path: '/api/incidents/{incident}/next',
    summary: 'The next right thing: at most two prompts that are due now.',
    action: 'incident.read',
    params: ofIncident,
    response: room.nextThings,
  },
  showMeasures: {
    method: 'GET',
    path: '/api/incidents/{incident}/measures',
    summary: 'How an incident went, in figures (A6, D1).',
    action: 'incident.read',
    params: ofIncident,
    response: room.measures,
  },
  listAlarmSources: {
    method: 'GET',
    path: '/api/measures/sources',
    summary: 'How often alarms of each source were real (A2).',
    action: 'incident.list',
    response: z.object({ items: z.array(room.alarmSource) }),
  },
  showPresence: {
    method: 'GET',
    path: '/api/incidents/{incident}/presence',
    summary: 'Who has the room open now. Never stored.',
    action: 'incident.read',
    params: ofIncident,
    response: z.object({ people: z.array(z.string()) }).meta({ id: 'Presence' }),
  },
  exportIncident: {
    method: 'GET',
    path: '/api/incidents/{incident}/export',
    summary: 'The incident as one document that verifies by itself.',
    action: 'incident.read',
    params: ofIncident,
    response: z.unknown(),
  },
  importIncident: {
    method: 'POST',
    path: '/api/archive',
    summary: 'Import an export: read-only, marked with its origin, outside timers and figures.',
    action: 'settings.manage',
    body: z.strictObject({ document: z.unknown() }),
    largestBodyBytes: 268_435_456,
    response: z.object({ incident: z.string(), number: z.string(), origin: z.string() }).meta({ id: 'Imported' }),
  },
  listArchive: {
    method: 'GET',
    path: '/api/archive',
    summary: 'Imported incidents.',
    action: 'settings.read',
    response: z.object({
      items: z.array(
        z.object({
          incident: z.string(),
          number: z.string(),
          title: z.string(),
          origin: z.string(),
          importedAt: z.string(),
        }),
      ),
    }),
  },
  listAlerts: {
    method: 'GET',
    path: '/api/alerts',
    summary: 'Alerts as monitoring last said.',
    action: 'alert.read',
    query: z.object({ status: z.enum(['firing', 'resolved', 'lapsed']).optional(), limit, cursor }),
    response: incident.page(incident.alertView),
  },
  listReadings: {
    method: 'GET',
    path: '/api/incidents/{incident}/readings',
    summary: 'What telemetry said of a key signal, oldest first. `next` is the `from` of the next page.',
    action: 'incident.read',
    params: ofIncident,
    query: z.object({
      signal: telemetry.signalKey,
      from: instantIn.optional(),
      to: instantIn.optional(),
      limit: z.coerce.number().int().min(1).max(5000).default(500),
    }),
    response: incident.page(telemetry.reading),
  },
  listSources: {
    method: 'GET',
    path: '/api/sources',
    summary: 'Telemetry sources and how they were when last looked at.',
    action: 'incident.list',
    response: z.object({ items: z.array(telemetry.source) }),
  },
  testSource: {
    method: 'POST',
    path: '/api/sources/{name}/test',
    summary: 'Look at a telemetry source now.',
    action: 'settings.manage',
    params: z.object({ name: settings.sourceName }),
    response: telemetry.instrument,
  },
  me: { method: 'GET', path: '/api/me', summary: 'Who you are.', action: 'people.read', response: people.me },
  setPassword: {
    method: 'PUT',
    path: '/api/me/password',
    summary: 'Set your password.',
    action: 'self.manage',
    body: people.passwordChange,
    response: nothing,
  },
  signIn: {
    method: 'POST',
    path: '/api/session',
    summary: 'Sign in with e-mail address and password.',
    action: null,
    body: people.signIn,
    response: people.signedIn,
  },
  signInByLink: {
    method: 'POST',
    path: '/api/session/link',
    summary: 'Sign in with the secret of a one-time link.',
    action: null,
    body: people.signInByLink,
    response: people.signedIn,
  },
  signOut: {
    method: 'DELETE',
    path: '/api/session',
    summary: 'Sign out here.',
    action: 'people.read',
    response: nothing,
  },
  listPeople: {
    method: 'GET',
    path: '/api/people',
    summary: 'People.',
    action: 'people.read',
    response: z.object({ items: z.array(people.person) }),
  },
  createPerson: {
    method: 'POST',
    path: '/api/people',
    summary: 'Add a person.',
    action: 'settings.manage',
    body: people.newPerson,
    response: people.person,
  },
  changePerson: {
    method: 'PATCH',
    path: '/api/people/{person}',
    summary: 'Change a person; `active: false` ends every session and token at once.',
    action: 'settings.manage',
    params: z.object({ person: personReference }),
    body: people.changedPerson,
    response: people.person,
  },
  createSignInLink: {
    method: 'POST',
    path: '/api/people/{person}/sign-in-link',
    summary: 'Make a sign-in link that works once within a day.',
    action: 'settings.manage',
    params: z.object({ person: personReference }),
    response: z.object({ link: z.string(), expiresAt: z.string() }).meta({ id: 'SignInLink' }),
  },
  listTeams: {
    method: 'GET',
    path: '/api/teams',
    summary: 'Teams.',
    action: 'people.read',
    response: z.object({ items: z.array(people.team) }),
  },
  putTeam: {
    method: 'PUT',
    path: '/api/teams/{name}',
    summary: 'Make a team, or set its members.',
    action: 'settings.manage',
    params: z.object({ name: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,79}$/u) }),
    body: z.strictObject({ members: z.array(personReference).max(500) }),
    response: people.team,
  },
  deleteTeam: {
    method: 'DELETE',
    path: '/api/teams/{name}',
    summary: 'Remove a team.',
    action: 'settings.manage',
    params: z.object({ name: z.string().max(80) }),
    response: nothing,
  },
  listTokens: {
    method: 'GET',
    path: '/api/tokens',
    summary: 'Your tokens.',
    action: 'people.read',
    response: z.object({ items: z.array(people.token) }),
  },
  createToken: {
    method: 'POST',
    path: '/api/tokens',
    summary: 'Make a token of yours.',
    action: 'self.manage',
    body: people.newToken,
    response: people.madeToken,
  },
  revokeToken: {
    method: 'DELETE',
    path: '/api/tokens/{id}',
    summary: 'Revoke a token of yours.',
    action: 'self.manage',
    params: byId,
    response: nothing,
  },
  listKeys: {
    method: 'GET',
    path: '/api/keys',
    summary: 'Intake keys.',
    action: 'settings.read',
    response: z.object({ items: z.array(people.key) }),
  },
  createKey: {
    method: 'POST',
    path: '/api/keys',
    summary: 'Make an intake key.',
    action: 'settings.manage',
    body: people.newKey,
    response: people.madeKey,
  },
  rotateKey: {
    method: 'POST',
    path: '/api/keys/{id}/rotate',
    summary: 'Give a key a second secret; rotating again ends the older one.',
    action: 'settings.manage',
    params: byId,
    response: people.madeKey,
  },
  revokeKey: {
    method: 'DELETE',
    path: '/api/keys/{id}',
    summary: 'Revoke an intake key at once.',
    action: 'settings.manage',
    params: byId,
    response: nothing,
  },
  listWebhooks: {
    method: 'GET',
    path: '/api/webhooks',
    summary: 'Outgoing webhooks.',
    action: 'settings.read',
    response: z.object({ items: z.array(people.webhook) }),
  },
  createWebhook: {
    method: 'POST',
    path: '/api/webhooks',
    summary: 'Send every entry of incidents that are not private to a URL, signed.',
    action: 'settings.manage',
    body: people.newWebhook,
    response: people.madeWebhook,
  },
  revokeWebhook: {
    method: 'DELETE',
    path: '/api/webhooks/{id}',
    summary: 'Stop a webhook.',
    action: 'settings.manage',
    params: byId,
    response: nothing,
  },
  showSetting: {
    method: 'GET',
    path: '/api/settings/{name}',
    summary: 'Policy, routing, catalog or sources as they stand.',
    action: 'settings.read',
    params: z.object({ name: z.enum(settings.settingNames) }),
    response: settings.setting,
  },
  showCatalog: {
    method: 'GET',
    path: '/api/catalog',
    summary: 'The services: who owns them, what they need, and whom they serve.',
    action: 'incident.list',
    response: settings.catalogView,
  },
  planSetting: {
    method: 'POST',
    path: '/api/settings/{name}/plan',
    summary: 'What applying this document would change.',
    action: 'settings.manage',
    params: z.object({ name: z.enum(settings.settingNames) }),
    body: z.strictObject({ document: z.unknown() }),
    response: settings.settingPlan,
  },
  applySetting: {
    method: 'PUT',
    path: '/api/settings/{name}',
    summary: 'Apply a document that was planned against the current version.',
    action: 'settings.manage',
    params: z.object({ name: z.enum(settings.settingNames) }),
    body: settings.settingChange,
    response: settings.setting,
  },
} as const satisfies Record<string, EndpointRow>;

export type EndpointName = keyof typeof endpointTable;
export const endpointNames = Object.keys(endpointTable) as EndpointName[];

type Part<Row, Key extends string> = Row extends { readonly [K in Key]: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : unknown;
type Sent<Row, Key extends string> = Row extends { readonly [K in Key]: infer Schema extends z.ZodType }
  ? z.input<Schema>
  : unknown;

/** What a handler of this endpoint is given, after validation. */
export type EndpointInput<Name extends EndpointName> = Part<(typeof endpointTable)[Name], 'params'> &
  Part<(typeof endpointTable)[Name], 'query'> &
  Part<(typeof endpointTable)[Name], 'body'>;
/** What a client of this endpoint sends. */
export type EndpointRequest<Name extends EndpointName> = Sent<(typeof endpointTable)[Name], 'params'> &
  Partial<Sent<(typeof endpointTable)[Name], 'query'>> &
  Sent<(typeof endpointTable)[Name], 'body'>;
export type EndpointAnswer<Name extends EndpointName> = z.input<(typeof endpointTable)[Name]['response']>;
export type EndpointReply<Name extends EndpointName> = z.output<(typeof endpointTable)[Name]['response']>;
