import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { authorise } from './authenticate.ts';
import type { Door } from './door.ts';

/** Slower than this and the answer is no: a probe must not hang with the database. */
const patienceMs = 1400;

const within = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), patienceMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** `/healthz` is the process, `/readyz` its promise to keep what it is told, `/metrics` the figures behind both. */
export function registerHealth(server: FastifyInstance, { health }: Door): void {
  const word = z.string();
  server.get('/healthz', { schema: { hide: true, response: { 200: word } } }, async (_request, reply) =>
    reply.type('text/plain').send('ok'),
  );
  server.get('/readyz', { schema: { hide: true, response: { 200: word, 503: word } } }, async (_request, reply) => {
    const { ready } = await within(health.ready(), { ready: false, reasons: ['database-slow'] });
    return reply
      .code(ready ? 200 : 503)
      .type('text/plain')
      .send(ready ? 'ready' : 'unready');
  });
  server.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    authorise(request.subject, 'metrics.read');
    const { contentType, text } = await health.metrics();
    return reply
      .header('content-type', contentType)
      .serializer((value: unknown) => value as string)
      .send(text);
  });
  server.get(
    '/api/health',
    {
      schema: {
        operationId: 'health',
        summary: 'Whether the server keeps its promises, and why not.',
        response: { 200: z.object({ ready: z.boolean(), reasons: z.array(z.string()) }) },
      },
    },
    async (request) => {
      authorise(request.subject, 'people.read');
      return within(health.ready(), { ready: false, reasons: ['database-slow'] });
    },
  );
}
