import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem.ts';

/** Far deeper than anything we write or read; what nests deeper is meant to break whoever walks through it. */
const deepest = 64;

const childrenOf = (value: object): object[] =>
  Object.values(value).filter((child): child is object => typeof child === 'object' && child !== null);

/** Level by level, because walking down is just what a hostile body waits for. */
function nestsTooDeep(body: object): boolean {
  let level = [body];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap(childrenOf);
  }
  return false;
}

/** Refuses bodies that no recursion survives, before any schema or handler walks through them. */
export function registerNestingLimit(server: FastifyInstance): void {
  server.addHook('preValidation', async ({ body }) => {
    if (typeof body !== 'object' || body === null || Buffer.isBuffer(body) || !nestsTooDeep(body)) return;
    const errors = [{ pointer: '/', detail: `nests deeper than ${deepest} levels` }];
    throw new ProblemError({ code: 'request/invalid', parameters: {}, errors });
  });
}
