import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { CommandRow } from '../api/command/row.ts';
import { commandBody, commandPath, commandTable, type PublicVerb, publicVerbs } from '../api/command-table.ts';
import { incidentReference } from '../api/schema/common.ts';
import { commandResult, problem } from '../api/schema/incident.ts';
import type { Handled } from '../command/ports.ts';
import type { IncidentCommand } from '../domain/incident/command.ts';
import type { AlertReference } from '../domain/incident/vocabulary.ts';
import type { Parameters } from '../domain/outcome.ts';
import type { Instant } from '../domain/time.ts';
import { sentence } from '../text/catalogue.ts';
import { type Door, incidentId, personReferred } from './door.ts';
import { fail, heldProblem, ProblemError } from './problem.ts';
import { entryView } from './view.ts';

type Fields = Record<string, unknown>;
interface Envelope {
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
        const handled = await carryOut(door, verb, row, request);
        return reply.code(handled.repeated ? 200 : 201).send(resultView(handled));
      },
    });
  }
}

async function carryOut(door: Door, verb: PublicVerb, row: CommandRow, request: FastifyRequest): Promise<Handled> {
  const { subject } = request;
  if (subject.kind === 'anonymous') throw fail('access/not-signed-in');
  const { id, happenedAt, override, ...fields } = request.body as Envelope & Fields;
  if (verb === 'add-signal') await checkQueries(door, fields);
  const body = await referencesResolved(door, row, request, fields);
  const incident = verb === 'declare' ? id : await incidentId(door, (request.params as { incident: string }).incident);
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
  if (handled.outcome.kind === 'refused') {
    const { problem: refusal } = handled.outcome;
    throw new ProblemError({ ...refusal, parameters: await withNames(door, refusal.parameters) });
  }
  if (handled.outcome.kind === 'held') throw heldProblem(handled.outcome.hold);
  return handled;
}

/** A person is told by name; the domain knows ids alone. */
async function withNames(door: Door, parameters: Parameters): Promise<Parameters> {
  const { commander } = parameters;
  const person = typeof commander === 'string' ? await door.people.find(commander) : null;
  return person === null ? parameters : { ...parameters, commander: person.name };
}

async function referencesResolved(
  door: Door,
  row: CommandRow,
  request: FastifyRequest,
  fields: Fields,
): Promise<Fields> {
  const resolved = { ...fields };
  for (const field of row.people ?? []) {
    const reference = fields[field] as string | null;
    if (reference !== null) resolved[field] = await personReferred(door, request.subject, reference);
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
  const { source, query, trafficQuery } = fields as Record<string, string | null>;
  const errors: { pointer: string; detail: string }[] = [];
  for (const [name, text] of Object.entries({ query, trafficQuery })) {
    const fault = text ? await door.telemetry.queryFault(source ?? null, text) : null;
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

function resultView({ state, stored, outcome, repeated }: Handled): z.input<typeof commandResult> {
  if (state === null) throw new Error('an accepted command leaves a state');
  const { id, number, title, severity, phase, version } = state;
  const cautions = outcome.kind === 'accepted' ? outcome.cautions : [];
  return {
    incident: { id, number, title, severity, phase, version },
    entries: stored.map((event) => entryView(id, event)),
    cautions: cautions.map(({ practice, says, parameters }) => ({
      practice,
      says: sentence(says, parameters) ?? says,
    })),
    repeated,
  };
}
