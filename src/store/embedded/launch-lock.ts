import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './embedded-postgres-error.ts';
import { identityOf } from './process-identity.ts';

/**
 * Runs `work` while no other launch starts or stops the same cluster. A lock whose holder died is taken over;
 * PostgreSQL's own lock on the cluster still stands behind this one.
 */
export async function withLaunchLock<T>(
  folder: string,
  log: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const lock = join(folder, 'lock');
  const mine = `${await ownIdentity()} ${randomUUID()}`;
  for (let waited = false; !(await take(lock, mine)); waited = true) {
    const holder = await readIfThere(lock);
    if (holder === undefined) continue;
    if (!(await isAlive(holder))) await discard(lock, holder);
    else {
      if (!waited)
        log(`waiting for process ${Number.parseInt(holder, 10)}, which is starting or stopping this database`);
      await sleep(20);
    }
  }
  try {
    return await work();
  } finally {
    if ((await readIfThere(lock)) === mine) await rm(lock);
  }
}

/** Notes in `folder` that this launch uses the server, and returns the note's name for `dropUse`. */
export async function noteUse(folder: string): Promise<string> {
  const note = `use-${process.pid}-${randomUUID()}`;
  await writeFile(join(folder, note), await ownIdentity());
  return note;
}

/** Removes the note of a launch that is done. */
export async function dropUse(folder: string, note: string): Promise<void> {
  await rm(join(folder, note), { force: true });
}

/** The pids of live launches that use the server, this process's own included; notes of dead ones are removed. */
export async function liveUsers(folder: string): Promise<number[]> {
  const pids: number[] = [];
  for (const note of (await readdir(folder)).filter((name) => name.startsWith('use-'))) {
    const identity = await readIfThere(join(folder, note));
    if (identity !== undefined && (await isAlive(identity))) pids.push(Number.parseInt(identity, 10));
    else await dropUse(folder, note);
  }
  return pids;
}

async function take(lock: string, mine: string): Promise<boolean> {
  const draft = `${lock}-${randomUUID()}`;
  await writeFile(draft, mine);
  try {
    // Unlike an exclusive open, a link appears together with its content: nobody ever reads half a lock.
    await link(draft, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft);
  }
}

async function discard(lock: string, dead: string): Promise<void> {
  const aside = `${lock}-${randomUUID()}`;
  try {
    await rename(lock, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  // Another launch may have replaced the dead lock since we read it; then it is theirs and goes back.
  if ((await readFile(aside, 'utf8')) === dead) await rm(aside);
  else await rename(aside, lock);
}

async function ownIdentity(): Promise<string> {
  const identity = await identityOf(process.pid);
  if (identity === undefined) throw new Error('this process cannot see itself in the process table');
  return identity;
}

async function isAlive(content: string): Promise<boolean> {
  const identity = content.replace(/ [0-9a-f-]{36}$/, '');
  return (await identityOf(Number.parseInt(identity, 10))) === identity;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
