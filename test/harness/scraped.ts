import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closed } from './source-fake.ts';

/** A target that is scraped: well, hanging, or well and standing still. */
export interface Scraped {
  mood: 'well' | 'hangs' | 'still';
  readonly port: number;
  close(): Promise<void>;
}

/** Counts each scrape in `orders_total`, and fails none of them in `failed_total`. */
export async function openScraped(port = 0): Promise<Scraped> {
  let count = 0;
  const server = createServer((_request, response) => {
    if (target.mood === 'hangs') return;
    if (target.mood === 'well') count += 1;
    const lines = [`orders_total ${count}`, 'failed_total 0', ''];
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(lines.join('\n'));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const own = (server.address() as AddressInfo).port;
  const target: Scraped = { mood: 'well', port: own, close: () => closed(server) };
  return target;
}

/** Passes everything on, with the answers changed. */
export interface Proxy {
  readonly url: string;
  change: (answer: string) => string;
  close(): Promise<void>;
}

export async function openProxy(to: () => string): Promise<Proxy> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
      const headers = { 'content-type': request.headers['content-type'] ?? 'text/plain' };
      fetch(new URL(request.url ?? '/', to()), { method: request.method ?? 'GET', headers, ...body }).then(
        async (reply) => response.writeHead(reply.status).end(proxy.change(await reply.text())),
        () => response.destroy(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const proxy: Proxy = { url, change: (answer) => answer, close: () => closed(server) };
  return proxy;
}

/** How a source lies: its times moved, or a part of the answer. */
export const lies = {
  clock:
    (seconds: number) =>
    (answer: string): string =>
      answer.replace(/\[(\d{10}(?:\.\d+)?),/g, (_all, at) => `[${Number(at) + seconds},`),
  partial: (answer: string): string =>
    answer.replace('{"status":"success",', '{"status":"success","warnings":["one shard did not answer"],'),
  isPartial: (answer: string): string =>
    answer.replace('{"status":"success",', '{"status":"success","isPartial":true,'),
};
