import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ownerToken } from './server.ts';

const program = join(import.meta.dirname, '../../src/main.ts');

export interface ChildOptions {
  readonly port: number;
  readonly data: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** The server as a process of its own, which can be killed. */
export interface ChildServer {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from spawn to `ready`. */
  readonly readyMs: number;
  readonly process: ChildProcess;
  /** What it said, on stdout and stderr. */
  readonly said: () => string;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export async function spawnServer({ port, data, environment = {}, args = [] }: ChildOptions): Promise<ChildServer> {
  const started = performance.now();
  const child = spawn(process.execPath, [program, 'up', '--port', String(port), '--data', data, ...args], {
    env: { ...process.env, ALLCLEAR_OWNER_TOKEN: ownerToken, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A test that fails before it kills its servers leaves none behind.
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      said += text;
      if (/^ready /m.test(out)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid as number,
    readyMs: performance.now() - started,
    process: child,
    said: () => said,
    async kill(signal = 'SIGKILL') {
      child.kill(signal);
      await ended;
    },
  };
}
