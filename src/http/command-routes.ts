import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { CommandRow } from '../api/command/row.ts';
import { commandBody, commandPath, commandTable, type PublicVerb, publicVerbs } from '../api/command-table.ts';
import { incidentReference } from '../api/schema/common.ts';
import { commandResult, problem } from '../api/schema/incident.ts';
import type { Handled } from '../command/ports.ts';
import type { Subject } from '../domain/access/subject.ts';
import type { IncidentCommand } from '../domain/incident/command.ts';
import type { AlertReference } from '../domain/incident/vocabulary.ts';
import type { Parameters } from '../domain/outcome.ts';
import type { Instant } from '../domain/time.ts';
import { sentence } from '../text/catalogue.ts';
import { type Door, incidentId, personReferred } from './door.ts';
import { fail, heldProblem, ProblemError } from './problem.ts';
import { entryView } from './view.ts';

export type Fields = Record<string, unknown>;
/** What every command carries beside its own fields, once it was checked. */
export interface Envelope {
  readonly id: string;
  readonly happenedAt: Instant | null;
  readonly override: { practice: string; reason: string; secondedBy: string | null } | null;
}

/** One route for each verb of the command table. */
export function registerCommands(server: FastifyInstance, door: Door): void {
  for (const verb of publicVerbs) {
    const row: CommandRow = commandTable[verb];
    server.route({
      method: 'POST',
      url: commandPath(verb).replace('{incident}', ':incident'),
      schema: {
        operationId: verb,
        summary: row.summary,
        tags: ['commands'],
        body: commandBody(verb),
        ...(verb === 'declare' ? {} : { params: z.object({ incident: incidentReference }) }),
        response: { 200: commandResult, 201: commandResult, default: problem },
      },
      handler: async (request, reply) => {
        const { subject, params, body } = request;
        const incident = verb === 'declare' ? null : (params as { incident: string }).incident;
        const handled = await carryOut(door, subject, verb, incident, body as Envelope & Fields);
        await failUnlessAccepted(door, handled);
        return reply.code(handled.repeated ? 200 : 201).send(resultView(handled));
      },
    });
  }
}

/** Carries out a command whose body was checked: looks up what it refers to, and hands it to the core. */
export async function carryOut(
  door: Door,
  subject: Subject,
  verb: PublicVerb,
  reference: string | null,
  { id, happenedAt, override, ...fields }: Envelope & Fields,
): Promise<Handled> {
  if (subject.kind === 'anonymous') throw fail('access/not-signed-in');
  const row: CommandRow = commandTable[verb];
  if (verb === 'add-signal' || verb === 'give-evidence') await checkQueries(door, fields);
  const body = await referencesResolved(door, row, subject, fields);
  const incident = reference === null ? id : await incidentId(door, reference);
  if (incident === null) throw fail('incident/not-found');
  const seconded = override?.secondedBy ? await personReferred(door, subject, override.secondedBy) : null;
  const command = {
    id,
    verb,
    body: await bodyOf(door, verb, body),
    happenedAt,
    override: override === null ? null : { ...override, secondedBy: seconded },
  } as unknown as IncidentCommand;
  const handled = await door.handler.handle({ incident, subject, command });
  if (verb === 'publish-status') await door.statusPages.refresh();
  return handled;
}

async function failUnlessAccepted(door: Door, handled: Handled): Promise<void> {
  if (handled.outcome.kind === 'refused') throw await refusalOf(door, handled);
  if (handled.outcome.kind === 'held') throw heldProblem(handled.outcome.hold);
}

/** A refusal as the problem that it is to the sender. */
export async function refusalOf(door: Door, { outcome }: Handled): Promise<ProblemError> {
  if (outcome.kind !== 'refused') throw new Error('only what was refused is a problem');
  const { problem: refusal } = outcome;
  return new ProblemError({ ...refusal, parameters: await withNames(door, refusal.parameters) });
}

/** A person is told by name; the domain knows ids alone. */
async function withNames(door: Door, parameters: Parameters): Promise<Parameters> {
  const { commander } = parameters;
  const person = typeof commander === 'string' ? await door.people.find(commander) : null;
  return person === null ? parameters : { ...parameters, commander: person.name };
}

async function referencesResolved(door: Door, row: CommandRow, subject: Subject, fields: Fields): Promise<Fields> {
  const resolved = { ...fields };
  for (const field of row.people ?? []) {
    const reference = fields[field] as string | null;
    if (reference !== null) resolved[field] = await personReferred(door, subject, reference);
  }
  for (const field of row.incidents ?? []) {
    const reference = fields[field] as string | null;
    if (reference === null) continue;
    const id = await incidentId(door, reference);
    if (id === null) throw new ProblemError({ code: 'incident/not-found', parameters: {}, pointer: `/${field}` });
    resolved[field] = id;
  }
  return resolved;
}

/** A query that could never be answered is refused while its author is still looking at it. */
async function checkQueries(door: Door, fields: Fields): Promise<void> {
  const { query, trafficQuery, telemetry, source } = fields as Record<string, string | null | undefined>;
  // Where evidence is asked for, `source` says in words how it was seen.
  const asked = telemetry === undefined ? source : telemetry;
  const errors: { pointer: string; detail: string }[] = [];
  for (const [name, text] of Object.entries({ query, trafficQuery })) {
    const fault = text ? await door.telemetry.queryFault(asked ?? null, text) : null;
    if (fault) errors.push({ pointer: `/${name}`, detail: `at character ${fault.at + 1}: ${fault.says}` });
  }
  if (errors.length > 0) throw new ProblemError({ code: 'request/invalid', parameters: {}, errors });
}

/** Alerts are named by fingerprint on the wire; the log keeps what monitoring said of them at that time. */
async function bodyOf(door: Door, verb: PublicVerb, fields: Fields): Promise<Fields> {
  if (verb !== 'declare' && verb !== 'attach-alerts') return fields;
  const { fingerprints, ...rest } = fields as Fields & { fingerprints: readonly string[] };
  const known = fingerprints.length === 0 ? [] : await door.alerts.byFingerprints(fingerprints);
  const missing = fingerprints.find((fingerprint) => !known.some((alert) => alert.fingerprint === fingerprint));
  if (missing !== undefined) throw fail('incident/alert-not-attached', { fingerprint: missing });
  const alerts: AlertReference[] = known.map(({ fingerprint, name, status, startsAt }) => ({
    fingerprint,
    name,
    status,
    startsAt,
  }));
  return verb === 'declare' ? { ...rest, alerts, group: null } : { ...rest, alerts };
}

const spoken = ({ outcome }: Handled) => (outcome.kind === 'accepted' ? outcome.cautions : []);

/** What is said to the person acting, in words. */
export const cautionsOf = (handled: Handled): string[] =>
  spoken(handled).map(({ practice, says, parameters }) => `${practice}: ${sentence(says, parameters) ?? says}`);

function resultView(handled: Handled): z.input<typeof commandResult> {
  const { state, stored, repeated } = handled;
  if (state === null) throw new Error('an accepted command leaves a state');
  const { id, number, title, severity, phase, version } = state;
  return {
    incident: { id, number, title, severity, phase, version },
    entries: stored.map((event) => entryView(id, event)),
    cautions: spoken(handled).map(({ practice, says, parameters }) => ({
      practice,
      says: sentence(says, parameters) ?? says,
    })),
    repeated,
  };
}
