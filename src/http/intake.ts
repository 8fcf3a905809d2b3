import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Unavailable } from '../domain/unavailable.ts';
import type { Desk, IntakeAnswer, IntakeKey, Receiver } from '../intake/ports.ts';

export interface IntakeNeeds {
  /** The key that a secret opens, or null. */
  readonly authenticateKey: (secret: string) => Promise<IntakeKey | null>;
  /** In this order; the first that a request matches takes it. */
  readonly receivers: readonly Receiver[];
  readonly deskFor: (key: IntakeKey) => Desk;
}

const prefix = '/in/';
const largestBody = 10 * 1024 * 1024;
/** First words of paths under `/in/` that carry no key. A key is never one of them: it is 43 characters long. */
const ways = ['api', 'alertmanager'];
const retryAfterSeconds = '1';

/** A URL as logs may show it: without the key that stands in an intake path. */
export function maskUrl(url: string): string {
  return url.replace(/(\/in\/+)([^/?#]+)/gi, (whole, before: string, word: string) =>
    ways.includes(word) ? whole : `${before}***`,
  );
}

/**
 * Registers everything under `/in/`: `/in/<key>/…`, or `/in/…` with the key in `Authorization`. A path with a slash at
 * its end is the same path, and nothing is ever redirected: Alertmanager would follow without the body and call it sent.
 */
export function registerIntake(routes: FastifyInstance, needs: IntakeNeeds): void {
  routes.removeAllContentTypeParsers();
  routes.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestBody }, (_request, body, done) => {
    done(null, body);
  });
  const options = { bodyLimit: largestBody, logLevel: 'warn', schema: { hide: true } } as const;
  routes.all(`${prefix}*`, options, (request, reply) => handle(request, reply, needs));
}

async function handle(request: FastifyRequest, reply: FastifyReply, needs: IntakeNeeds): Promise<FastifyReply> {
  const { secret, path, search } = partsOf(request);
  const key = secret === null ? null : await needs.authenticateKey(secret);
  if (key === null) return send(reply, fault(401, 'this intake key is unknown or revoked'));
  const { method } = request;
  for (const receiver of needs.receivers) {
    const match = receiver.match({ method, path });
    if (match === null) continue;
    if (match.scopes.length > 0 && !match.scopes.some((scope) => key.scopes.includes(scope))) {
      return send(reply, fault(403, `this intake key lacks the scope ${match.scopes.join(' or ')}`));
    }
    const body = await bodyOf(request);
    if (typeof body === 'number') return send(reply, fault(body, unreadable[body]));
    try {
      return send(reply, await receiver.handle({ method, path, search, body }, needs.deskFor(key)));
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      // Alertmanager tries a 5xx again at once, and drops what gets a 429.
      reply.header('retry-after', retryAfterSeconds);
      return send(reply, fault(503, 'alerts cannot be kept right now; send them again'));
    }
  }
  return send(reply, fault(404, `nothing here takes ${method} ${path}`));
}

/** The key, from the path or else from `Authorization`, and the path without it. */
function partsOf({ raw, headers }: FastifyRequest): { secret: string | null; path: string; search: string } {
  const url = raw.url ?? '';
  const question = url.indexOf('?');
  const search = question === -1 ? '' : url.slice(question + 1);
  let path = url.slice(prefix.length - 1, question === -1 ? undefined : question);
  while (path.endsWith('/')) path = path.slice(0, -1);
  const end = path.indexOf('/', 1);
  const first = path.slice(1, end === -1 ? undefined : end);
  if (ways.includes(first)) return { secret: secretIn(headers.authorization), path, search };
  return { secret: first === '' ? null : first, path: end === -1 ? '' : path.slice(end), search };
}

/** A bearer token, or the password of basic authentication, which every one of these tools can send. */
function secretIn(authorization: string | undefined): string | null {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(authorization ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return null;
  const text = Buffer.from(value, 'base64').toString('utf8');
  return text.slice(text.indexOf(':') + 1);
}

const unreadable: Readonly<Record<number, string>> = {
  400: 'the body is not what its content-encoding says',
  413: 'the body is larger than 10 MB',
  415: 'the body has to be plain or gzip',
};

const empty = Buffer.alloc(0);
const unzip = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

/** The bytes of the body, unpacked; or the status that says why not. */
async function bodyOf({ body, headers }: FastifyRequest): Promise<Buffer | number> {
  const bytes = Buffer.isBuffer(body) ? body : empty;
  const encoding = headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return bytes;
  if (encoding.toLowerCase() !== 'gzip') return 415;
  try {
    return await unzip(bytes, { maxOutputLength: largestBody });
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 413 : 400;
  }
}

const fault = (status: number, message: string | undefined): IntakeAnswer => ({
  status,
  body: JSON.stringify(message ?? ''),
});

function send(reply: FastifyReply, { status, body }: IntakeAnswer): FastifyReply {
  reply.code(status);
  if (body === null) return reply.send();
  return reply.header('content-type', 'application/json').send(body);
}
