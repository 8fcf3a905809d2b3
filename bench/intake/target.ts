import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../test/harness/child-server.ts';
import { templatesOf, toolPaths } from '../../test/harness/monitoring.ts';

/** A server under load. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** Where alerts are posted. */
  readonly path: string;
  /** Milliseconds that the oldest alert has waited to be routed; zero when all are. Null: it does not tell. */
  lagMs(): Promise<number | null>;
  stop(): Promise<void>;
}

const host = '127.0.0.1';
const startWithinMs = 30_000;
const root = new URL('../../', import.meta.url);

async function until(works: () => Promise<boolean>, child: ChildProcess, what: string): Promise<void> {
  const end = performance.now() + startWithinMs;
  while (performance.now() < end) {
    if (child.exitCode !== null) throw new Error(`${what} ended with ${child.exitCode}`);
    if (await works().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${what} did not start`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

/** Debian's Alertmanager as the tests found it, or another one. */
const alertmanagerPath = (): string => process.env['ALERTMANAGER'] ?? toolPaths().alertmanager;

const configuration = `route:
  receiver: none
  group_by: [alertname]
  group_wait: 30s
receivers:
- name: none
`;

/** Starts Alertmanager with nobody to notify: the kind case for it. */
export async function startAlertmanager(): Promise<Target> {
  const folder = await mkdtemp(join(tmpdir(), 'allclear-bench-'));
  const file = join(folder, 'alertmanager.yml');
  await writeFile(file, configuration);
  const port = await freePort();
  const program = alertmanagerPath();
  const child = spawn(
    program,
    [
      `--config.file=${file}`,
      `--storage.path=${folder}`,
      `--web.listen-address=${host}:${port}`,
      '--cluster.listen-address=',
      '--log.level=error',
    ],
    { cwd: templatesOf(program), stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ready = async (): Promise<boolean> => (await fetch(`http://${host}:${port}/-/ready`)).ok;
  await until(ready, child, 'Alertmanager');
  return {
    host,
    port,
    path: '/api/v2/alerts',
    lagMs: async () => null,
    async stop() {
      await ended(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const ownerToken = 'bench-owner-token-bench-owner-token-bench-owner';

/**
 * Starts Allclear as it is started anywhere, with everything on, on a new data folder. `command` is what starts it;
 * `{data}` and `{port}` in it are filled in.
 */
export async function startAllclear(command: string): Promise<Target> {
  const folder = await mkdtemp(join(tmpdir(), 'allclear-bench-'));
  await chmod(folder, 0o755); // As root, PostgreSQL runs as another user and has to get in.
  const port = await freePort();
  const filled = command.replaceAll('{data}', join(folder, 'data')).replaceAll('{port}', String(port));
  const [program = '', ...parameters] = filled.split(' ');
  const child = spawn(program === 'node' ? process.execPath : program, parameters, {
    cwd: root,
    env: { ...process.env, ALLCLEAR_OWNER_TOKEN: ownerToken },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://${host}:${port}`;
  const headers = { authorization: `Bearer ${ownerToken}`, 'content-type': 'application/json' };
  await until(async () => (await fetch(`${url}/readyz`)).ok, child, 'Allclear');
  const made = await fetch(`${url}/api/keys`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ name: 'bench', scopes: ['ingest'] }),
  });
  if (!made.ok) throw new Error(`no intake key: ${made.status} ${await made.text()}`);
  const { key } = (await made.json()) as { key: string };
  return {
    host,
    port,
    path: `/in/${key}/api/v2/alerts`,
    async lagMs() {
      const text = await (await fetch(`${url}/metrics`, { headers })).text();
      return Number(/^allclear_alert_routing_lag_seconds (\S+)$/m.exec(text)?.[1]) * 1000;
    },
    async stop() {
      await ended(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
