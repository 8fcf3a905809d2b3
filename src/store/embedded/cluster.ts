import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { giveTo, runAs } from './account.ts';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError, useYourOwn } from './embedded-postgres-error.ts';
import type { Place } from './place.ts';

const run = promisify(execFile);

/** Settings an operator may change in postgresql.conf. */
const tunable = {
  shared_buffers: '128MB',
  max_connections: '100',
  wal_compression: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %q%u@%d ',
};

/** Settings the product's promises rest on: given on the command line, where no file overrides them. */
export function fixedSettings(socketFolder: string): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    port: '5432',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    logging_collector: 'off',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Makes the cluster if there is none. It appears under its name only when complete. */
export async function ensureCluster(binaries: Binaries, place: Place, log: (line: string) => void): Promise<void> {
  if (existsSync(place.cluster)) return;
  const parent = dirname(place.cluster);
  const prefix = `${basename(place.cluster)}.new-`;
  for (const name of (await readdir(parent)).filter((each) => each.startsWith(prefix))) {
    await rm(join(parent, name), { recursive: true, force: true, maxRetries: 5 });
  }
  log(`making a new database in ${place.cluster}`);
  const fresh = await mkdtemp(join(parent, prefix));
  try {
    await giveTo(fresh, place.account);
    await initdb(binaries, place, fresh);
    // Only the socket's folder, which nobody else can enter, leads to this server.
    await writeFile(join(fresh, 'pg_hba.conf'), 'local all all trust\n');
    await rename(fresh, place.cluster);
    await syncFolder(parent);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }
}

async function initdb(binaries: Binaries, place: Place, target: string): Promise<void> {
  const settings = Object.entries(tunable).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const access = ['--username=postgres', '--auth-local=trust', '--auth-host=reject'];
  const text = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const options = ['-D', target, ...access, ...text, '--data-checksums', '--no-instructions', ...settings];
  try {
    await run(binaries.initdb, options, runAs(place.account));
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL could not make a database: ${said || String(error)}. ${useYourOwn}`,
      {
        cause: error,
      },
    );
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
