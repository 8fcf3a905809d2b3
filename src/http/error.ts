import type { FastifyError, FastifyInstance } from 'fastify';
import type { ProblemCode } from '../api/problem.ts';
import { Unavailable, type UnavailableReason } from '../domain/unavailable.ts';
import { answerProblem, ProblemError } from './problem.ts';

const byReason: Record<UnavailableReason, ProblemCode> = {
  unreachable: 'server/database-unavailable',
  busy: 'server/database-unavailable',
  'storage-full': 'server/storage-full',
  'not-replicated': 'server/not-replicated',
  'read-only': 'server/database-unavailable',
};

const byFastifyCode: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request/too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request/unsupported-media-type',
  FST_ERR_CTP_EMPTY_TYPE: 'request/unsupported-media-type',
};

/** SQLSTATEs that a client's own text can cause past every schema. */
const badText = ['22021', '22P05', '22P02'];

interface ValidationFault {
  readonly instancePath: string;
  readonly message?: string;
}

/** JSON pointer of a faulty field, led by the part of the request it stands in. */
const pointerOf = (context: string | undefined, fault: ValidationFault): string =>
  context === 'body' || context === undefined ? fault.instancePath || '/' : `/${context}${fault.instancePath}`;

/** One place where errors become answers. A fault of ours is logged once, under the id that the answer names. */
export function registerErrorHandling(server: FastifyInstance): void {
  server.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof ProblemError) return answerProblem(request, reply, error.problem, error.extensions);
    if (error instanceof Unavailable) {
      request.log.warn({ err: error }, 'database unavailable');
      return answerProblem(request, reply, { code: byReason[error.reason], parameters: {} });
    }
    if (error.validation) {
      const errors = error.validation.map((fault) => ({
        pointer: pointerOf(error.validationContext, fault),
        detail: fault.message ?? 'is not valid',
      }));
      return answerProblem(request, reply, { code: 'request/invalid', parameters: {}, errors });
    }
    const known = byFastifyCode[error.code];
    if (known) return answerProblem(request, reply, { code: known, parameters: {} });
    const status = error.statusCode ?? 500;
    if (status === 429) return answerProblem(request, reply, { code: 'request/too-many', parameters: {} });
    if (status < 500 || badText.includes(error.code)) {
      const errors = [{ pointer: '/', detail: error.message }];
      return answerProblem(request, reply, { code: 'request/invalid', parameters: {}, errors });
    }
    request.log.error({ err: error }, 'fault');
    return answerProblem(request, reply, { code: 'server/failure', parameters: {} });
  });
  server.setNotFoundHandler((request, reply) =>
    answerProblem(request, reply, { code: 'request/not-found', parameters: {} }),
  );
}
