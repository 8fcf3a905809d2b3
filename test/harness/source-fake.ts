import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A question that a fake was asked. */
export interface Asked {
  readonly path: string;
  readonly parameters: URLSearchParams;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

export type Answered = { readonly status?: number; readonly body: unknown } | 'hang' | 'close';

export interface SourceFake {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** What was asked that no answer stands for. */
  readonly unexpected: readonly string[];
  close(): Promise<void>;
}

/** Speaks as much of a system's wire as `answers` holds, by method and path. Whatever else is asked is kept as unexpected. */
export async function openSourceFake(
  answers: Readonly<Record<string, (asked: Asked) => Answered>>,
): Promise<SourceFake> {
  const known = new Map(Object.entries(answers));
  const asked: Asked[] = [];
  const unexpected: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
      const body = Buffer.concat(chunks).toString('utf8');
      const question = { path: pathname, parameters: searchParams, body, headers: request.headers };
      const answer = known.get(`${request.method} ${pathname}`);
      if (answer === undefined) {
        unexpected.push(`${request.method} ${request.url}`);
        response.writeHead(404).end('not found');
        return;
      }
      asked.push(question);
      const said = answer(question);
      if (said === 'hang') return;
      if (said === 'close') return void request.socket.destroy();
      const text = typeof said.body === 'string' ? said.body : JSON.stringify(said.body);
      response.writeHead(said.status ?? 200, { 'content-type': 'application/json' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    unexpected,
    close: () => closed(server),
  };
}

export const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
