import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '../../api/client.ts';
import { start } from '../start.ts';
import { type Monitoring, startMonitoring } from './monitoring.ts';
import { settings } from './script.ts';
import { openShop } from './shop.ts';

const program = join(import.meta.dirname, '../../../bin/allclear');

export interface Typed {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Everything that a drill happens to, on loopback and in one folder that goes with it. */
export interface Scene {
  readonly client: Client;
  readonly monitoring: Monitoring;
  readonly adminUrl: string;
  /** Runs the command line as a person would, in a process of its own. */
  type(args: readonly string[]): Promise<Typed>;
  close(): Promise<void>;
}

export interface SceneOptions {
  /** A Prometheus program that is there. */
  readonly prometheus: string;
  readonly version: string;
  /** Ends what was typed, too. */
  readonly signal: AbortSignal;
}

/** Starts a server with its own database, a shop, and a Prometheus that watches it. */
export async function openScene({ prometheus, version, signal }: SceneOptions): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'allclear-drill-'));
  // As root the database runs as another account, which has to get in.
  chmodSync(folder, 0o755);
  const stops: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    while (stops.length > 0) await stops.pop()?.();
  };
  try {
    const token = randomBytes(24).toString('base64url');
    const server = await openServer(join(folder, 'data'), token, version);
    stops.push(() => server.stop());
    signal.throwIfAborted();
    const shop = await openShop();
    stops.push(() => shop.close());
    const targets = [
      { job: 'checkout', port: shop.checkout.port },
      { job: 'payments', port: shop.payments.port },
    ];
    const monitoring = await startMonitoring({ program: prometheus, targets });
    stops.push(() => monitoring.stop());
    writeFileSync(join(folder, 'settings.yaml'), settings(monitoring.url));
    const environment = { ...process.env, ALLCLEAR_URL: server.url, ALLCLEAR_TOKEN: token };
    return {
      client: createClient({ url: server.url, headers: { authorization: `Bearer ${token}` } }),
      monitoring,
      adminUrl: `http://127.0.0.1:${shop.admin.port}`,
      type: (args) => typed(args, folder, environment, signal),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const openServer = (dataFolder: string, ownerToken: string, version: string): ReturnType<typeof start> =>
  start({
    dataFolder,
    databaseUrl: null,
    ownerUrl: null,
    masterKey: undefined,
    log: () => undefined,
    host: '127.0.0.1',
    port: 0,
    tls: null,
    trustedProxies: [],
    webhookNets: [],
    cockpit: null,
    ownerToken,
    logLevel: 'fatal',
    version,
  });

function typed(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Typed> {
  const child = spawn(process.execPath, [program, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], signal });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}
