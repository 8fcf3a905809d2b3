import type { FastifyReply, FastifyRequest } from 'fastify';
import { includesScope } from '../../domain/access/can.ts';
import { personId, sessionCookie } from '../authenticate.ts';
import type { Door } from '../door.ts';
import type { EndpointHandlers } from '../endpoint.ts';
import type { SessionStart } from '../ports.ts';
import { fail } from '../problem.ts';
import { iso, isoOrNull, personView } from '../view.ts';

type SessionNames = 'me' | 'setPassword' | 'signIn' | 'signInByLink' | 'signOut';
type SecretNames = 'listTokens' | 'createToken' | 'revokeToken' | 'listKeys' | 'createKey' | 'rotateKey' | 'revokeKey';

const cookie = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;

/** A browser keeps its secret in the cookie alone, out of reach of scripts; a program is told it. */
function started(start: SessionStart | null, request: FastifyRequest, reply: FastifyReply) {
  if (start === null) return null;
  reply.setCookie(sessionCookie, start.secret, { ...cookie, expires: new Date(start.expiresAt) });
  const browser = request.headers['sec-fetch-site'] !== undefined;
  return {
    person: personView(start.person),
    session: browser ? null : start.secret,
    expiresAt: iso(start.expiresAt),
  };
}

const agentOf = (request: FastifyRequest): string => (request.headers['user-agent'] ?? '').slice(0, 200);

/** Signing in and out, and who one is. */
export function sessionHandlers(door: Door): EndpointHandlers<SessionNames> {
  const { credentials } = door;
  return {
    async me(_input, { subject }) {
      const person = await door.people.find(personId(subject));
      if (!person) throw fail('access/not-signed-in');
      return {
        person: personView(person),
        scopes: subject.kind === 'person' ? subject.scopes && [...subject.scopes] : null,
      };
    },

    async setPassword({ current, next }, { subject }) {
      if (!(await credentials.setPassword(personId(subject), current, next))) throw fail('access/wrong-credentials');
      return {};
    },

    async signIn({ email, password }, { request, reply }) {
      const answer = started(await credentials.byPassword(email, password, agentOf(request)), request, reply);
      if (!answer) throw fail('access/wrong-credentials');
      return answer;
    },

    async signInByLink({ secret }, { request, reply }) {
      const answer = started(await credentials.byLink(secret, agentOf(request)), request, reply);
      if (!answer) throw fail('access/link-spent');
      return answer;
    },

    async signOut(_input, { request, reply }) {
      const secret = request.cookies[sessionCookie];
      if (secret !== undefined) await credentials.endSession(secret);
      reply.clearCookie(sessionCookie, cookie);
      return {};
    },
  };
}

/** Tokens of one's own, and keys of the organisation. */
export function secretHandlers({ credentials }: Door): EndpointHandlers<SecretNames> {
  return {
    async listTokens(_input, { subject }) {
      const tokens = await credentials.tokens(personId(subject));
      return {
        items: tokens.map((token) => ({
          ...token,
          createdAt: iso(token.createdAt),
          expiresAt: isoOrNull(token.expiresAt),
        })),
      };
    },

    async createToken({ name, scopes, expiresAt }, { subject }) {
      // A token must not make a wider one than itself.
      const own = subject.kind === 'person' ? subject.scopes : [];
      if (own !== null && scopes.some((scope) => !includesScope(own, scope))) {
        throw fail('access/denied', { action: 'a wider scope' });
      }
      const made = await credentials.makeToken(personId(subject), { name, scopes, expiresAt: expiresAt as never });
      return { ...made, createdAt: iso(made.createdAt), expiresAt: isoOrNull(made.expiresAt) };
    },

    async revokeToken({ id }, { subject }) {
      if (!(await credentials.revokeToken(personId(subject), id))) throw fail('token/not-found');
      return {};
    },

    async listKeys() {
      const keys = await credentials.keys();
      return { items: keys.map((key) => ({ ...key, createdAt: iso(key.createdAt) })) };
    },

    async createKey(key) {
      const made = await credentials.makeKey(key);
      return { ...made, createdAt: iso(made.createdAt) };
    },

    async rotateKey({ id }) {
      const made = await credentials.rotateKey(id);
      if (!made) throw fail('key/not-found');
      return { ...made, createdAt: iso(made.createdAt) };
    },

    async revokeKey({ id }) {
      if (!(await credentials.revokeKey(id))) throw fail('key/not-found');
      return {};
    },
  };
}
