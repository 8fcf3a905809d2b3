import { connect, isIP, type Socket } from 'node:net';

/** How a connection went: the milliseconds until it stood, or how it failed. */
export type Connected = { readonly socket: Socket; readonly ms: number } | { readonly fault: ConnectFault };

/** *Nameless*: no address has this name. *Refused*: the machine answered that nothing listens. *Silent*: nobody did. */
export type ConnectFault = 'nameless' | 'refused' | 'silent';

const nameless = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'];

/** Opens a TCP connection. Never throws; the caller closes the socket, whose later errors are of no interest. */
export function connected(host: string, port: number, withinMs: number): Promise<Connected> {
  return new Promise((resolve) => {
    const began = performance.now();
    const socket = connect({ host, port, autoSelectFamily: isIP(host) === 0 });
    const end = (fault: ConnectFault): void => {
      socket.destroy();
      resolve({ fault });
    };
    const timer = setTimeout(() => end('silent'), withinMs);
    socket.on('error', (error) => {
      clearTimeout(timer);
      end(connectFault(error));
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve({ socket, ms: performance.now() - began });
    });
  });
}

export function connectFault(error: unknown): ConnectFault {
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && nameless.includes(code)) return 'nameless';
  return code === 'ECONNREFUSED' ? 'refused' : 'silent';
}

export const faultText: Readonly<Record<ConnectFault, string>> = {
  nameless: 'its name has no address',
  refused: 'its machine answers, and nothing listens on this port',
  silent: 'it does not answer',
};
