import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { canReach, chooseAccount, ensurePrivateFolder, ownerOf } from './account.ts';
import { codeOf, EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** Where one embedded database lives, and who runs it. */
export type Place = {
  readonly account: Account | undefined;
  readonly cluster: string;
  readonly socketFolder: string;
  /** Holds the lock and the notes of who uses the server. */
  readonly launchFolder: string;
  /** Holds copies of the programs, for where they cannot run as installed. */
  readonly copies: string;
  readonly home: string;
};

const systemHome = '/var/lib/allclear';
const pointer = 'postgres-location';
// A Unix socket's path has 108 bytes on Linux and 104 on macOS, its closing zero included.
const socketPathLimit = process.platform === 'darwin' ? 103 : 107;

/** Settles where the cluster of `dataDir` lives and prepares the folders around it. */
export async function settlePlace(dataDir: string, majorVersion: number, log: (line: string) => void): Promise<Place> {
  await mkdir(dataDir, { recursive: true });
  const real = await realpath(dataDir);
  const pointed = await readPointer(real);
  const account = await chooseAccount([pointed ?? real, real].map((home) => join(home, clusterName(majorVersion))));
  const home = pointed ?? (await chooseHome(real, account, log));
  await refuseOtherMajor(home, majorVersion);
  await refuseForeignCluster(join(home, clusterName(majorVersion)), account);
  const socketFolder = await chooseSocketFolder(home, account);
  const launchFolder = join(home, 'launch');
  await ensurePrivateFolder(launchFolder, account);
  const copies = account === undefined ? join(home, 'runtime') : join(systemHome, 'runtime');
  if (account !== undefined) await ensureSystemFolder(copies);
  return { account, cluster: join(home, clusterName(majorVersion)), socketFolder, launchFolder, copies, home };
}

function clusterName(majorVersion: number): string {
  return `postgres-${majorVersion}`;
}

async function readPointer(dataDir: string): Promise<string | undefined> {
  const file = join(dataDir, pointer);
  let home: string | undefined;
  try {
    home = (await readFile(file, 'utf8')).split('\n')[0]?.trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  // Starting empty beside a database that is merely missing would look like losing every incident.
  if (home === undefined || !existsSync(home)) {
    throw new EmbeddedPostgresError(
      `${file} says the database is in ${home ?? '(nothing)'}, which is not there. ` +
        `Bring that folder back, or remove the file to start with an empty database.`,
    );
  }
  return home;
}

async function chooseHome(dataDir: string, account: Account | undefined, log: (line: string) => void): Promise<string> {
  if (account === undefined || (await canReach(dataDir, account))) return dataDir;
  const home = join(systemHome, hashOf(dataDir));
  await ensureSystemFolder(home);
  log(`account ${account.name} cannot enter ${dataDir}: the database is in ${home} instead`);
  await writeFile(
    join(dataDir, pointer),
    `${home}\n\nThe first line names the folder of this installation's database: PostgreSQL does not run as root,\n` +
      `and the account that runs it (${account.name}) cannot enter the folder you are reading this in.\n`,
  );
  return home;
}

async function ensureSystemFolder(path: string): Promise<void> {
  for (const folder of path === systemHome ? [systemHome] : [systemHome, path]) {
    await mkdir(folder, { recursive: true });
    const found = await lstat(folder);
    if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) {
      throw new EmbeddedPostgresError(`${folder} must be a folder that only root can write to`);
    }
    await chmod(folder, 0o755);
  }
}

async function refuseOtherMajor(home: string, majorVersion: number): Promise<void> {
  const names = (await readdir(home)).filter((name) => /^postgres-\d+$/.test(name));
  if (names.length === 0 || names.includes(clusterName(majorVersion))) return;
  const others = names.map((name) => join(home, name)).join(' and ');
  throw new EmbeddedPostgresError(
    `This release brings PostgreSQL ${majorVersion} and cannot read ${others}. Make a backup with the release ` +
      `that wrote it, move that folder away, start this release and restore the backup.`,
  );
}

async function refuseForeignCluster(cluster: string, account: Account | undefined): Promise<void> {
  const owner = await ownerOf(cluster);
  if (owner === undefined || owner.uid === (account?.uid ?? process.geteuid?.())) return;
  throw new EmbeddedPostgresError(
    `The database in ${cluster} belongs to another account (uid ${owner.uid}). Start as that account or as root.`,
  );
}

async function chooseSocketFolder(home: string, account: Account | undefined): Promise<string> {
  const near = join(home, 'socket');
  const hash = hashOf(home);
  const short = account === undefined ? `/tmp/allclear-${process.geteuid?.()}-${hash}` : join(systemHome, `s-${hash}`);
  const folder = fitsSocket(near) ? near : short;
  if (folder.startsWith(systemHome)) await ensureSystemFolder(systemHome);
  await ensurePrivateFolder(folder, account);
  return folder;
}

/** Whether PostgreSQL can put its socket in `folder`: short enough, and nothing its list syntax would split on. */
export function fitsSocket(folder: string): boolean {
  return Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= socketPathLimit && !/[,"]|^@|\s$/.test(folder);
}

function hashOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 12);
}
