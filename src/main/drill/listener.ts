import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A loopback HTTP server that can go down and come back on its port, as a process that is restarted does. */
export interface Listener {
  readonly port: number;
  /** Drops every connection; from then on the port refuses. */
  down(): Promise<void>;
  up(): Promise<void>;
}

export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Port 0 takes any free one. */
export async function openListener(wishedPort: number, handle: Handle): Promise<Listener> {
  let server = await listening(wishedPort, handle);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async down() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
    async up() {
      if (!server.listening) server = await listening(port, handle);
    },
  };
}

async function listening(port: number, handle: Handle): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume();
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
