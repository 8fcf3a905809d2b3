import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { can } from '../domain/access/can.ts';
import { subjectOf } from './authenticate.ts';
import type { Door } from './door.ts';
import type { ServedPage } from './ports.ts';
import { fail } from './problem.ts';

const hidden = { schema: { hide: true } };
/** Names without an ending that stand for a file. */
const named: Readonly<Record<string, string>> = { '': 'index.html', history: 'history.html' };
const publicFor = 'public, max-age=10, stale-if-error=86400';

/** The page, if whoever asks may read it; a private one is to everybody else as if it were not there. */
export async function pageFor(door: Door, request: FastifyRequest, slug: string): Promise<ServedPage> {
  const found = door.statusPages.find(slug);
  if (found === null) throw fail('request/not-found');
  if (found.page.visibility === 'private') {
    const subject = await subjectOf(request, door.credentials);
    if (can(subject, 'incident.list') !== 'yes') throw fail('request/not-found');
  }
  return found;
}

function send(request: FastifyRequest, reply: FastifyReply, { page, files }: ServedPage, name: string): FastifyReply {
  const file = files.get(named[name] ?? name);
  if (file === undefined) throw fail('request/not-found');
  const { type, body, etag } = file;
  const open = page.visibility === 'public';
  reply.header('cache-control', open ? publicFor : 'private, no-cache').header('etag', etag);
  reply.header('cross-origin-resource-policy', 'cross-origin');
  if (open) reply.header('access-control-allow-origin', '*');
  if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
  return reply.type(type).send(body);
}

/** What customers read. Nothing here asks the database, and nothing is redirected. */
export function registerStatusPages(server: FastifyInstance, door: Door): void {
  server.get('/status/:page', hidden, async (request, reply) => {
    const { page } = request.params as { page: string };
    return send(request, reply, await pageFor(door, request, page), '');
  });
  server.get('/status/:page/*', hidden, async (request, reply) => {
    const { page, '*': name } = request.params as { page: string; '*': string };
    return send(request, reply, await pageFor(door, request, page), name.replace(/\/$/, ''));
  });
}
