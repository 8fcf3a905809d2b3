import type { EndpointRow } from '../api/endpoint/row.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type EndpointAnswer,
  type EndpointInput,
  type EndpointName,
  endpointNames,
  endpointTable,
} from '../api/endpoint-table.ts';
import { problem } from '../api/schema/incident.ts';
import type { Action } from '../domain/access/can.ts';
import type { Subject } from '../domain/access/subject.ts';
import { authorise } from './authenticate.ts';

export interface Asked {
  readonly subject: Subject;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Answers one endpoint. Input is validated, and the right of the table's row has been checked. */
export type EndpointHandler<Name extends EndpointName> = (
  input: EndpointInput<Name>,
  asked: Asked,
) => Promise<EndpointAnswer<Name>>;

export type EndpointHandlers<Names extends EndpointName = EndpointName> = { [Name in Names]: EndpointHandler<Name> };

const ofOneIncident: readonly Action[] = ['incident.read', 'brief.read', 'brief.ask'];

/** One route for each row of the endpoint table. */
export function registerEndpoints(server: FastifyInstance, handlers: EndpointHandlers): void {
  for (const name of endpointNames) {
    const row: EndpointRow = endpointTable[name];
    const answer = handlers[name] as EndpointHandler<EndpointName>;
    server.route({
      method: row.method,
      url: row.path.replace(/\{(\w+)\}/g, ':$1'),
      schema: {
        operationId: name,
        summary: row.summary,
        ...(row.params ? { params: row.params } : {}),
        ...(row.query ? { querystring: row.query } : {}),
        ...(row.body ? { body: row.body } : {}),
        response: { 200: row.response, default: problem },
      },
      ...(row.largestBodyBytes ? { bodyLimit: row.largestBodyBytes } : {}),
      ...(row.action === null ? { config: { rateLimit: signInLimit } } : {}),
      // Incidents are authorised one by one: only there is it known whether they are private.
      preHandler: async (request) => {
        if (row.action !== null && !ofOneIncident.includes(row.action)) authorise(request.subject, row.action);
      },
      handler: async (request, reply) => {
        const { params, query, body } = request as { params: object; query: object; body: unknown };
        const input = { ...params, ...query, ...asRecord(body) };
        return answer(input as unknown as EndpointInput<EndpointName>, { subject: request.subject, request, reply });
      },
    });
  }
}

/**
 * Guesses are counted for one account from one address, so that nobody is locked out anywhere else.
 * The secret of a link cannot be guessed; its limit only bounds the work.
 */
const perMinute = 60_000;
const signInLimit = {
  max: (request: FastifyRequest): number => (accountOf(request) === '' ? 300 : 10),
  timeWindow: perMinute,
  hook: 'preHandler' as const,
  keyGenerator: (request: FastifyRequest): string => `${request.ip} ${accountOf(request)}`,
};

const accountOf = ({ body }: FastifyRequest): string => {
  const { email } = asRecord(body) as { email?: unknown };
  return typeof email === 'string' ? email.toLowerCase() : '';
};

const asRecord = (body: unknown): object => (typeof body === 'object' && body !== null ? body : {});
