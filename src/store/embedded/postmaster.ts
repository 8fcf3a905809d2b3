import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { codeOf, EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { identityOf } from './process-identity.ts';

const run = promisify(execFile);
const fastMs = 60_000;
const immediateMs = 10_000;

/** A running server as its own pid file describes it. */
export type Postmaster = {
  readonly pid: number;
  readonly program: string;
  readonly socketFolder: string;
  readonly status: 'starting' | 'ready' | 'stopping';
};

/** Finds the server that runs on `cluster`, if any. A pid file whose pid now belongs to something else is removed. */
export async function findPostmaster(cluster: string, log: (line: string) => void): Promise<Postmaster | undefined> {
  const file = join(cluster, 'postmaster.pid');
  const lines = await readPidFile(file);
  const pid = Number.parseInt(lines?.[0] ?? '', 10);
  if (lines === undefined || !Number.isInteger(pid) || (await identityOf(pid)) === undefined) return undefined;
  const program = await postgresProgram(pid, cluster);
  if (program === undefined) {
    await removeStalePidFile(file, pid, cluster, log);
    return undefined;
  }
  return { pid, program, socketFolder: lines[4]?.trim() ?? '', status: statusOf(lines[7]?.trim()) };
}

async function readPidFile(file: string): Promise<string[] | undefined> {
  try {
    return (await readFile(file, 'utf8')).split('\n');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function statusOf(word: string | undefined): Postmaster['status'] {
  return word === 'ready' || word === 'stopping' ? word : 'starting';
}

/** The path of the program `pid` runs, when that is a PostgreSQL server working in `cluster`. */
async function postgresProgram(pid: number, cluster: string): Promise<string | undefined> {
  return process.platform === 'linux' ? await programFromProc(pid, cluster) : await programFromPs(pid, cluster);
}

async function programFromProc(pid: number, cluster: string): Promise<string | undefined> {
  try {
    const program = await readlink(`/proc/${pid}/exe`);
    if (!/^postgres( \(deleted\))?$/.test(basename(program))) return undefined;
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(cluster)) ? program : undefined;
  } catch (error) {
    // EACCES: a process of another account, while a server always runs as the owner of its cluster.
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}

async function programFromPs(pid: number, cluster: string): Promise<string | undefined> {
  try {
    const { stdout } = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
    const [program] = stdout.split(' -D ');
    return program?.endsWith('/postgres') && stdout.includes(` -D ${cluster} `) ? program : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 1) return undefined;
    throw error;
  }
}

async function removeStalePidFile(
  file: string,
  pid: number,
  cluster: string,
  log: (line: string) => void,
): Promise<void> {
  // Without the file the server can no longer notice survivors of a killed predecessor, so we look for them.
  for (const survivor of await survivorsIn(cluster))
    await untilGone(survivor, immediateMs, 'a process of the previous server');
  log(`process ${pid} is not this database's server: its old pid file is removed`);
  await rm(file, { force: true });
}

async function survivorsIn(cluster: string): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const pids: number[] = [];
  for (const name of (await readdir('/proc')).filter((each) => /^\d+$/.test(each))) {
    if ((await programFromProc(Number(name), cluster)) !== undefined) pids.push(Number(name));
  }
  return pids;
}

async function untilGone(pid: number, limitMs: number, what: string): Promise<void> {
  if (!(await isGoneWithin(pid, limitMs)))
    throw new EmbeddedPostgresError(`${what} (pid ${pid}) does not end: end it, then start again`);
}

async function isGoneWithin(pid: number, limitMs: number): Promise<boolean> {
  const identity = await identityOf(pid);
  for (const end = performance.now() + limitMs; performance.now() < end; await sleep(5)) {
    if (identity === undefined || (await identityOf(pid)) !== identity) return true;
  }
  return false;
}

/** Stops the server without waiting for its clients, and returns when it is gone. */
export async function stopPostmaster(pid: number, log: (line: string) => void): Promise<void> {
  signal(pid, 'SIGINT');
  if (await isGoneWithin(pid, fastMs)) return;
  log(
    `PostgreSQL (pid ${pid}) has not stopped within ${fastMs / 1000} s: ending it at once, the next start replays its log`,
  );
  signal(pid, 'SIGQUIT');
  await untilGone(pid, immediateMs, 'PostgreSQL');
}

/** Waits for a server that is already stopping. */
export async function untilStopped(pid: number): Promise<void> {
  await untilGone(pid, fastMs, 'PostgreSQL, stopping,');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

/** Refuses to start beside a server whose process we cannot see, as from another container on the same volume. */
export async function refuseUnseenServer(socketFolder: string): Promise<void> {
  if (!(await answersOn(join(socketFolder, '.s.PGSQL.5432')))) return;
  throw new EmbeddedPostgresError(
    `A PostgreSQL that this machine's process table does not show answers in ${socketFolder}: ` +
      `is another container running on the same folder? Stop it, then start again.`,
  );
}

function answersOn(socketPath: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(socketPath, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ECONNREFUSED') resolve(false);
      else reject(error);
    });
  });
}
