import * as z from 'zod';
import { alertStatuses, detectors, kinds, phases, severities } from '../../domain/incident/vocabulary.ts';
import { instantOut, limit, uuid } from './common.ts';

const idOut = z.string();

/** An incident as lists show it. */
export const incidentSummary = z
  .object({
    id: idOut,
    number: z.string(),
    title: z.string(),
    severity: z.enum(severities),
    kind: z.enum(kinds),
    phase: z.enum(phases),
    exercise: z.boolean(),
    private: z.boolean(),
    commander: idOut.nullable(),
    alertsFiring: z.int(),
    alertsTotal: z.int(),
    declaredAt: instantOut,
    lastEntryAt: instantOut,
    lastLine: z.string(),
    entries: z.int(),
    version: z.int(),
  })
  .meta({ id: 'IncidentSummary' });

export const attachedAlert = z.object({
  fingerprint: z.string(),
  name: z.string(),
  status: z.enum(alertStatuses),
  startsAt: instantOut,
});

/** An incident with what its rules know of it. */
export const incidentView = z
  .object({
    id: idOut,
    number: z.string(),
    title: z.string(),
    severity: z.enum(severities),
    kind: z.enum(kinds),
    phase: z.enum(phases),
    exercise: z.boolean(),
    private: z.boolean(),
    version: z.int(),
    declaredAt: instantOut,
    declaredBy: z.string(),
    confirmedAt: instantOut.nullable(),
    mergedInto: idOut.nullable(),
    absorbed: z.array(idOut),
    responders: z.array(idOut),
    members: z.array(idOut),
    roles: z.array(z.object({ role: z.string(), person: idOut, since: instantOut })),
    offers: z.array(z.object({ role: z.string(), to: idOut, handover: z.string() })),
    alerts: z.array(attachedAlert),
    impact: z.object({ startedAt: instantOut.nullable(), endedAt: instantOut.nullable() }),
    detectedBy: z.enum(detectors).nullable(),
    entries: z.int(),
    lastEntryAt: instantOut,
  })
  .meta({ id: 'Incident' });

/** One entry of the log: a stored event. `body` is null once redacted. */
export const logEntry = z
  .object({
    id: idOut,
    incident: idOut,
    version: z.int(),
    position: z.int(),
    type: z.string(),
    body: z.record(z.string(), z.unknown()).nullable(),
    actor: z.string(),
    commandId: idOut,
    policyVersion: z.int(),
    happenedAt: instantOut,
    recordedAt: instantOut,
    ahead: z.boolean().describe('The sender’s clock was more than 5 s ahead of the database’s.'),
  })
  .meta({ id: 'LogEntry' });

/** What an accepted command did. */
export const commandResult = z
  .object({
    incident: z.object({
      id: idOut,
      number: z.string(),
      title: z.string(),
      severity: z.enum(severities),
      phase: z.enum(phases),
      version: z.int(),
    }),
    entries: z.array(logEntry),
    cautions: z.array(z.object({ practice: z.string(), says: z.string() })),
    repeated: z.boolean().describe('The command had been accepted before; nothing new was written.'),
  })
  .meta({ id: 'CommandResult' });

export const alertView = z
  .object({
    fingerprint: z.string(),
    name: z.string(),
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
    status: z.enum(alertStatuses),
    silenced: z.boolean(),
    startsAt: instantOut,
    endsAt: instantOut.nullable(),
    lastSeenAt: instantOut,
    incident: z.string().nullable().describe('UUID of the incident it is attached to, if you may see that.'),
    generatorUrl: z.string(),
  })
  .meta({ id: 'Alert' });

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    next: z.string(),
    instance: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .catchall(z.unknown())
  .meta({ id: 'Problem' });

/** A page and the cursor of the next one; null on the last. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

const version = z.coerce.number().int().max(2_147_483_647);

/** Which part of a log. */
export const logPart = z.object({
  after: version.min(0).optional().describe('Versions above this.'),
  before: version.min(1).optional().describe('The newest versions below this. Not together with `after`.'),
  limit,
});

export const presence = z.object({ people: z.array(z.string()), typing: z.array(z.string()) }).meta({ id: 'Presence' });

/** What a tab of a browser says of its person. */
export const presenceSaid = z.strictObject({ state: z.enum(['here', 'typing', 'gone']), tab: uuid });
