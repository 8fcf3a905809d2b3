import type { Stats } from 'node:fs';
import { chmod, chown, lstat, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, EmbeddedPostgresError, useYourOwn } from './embedded-postgres-error.ts';

/** The operating system account the server runs as when we are root, which PostgreSQL itself refuses. */
export type Account = { readonly name: string; readonly uid: number; readonly gid: number };

const preferred = ['postgres', 'nobody'];

/** Whether this process is root and must hand the server to another account. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/** Picks who runs the server: undefined means "as we are"; as root, the owner of an existing cluster, else `postgres`, else `nobody`. */
export async function chooseAccount(existingClusters: readonly string[]): Promise<Account | undefined> {
  if (!isRoot()) return undefined;
  if (process.platform === 'darwin') {
    throw new EmbeddedPostgresError(`PostgreSQL does not run as root. Start as an ordinary user. ${useYourOwn}`);
  }
  const accounts = parsePasswd(await readFile('/etc/passwd', 'utf8'));
  for (const cluster of existingClusters) {
    const owner = await ownerOf(cluster);
    // The server, unlike initdb, also runs as an account that this machine has no name for.
    if (owner !== undefined && owner.uid !== 0) {
      return accounts.find((each) => each.uid === owner.uid) ?? { name: `uid ${owner.uid}`, ...owner };
    }
  }
  const account = preferred
    .map((name) => accounts.find((each) => each.name === name))
    .find((each) => each !== undefined);
  if (account === undefined) {
    throw new EmbeddedPostgresError(
      `PostgreSQL does not run as root, and there is no account "postgres" or "nobody" to run it as. ${useYourOwn}`,
    );
  }
  return account;
}

function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    if (name === undefined || uid === undefined || gid === undefined) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

/** Whom a path belongs to, or undefined when there is no such path. */
export async function ownerOf(path: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether `account` can walk down to `path`, by the mode bits of the path and every folder above it. */
export async function canReach(path: string, account: Account): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (!mayEnter(await stat(folder), account)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function mayEnter(folder: Stats, account: Account): boolean {
  if (folder.uid === account.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === account.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}

/** Makes a folder only the server's account (and root) can enter, and refuses one that somebody else prepared. */
export async function ensurePrivateFolder(path: string, account: Account | undefined): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const found = await lstat(path);
  const uid = account?.uid ?? process.geteuid?.();
  if (!found.isDirectory() || (found.uid !== uid && found.uid !== process.geteuid?.())) {
    throw new EmbeddedPostgresError(
      `${path} belongs to another account (uid ${found.uid}). Start as that account, or remove it if it is not yours.`,
    );
  }
  await giveTo(path, account);
  await chmod(path, 0o700);
}

/** Hands a file or folder to the server's account; nothing to do when we are that account. */
export async function giveTo(path: string, account: Account | undefined): Promise<void> {
  if (account !== undefined) await chown(path, account.uid, account.gid);
}

/** What `child_process` needs to run a program as the account, from a folder every account may stand in. */
export function runAs(account: Account | undefined): {
  cwd: string;
  env: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
} {
  // PGPORT, PGDATA and their kind in our own environment would change what the server does.
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  return account === undefined ? { cwd: '/', env } : { cwd: '/', env, uid: account.uid, gid: account.gid };
}
