import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { Unavailable } from '../domain/unavailable.ts';
import type { Desk, IntakeAnswer, IntakeKey, Receiver } from '../intake/ports.ts';
import { chatHandler, type ReceiveChat } from './chat.ts';
import { rawBody } from './raw-body.ts';

export interface IntakeNeeds {
  /** The key that a secret opens, or null. */
  readonly authenticateKey: (secret: string) => Promise<IntakeKey | null>;
  /** In this order; the first that a request matches takes it. */
  readonly receivers: readonly Receiver[];
  readonly deskFor: (key: IntakeKey) => Desk;
}

/** What chats send, at `/in/<chat>/…`. Each request is checked by its signature. */
export interface ChatWays {
  readonly names: readonly string[];
  readonly receive: ReceiveChat;
}

const prefix = '/in/';
const largestBody = 10 * 1024 * 1024;
/** First words of paths under `/in/` that carry no key. A key is never one of them: it is longer. */
const ways = ['api', 'alertmanager', 'slack', 'heartbeat'];
const retryAfterSeconds = '1';

/** A URL as logs may show it: without the key that stands in an intake path. */
export function maskUrl(url: string): string {
  const masked = url.replace(/(\/status\/[^/?#]+\/(?:confirm|unsubscribe)\/+)[^/?#]+/gi, '$1***');
  return masked.replace(/(\/in\/+)([^/?#]+)/gi, (whole, before: string, word: string) =>
    ways.includes(word) ? whole : `${before}***`,
  );
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Takes everything under `/in/`: `/in/<key>/…`, or `/in/…` with the key in `Authorization`. A path with a slash at
 * its end is the same path, and nothing is ever redirected: Alertmanager would follow without the body and call it sent.
 *
 * These requests are answered before the framework sees them: for the smallest of them its hooks and parsers cost as much
 * as all that is done with the alerts (`npm run bench -- intake`).
 */
export function registerIntake(routes: FastifyInstance, needs: IntakeNeeds, chats?: ChatWays): void {
  const alerts = intakeHandler(needs, (error) => routes.log.error({ err: error }, 'fault in intake'));
  const chat = chats && chatHandler(chats.receive, (error) => routes.log.error({ err: error }, 'fault in a chat'));
  const handle: Handler = (request, response) =>
    chat && chats.names.some((name) => request.url?.startsWith(`${prefix}${name}/`))
      ? chat(request, response)
      : alerts(request, response);
  // Requests that are injected instead of sent come this way.
  routes.removeAllContentTypeParsers();
  routes.addContentTypeParser('*', (_request, _payload, done) => done(null));
  routes.all(`${prefix}*`, { logLevel: 'warn', schema: { hide: true } }, (request, reply) => {
    reply.hijack();
    handle(request.raw, reply.raw);
  });
  routes.addHook('onReady', async () => goFirst(routes, handle));
}

function goFirst({ server }: FastifyInstance, handle: Handler): void {
  const others = server.listeners('request') as Handler[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith(prefix)) handle(request, response);
    else for (const other of others) other.call(server, request, response);
  });
}

function intakeHandler(needs: IntakeNeeds, fault: (error: unknown) => void): Handler {
  return (request, response) => {
    answerTo(request, needs).then(
      (answer) => {
        if (answer !== null) send(response, answer);
      },
      (error: unknown) => {
        // Alertmanager tries a 5xx again at once, and drops what gets a 429.
        if (error instanceof Unavailable) return send(response, notNow);
        fault(error);
        return send(response, failure);
      },
    );
  };
}

/** Null when the sender went away: there is nobody to answer. The body is read only for a key that may send one. */
async function answerTo(request: IncomingMessage, needs: IntakeNeeds): Promise<IntakeAnswer | null> {
  const { secret, path, search } = partsOf(request);
  const key = secret === null ? null : await needs.authenticateKey(secret);
  if (key === null) return told(401, 'this intake key is unknown or revoked');
  const method = request.method ?? '';
  for (const receiver of needs.receivers) {
    const match = receiver.match({ method, path });
    if (match === null) continue;
    if (match.scopes.length > 0 && !match.scopes.some((scope) => key.scopes.includes(scope))) {
      return told(403, `this intake key lacks the scope ${match.scopes.join(' or ')}`);
    }
    const packed = await rawBody(request, largestBody);
    if (packed === null) return null;
    const body = unpacked(packed, request.headers['content-encoding']);
    const bytes = body instanceof Promise ? await body : body;
    if (typeof bytes === 'number') return told(bytes, unreadable[bytes] ?? '');
    return receiver.handle({ method, path, search, body: bytes }, needs.deskFor(key));
  }
  return told(404, `nothing here takes ${method} ${path}`);
}

/** The key, from the path or else from `Authorization`, and the path without it. */
function partsOf({ url = '', headers }: IncomingMessage): { secret: string | null; path: string; search: string } {
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

const unzip = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

/** The body unpacked, or the status that says why not. */
function unpacked(
  body: Buffer | 'too-large',
  encoding: string | undefined,
): Buffer | number | Promise<Buffer | number> {
  if (body === 'too-large') return 413;
  if (encoding === undefined || encoding === 'identity') return body;
  if (encoding.toLowerCase() !== 'gzip') return 415;
  return unzip(body, { maxOutputLength: largestBody }).catch((error: { code?: string }) =>
    error.code === 'ERR_BUFFER_TOO_LARGE' ? 413 : 400,
  );
}

const told = (status: number, message: string): IntakeAnswer => ({ status, body: JSON.stringify(message) });
const notNow = told(503, 'alerts cannot be kept right now; send them again');
const failure = told(500, 'internal error');

function send(response: ServerResponse, { status, body }: IntakeAnswer): void {
  response.statusCode = status;
  if (status === 503) response.setHeader('retry-after', retryAfterSeconds);
  // What is left of a body that is too large is not read.
  if (status === 413) response.setHeader('connection', 'close');
  if (body === null) {
    response.end();
    return;
  }
  response.setHeader('content-type', 'application/json');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-length', Buffer.byteLength(body));
  response.end(body);
}
