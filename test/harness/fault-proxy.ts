import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export type Fault =
  { readonly is: 'none' } | { readonly is: 'latency'; readonly ms: number } | { readonly is: 'black-hole' };

/** A TCP proxy that does to a connection what a network does on a bad day. */
export interface FaultProxy {
  readonly port: number;
  set(fault: Fault): void;
  close(): Promise<void>;
}

export async function openFaultProxy(target: number): Promise<FaultProxy> {
  let fault: Fault = { is: 'none' };
  const open = new Set<Socket>();
  const kept = (socket: Socket): Socket => {
    open.add(socket);
    return socket.on('error', () => socket.destroy()).once('close', () => open.delete(socket));
  };
  const server = createServer((client) => {
    const upstream = kept(connect(target, '127.0.0.1'));
    kept(client).once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
    upstream.pipe(client);
    client.on('data', (bytes) => {
      if (fault.is === 'black-hole') return;
      const later = fault.is === 'latency' ? fault.ms : 0;
      setTimeout(() => upstream.writable && upstream.write(bytes), later);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    set(next) {
      fault = next;
      // A connection that is kept open would go on as it was.
      for (const socket of open) socket.destroy();
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
