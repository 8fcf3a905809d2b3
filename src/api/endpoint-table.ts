import * as z from 'zod';
import { accessEndpoints } from './endpoint/access.ts';
import type { EndpointRow } from './endpoint/row.ts';
import { statusPageEndpoints } from './endpoint/status-page.ts';
import { speakingEndpoints } from './endpoint/speaking.ts';
import { incidentReference, instantIn, limit, passage } from './schema/common.ts';
import * as incident from './schema/incident.ts';
import * as room from './schema/picture.ts';
import * as settings from './schema/settings.ts';
import { sourceName } from './schema/source.ts';
import * as telemetry from './schema/telemetry.ts';

const nothing = z.object({});
const cursor = z
  .string()
  .regex(/^[\w-]{1,200}$/)
  .optional()
  .describe('`next` of the page before.');
const ofIncident = z.object({ incident: incidentReference });

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
    summary:
      'The log of an incident, oldest first. `next` is the `after` of the next page; with `before`, the `before` of the page in front of it.',
    action: 'incident.read',
    params: ofIncident,
    query: incident.logPart,
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
    summary: 'Who has the room open now, and who is writing there. Never stored.',
    action: 'incident.read',
    params: ofIncident,
    response: incident.presence,
  },
  sayPresence: {
    method: 'POST',
    path: '/api/incidents/{incident}/presence',
    summary: 'Say that you have the room open in a tab. Repeat it: it is forgotten after 30 s, and `typing` after 6 s.',
    action: 'incident.read',
    params: ofIncident,
    body: incident.presenceSaid,
    response: nothing,
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
  suggestSignals: {
    method: 'GET',
    path: '/api/incidents/{incident}/suggested-signals',
    summary: 'Signals that the all-clear may rest on: what fired, and what the catalog knows of the services in scope.',
    action: 'incident.read',
    params: ofIncident,
    response: z.object({ items: z.array(telemetry.suggestedSignal) }),
  },
  listSources: {
    method: 'GET',
    path: '/api/sources',
    summary: 'Telemetry sources and how they were when last looked at.',
    action: 'incident.list',
    response: z.object({ items: z.array(telemetry.source) }),
  },
  checkQuery: {
    method: 'POST',
    path: '/api/queries/check',
    summary: 'What is wrong with a query, as far as its form alone tells. Nothing is asked of its source.',
    action: 'incident.list',
    body: z.strictObject({
      query: passage(4000),
      source: z.string().max(120).nullable().default(null).describe('Null: the only telemetry source there is.'),
    }),
    response: z.object({ fault: telemetry.queryFault.nullable() }),
  },
  testSource: {
    method: 'POST',
    path: '/api/sources/{name}/test',
    summary: 'Look at a telemetry source now.',
    action: 'settings.manage',
    params: z.object({ name: sourceName }),
    response: telemetry.instrument,
  },
  ...accessEndpoints,
  ...statusPageEndpoints,
  ...speakingEndpoints,
  showSetting: {
    method: 'GET',
    path: '/api/settings/{name}',
    summary: 'Policy, routing, catalog, sources, organisation or status pages as they stand.',
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
  showOrganisation: {
    method: 'GET',
    path: '/api/organisation',
    summary: 'Who runs this installation, and what each severity means to its people.',
    action: 'people.read',
    response: settings.organisationView,
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
