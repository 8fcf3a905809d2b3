import type {} from '@fastify/cookie';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type AccessObject, type Action, can } from '../domain/access/can.ts';
import type { Subject } from '../domain/access/subject.ts';
import type { BriefLinks, Credentials } from './ports.ts';
import { fail } from './problem.ts';

/** The prefix `__Host-` makes browsers refuse the cookie from anywhere but this very origin. */
export const sessionCookie = '__Host-allclear';

/** What a personal link was exchanged for. It counts under `/api/brief` alone. */
export const briefCookie = '__Host-allclear-brief';

declare module 'fastify' {
  interface FastifyRequest {
    subject: Subject;
  }
}

const anonymous: Subject = { kind: 'anonymous' };
const safe = ['GET', 'HEAD', 'OPTIONS'];

/** A signed-in browser may write only from our own pages. Programs send no `Origin` and are not browsers. */
function refuseCrossSite(request: FastifyRequest): void {
  if (safe.includes(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw fail('request/cross-site');
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `${request.protocol}://${request.host}`) throw fail('request/cross-site');
}

/** Who sent this request, by its token or its session cookie. */
export async function subjectOf(request: FastifyRequest, credentials: Credentials): Promise<Subject> {
  const { authorization } = request.headers;
  if (authorization?.startsWith('Bearer ')) {
    return (await credentials.byToken(authorization.slice('Bearer '.length))) ?? anonymous;
  }
  const secret = request.cookies[sessionCookie];
  if (secret === undefined) return anonymous;
  refuseCrossSite(request);
  return (await credentials.bySession(secret)) ?? anonymous;
}

/** Who reads by a personal link, where that is what the path is for. */
async function readerOf(request: FastifyRequest, links: BriefLinks): Promise<Subject> {
  const session = request.cookies[briefCookie];
  if (session === undefined) return anonymous;
  refuseCrossSite(request);
  return (await links.bySession(session)) ?? anonymous;
}

const byLink = /^\/api\/brief(?:[/?]|$)/;

/** Finds out who asks before any route under `/api` or `/metrics` runs. */
export function registerAuthentication(server: FastifyInstance, credentials: Credentials, links: BriefLinks): void {
  server.decorateRequest('subject');
  server.addHook('onRequest', async (request) => {
    request.subject = anonymous;
    if (byLink.test(request.url)) {
      request.subject = await readerOf(request, links);
    } else if (request.url.startsWith('/api/') || request.url.startsWith('/metrics')) {
      request.subject = await subjectOf(request, credentials);
    }
  });
}

/** Throws unless the subject may do this. What is hidden is answered like what does not exist. */
export function authorise(subject: Subject, action: Action, object?: AccessObject): void {
  if (subject.kind === 'anonymous') throw fail('access/not-signed-in');
  const verdict = can(subject, action, object);
  if (verdict === 'hidden') throw fail('incident/not-found');
  if (verdict === 'no') throw fail('access/denied', { action });
}

/** The signed-in person's id. */
export function personId(subject: Subject): string {
  if (subject.kind !== 'person') throw fail('access/not-signed-in');
  return subject.id;
}
