import type { IncomingMessage, ServerResponse } from 'node:http';
import { Unavailable } from '../domain/unavailable.ts';
import { rawBody } from './raw-body.ts';

/** What is answered to a request of a chat; `after` runs once it has been. */
interface Reply {
  readonly status: number;
  readonly body: string;
  readonly after: (() => Promise<void>) | null;
}

/** Takes a request for one channel of a chat. */
export type ReceiveChat = (
  system: string,
  channel: string,
  request: { way: string; headers: IncomingMessage['headers']; body: Uint8Array },
) => Promise<Reply>;

const largestBody = 1_048_576;
const path = /^\/in\/([a-z]+)\/([^/?#]+)\/([a-z]+)\/?(?:[?#].*)?$/;

/**
 * Takes `/in/<chat>/<channel>/<way>`, with the bytes as they were signed. Nothing is redirected. The answer waits for
 * the log, and for nothing that has to be said to the chat.
 */
export function chatHandler(receive: ReceiveChat, fault: (error: unknown) => void) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    answerTo(request, receive).then(
      async (reply) => {
        if (reply === null) return;
        send(response, reply.status, reply.body);
        await reply.after?.().catch(fault);
      },
      (error: unknown) => {
        if (error instanceof Unavailable) return send(response, 503, '');
        fault(error);
        return send(response, 500, '');
      },
    );
  };
}

async function answerTo(request: IncomingMessage, receive: ReceiveChat): Promise<Reply | null> {
  const [, system, channel, way] = path.exec(request.url ?? '') ?? [];
  if (system === undefined || channel === undefined || way === undefined || request.method !== 'POST') {
    return { status: 404, body: '', after: null };
  }
  const body = await rawBody(request, largestBody);
  if (body === null) return null;
  if (body === 'too-large') return { status: 413, body: '', after: null };
  return receive(system, channel, { way, headers: request.headers, body });
}

function send(response: ServerResponse, status: number, body: string): void {
  response.statusCode = status;
  if (status === 503) response.setHeader('retry-after', '1');
  if (status === 413) response.setHeader('connection', 'close');
  if (body !== '') response.setHeader('content-type', 'application/json');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-length', Buffer.byteLength(body));
  response.end(body);
}
