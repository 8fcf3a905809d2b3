import http from 'node:http';
import type { FuzzRequest } from './request.ts';

export interface Heard {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** No answer: it took too long, or the connection ended without one. */
export class NoAnswer extends Error {}

const patienceMs = 5000;
const mostKept = 2_000_000;
/** A stream does not end; once it has said something it is known to work. */
const streamed = 'text/event-stream';

export interface Sender {
  send(request: FuzzRequest, identity: Readonly<Record<string, string>>): Promise<Heard>;
  close(): void;
}

export function senderTo(url: string): Sender {
  const { hostname, port } = new URL(url);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

  function once(request: FuzzRequest, identity: Readonly<Record<string, string>>): Promise<Heard> {
    return new Promise((resolve, reject) => {
      const { method, target, headers, body } = request;
      const length = body === null ? {} : { 'content-length': String(body.length) };
      const out = http.request({
        agent,
        hostname,
        port,
        method,
        path: target,
        headers: { ...identity, ...length, ...headers },
      });
      const late = setTimeout(() => {
        reject(new NoAnswer(`nothing within ${patienceMs} ms`));
        out.destroy();
      }, patienceMs);
      out.once('response', (reply) => {
        let text = '';
        const done = (): void => {
          clearTimeout(late);
          resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text });
        };
        reply.setEncoding('utf8').on('data', (chunk: string) => {
          if (text.length < mostKept) text += chunk;
          if (reply.headers['content-type']?.startsWith(streamed)) {
            done();
            out.destroy();
          }
        });
        reply.once('end', done).once('error', done);
      });
      // An upgrade that is refused comes as an answer; one that is taken would leave a socket open.
      out.once('upgrade', (_reply, socket) => socket.destroy());
      out.once('error', (error) => {
        clearTimeout(late);
        reject(new NoAnswer(error.message));
      });
      out.end(body ?? undefined);
    });
  }

  return {
    async send(request, identity) {
      try {
        return await once(request, identity);
      } catch (error) {
        // A kept connection may have been closed by the other side while this request was on its way.
        if (error instanceof NoAnswer && !error.message.startsWith('nothing')) return once(request, identity);
        throw error;
      }
    },
    close: () => agent.destroy(),
  };
}
