import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, type ProblemCode, problems } from '../api/problem.ts';
import type { Hold } from '../domain/outcome.ts';
import { sentence } from '../text/catalogue.ts';
import type { DoorProblem } from './ports.ts';

/** Thrown by doors only; the error handler turns it into an answer. */
export class ProblemError extends Error {
  readonly problem: DoorProblem;
  readonly extensions: Readonly<Record<string, unknown>>;
  constructor(problem: DoorProblem, extensions: Readonly<Record<string, unknown>> = {}) {
    super(problem.code);
    this.problem = problem;
    this.extensions = extensions;
  }
}

export const fail = (code: ProblemCode, parameters: Record<string, string | number> = {}): ProblemError =>
  new ProblemError({ code, parameters });

/** The problem document of RFC 9457, with the next step in it. */
export function problemDocument(
  problem: DoorProblem,
  instance: string,
  extensions: Readonly<Record<string, unknown>> = {},
): Problem {
  const row = problems[problem.code as ProblemCode] ?? problems['server/failure'];
  const detail = sentence(problem.code, problem.parameters) ?? row.what;
  const pointed = problem.pointer === undefined ? undefined : [{ pointer: problem.pointer, detail }];
  const errors = problem.errors ?? pointed;
  return {
    type: `/problems/${problem.code}`,
    title: row.title,
    status: row.status,
    detail,
    next: row.next,
    instance,
    ...(errors ? { errors } : {}),
    ...extensions,
  };
}

/** A hold on the wire: 409 with what waits, what lifts it and who may override. */
export function heldProblem(hold: Hold): ProblemError {
  return new ProblemError(
    { code: 'practice/held', parameters: hold.parameters },
    {
      detail: sentence(hold.waits, hold.parameters) ?? hold.waits,
      practice: hold.practice,
      waits: sentence(hold.waits, hold.parameters) ?? hold.waits,
      lifts: sentence(hold.lifts, hold.parameters) ?? hold.lifts,
      override: hold.override,
    },
  );
}

/** Answers with a problem. The body is written as it is: response schemas do not apply to problems. */
export function answerProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: DoorProblem,
  extensions: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  const document = problemDocument(problem, request.id, extensions);
  if (document.status === 503) reply.header('retry-after', '1');
  return reply
    .code(document.status)
    .header('content-type', 'application/problem+json')
    .header('cache-control', 'no-store')
    .serializer((value: unknown) => value as string)
    .send(JSON.stringify(document));
}
