import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { Misuse, print } from '../cli/context.ts';
import { givenFile, givenJson } from '../cli/given-file.ts';
import { columns } from '../cli/table.ts';
import type { Flaw } from '../domain/log/chain.ts';
import { metricsRegistry } from '../platform/metrics.ts';
import { isExport } from '../store/archive.ts';
import { readCheckpoints, type ReadCheckpoints } from '../store/checkpoints.ts';
import { rebuild } from '../store/rebuild.ts';
import { type Verification, verifyDatabase, verifyExport } from '../store/verify.ts';
import { openCore } from './core.ts';
import { routingSetting } from './intake.ts';
import { start } from './start.ts';
import { openStorage, type Storage, type StorageOptions } from './storage.ts';

export interface DataOptions {
  readonly data?: string;
  readonly databaseUrl?: string;
}

export interface UpOptions extends DataOptions {
  readonly host: string;
  readonly port: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly trustedProxy: readonly string[];
  readonly allowWebhookNet: readonly string[];
  readonly logLevel: string;
}

export interface VerifyOptions extends DataOptions {
  readonly export?: string;
  readonly checkpoints?: string;
}

/** Where `npm run build` and the launcher put the cockpit. */
const builtCockpit = fileURLToPath(new URL('../../dist/web', import.meta.url));

const say = (line: string): void => void process.stderr.write(`${line}\n`);

export function storageOptions(options: DataOptions, log: (line: string) => void = () => undefined): StorageOptions {
  return {
    dataFolder: options.data ?? process.env['ALLCLEAR_DATA'] ?? '.data',
    databaseUrl: options.databaseUrl ?? process.env['DATABASE_URL'] ?? null,
    ownerUrl: process.env['DATABASE_OWNER_URL'] ?? null,
    masterKey: process.env['ALLCLEAR_MASTER_KEY'],
    log,
  };
}

/** Starts the server and stays until it is told to stop. */
export async function up(options: UpOptions, version: string): Promise<void> {
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Misuse(`${options.port} is not a port.`);
  if ((options.tlsCert === undefined) !== (options.tlsKey === undefined)) {
    throw new Misuse('--tls-cert and --tls-key go together.');
  }
  const tls =
    options.tlsCert !== undefined && options.tlsKey !== undefined
      ? { cert: givenFile(options.tlsCert), key: givenFile(options.tlsKey) }
      : null;
  const stopped = untilSignal();
  const running = await start({
    ...storageOptions(options, say),
    host: options.host,
    port,
    tls,
    trustedProxies: options.trustedProxy,
    webhookNets: options.allowWebhookNet,
    cockpit: builtCockpit,
    ownerToken: process.env['ALLCLEAR_OWNER_TOKEN'],
    logLevel: options.logLevel,
    version,
  });
  if (running.ownerSecret !== null) {
    const link = `${running.url}/sign-in#${running.ownerSecret}`;
    process.stdout.write(`The owner signs in once, within a day, at ${link}\nor with: allclear login '${link}'\n`);
  }
  process.stdout.write(`ready ${running.url}\n`);
  await stopped;
  await running.stop();
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

async function withStorage<T>(options: DataOptions, work: (storage: Storage) => Promise<T>): Promise<T> {
  const storage = await openStorage(storageOptions(options));
  try {
    return await work(storage);
  } finally {
    await storage.stop();
  }
}

function checkpointsFrom(path: string | undefined): ReadCheckpoints | null {
  if (path === undefined) return null;
  const files = statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => join(path, name))
    : [path];
  return files.length === 0 ? null : readCheckpoints(files.map((file) => givenFile(file).toString('utf8')));
}

function ownCheckpoints(options: VerifyOptions): ReadCheckpoints | null {
  if (options.checkpoints !== undefined) return checkpointsFrom(options.checkpoints);
  const folder = join(storageOptions(options).dataFolder, 'checkpoints');
  return statSync(folder, { throwIfNoEntry: false }) ? checkpointsFrom(folder) : null;
}

const flawText = ({ fault, stream, version, position }: Flaw): string =>
  `${fault} at ${stream || 'the log'}, entry ${version}${position === null ? '' : ` (position ${position})`}`;

/** Tells what verifying found. Exit code 1 when something is not as it was written. */
export async function verify(options: VerifyOptions, command: Command): Promise<void> {
  const found = await verification(options);
  const counts = `${found.events} entries in ${found.streams} streams, ${found.redacted} redacted`;
  const end =
    found.truncation === 'excluded'
      ? 'Checkpoints agree: nothing was cut off.'
      : 'No checkpoints were given: that the end was cut off is not excluded.';
  const text = found.flaw
    ? `Not as it was written: ${flawText(found.flaw)}.`
    : `Every entry is as it was written: ${counts}${found.redacted > 0 ? ', chain intact' : ''}.\n${end}`;
  print(command, { ok: found.flaw === null, ...found }, text);
  if (found.flaw) process.exitCode = 1;
}

async function verification(options: VerifyOptions): Promise<Verification> {
  if (options.export !== undefined) {
    const document = givenJson(options.export);
    if (!isExport(document)) throw new Misuse(`${options.export} is not an incident export.`);
    return verifyExport(document, checkpointsFrom(options.checkpoints));
  }
  return withStorage(options, ({ background, vault }) => verifyDatabase(background, vault, ownCheckpoints(options)));
}

export async function rebuildAll(options: DataOptions, command: Command): Promise<void> {
  const incidents = await withStorage(options, async (storage) => {
    const core = openCore(storage, { metrics: metricsRegistry(), routing: routingSetting });
    return rebuild(storage.background, storage.vault, core.projectors, core.posts);
  });
  print(command, { incidents }, `Rebuilt from the log: ${incidents} incidents.`);
}

export async function doctor(options: DataOptions, command: Command): Promise<void> {
  const { examine } = await import('./doctor.ts');
  const findings = await examine(storageOptions(options));
  const text = columns(findings.map(({ ok, what, says }) => [ok ? 'ok' : 'LOOK', what, says]));
  print(command, { findings }, text);
  if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
}

export async function tls(action: string, options: DataOptions & { name: string[] }, command: Command): Promise<void> {
  if (action !== 'init') throw new Misuse('There is `allclear tls init`.');
  const { initTls, ownNames } = await import('../platform/tls-init.ts');
  const names = [...ownNames(), ...options.name];
  const authority = await initTls(storageOptions(options).dataFolder, names);
  print(
    command,
    { authority, names },
    `Certificate made for ${names.join(', ')}.\nLet your browsers and machines trust ${authority}.`,
  );
}
