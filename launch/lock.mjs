import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './ground.mjs';

const pollMs = 200;
// Between making the lock's folder and naming its holder lie milliseconds.
const namelessMs = 10_000;

/**
 * Runs `work` while no other process holds the lock folder `lock`. A dead holder's lock is taken over.
 * @template T
 * @param {string} lock
 * @param {string} doing what the holder does, for the one that waits
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(lock, doing, work) {
  await mkdir(dirname(lock), { recursive: true });
  const mine = { pid: process.pid, started: startOf(process.pid), id: randomUUID() };
  for (let said = false; !(await take(lock, mine));) {
    const holder = await readHolder(lock);
    if (await isDead(lock, holder)) await discard(lock, holder);
    else {
      if (!said) say(`process ${holder?.pid ?? '(unnamed)'} is ${doing}: waiting for it`);
      said = true;
      await sleep(pollMs);
    }
  }
  try {
    return await work();
  } finally {
    if ((await readHolder(lock))?.id === mine.id) await rm(lock, { recursive: true });
  }
}

async function take(lock, mine) {
  try {
    await mkdir(lock);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  await writeFile(join(lock, 'holder.json'), JSON.stringify(mine));
  return true;
}

async function readHolder(lock) {
  try {
    return JSON.parse(await readFile(join(lock, 'holder.json'), 'utf8'));
  } catch (error) {
    // Half a file is a holder that is just naming itself, or that died doing so: its age decides.
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function isDead(lock, holder) {
  if (holder !== undefined) return startOf(holder.pid) !== holder.started;
  try {
    return Date.now() - (await stat(lock)).mtimeMs > namelessMs;
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

async function discard(lock, dead) {
  const aside = `${lock}-${randomUUID()}`;
  try {
    await rename(lock, aside);
    // Another process may have replaced the dead lock since we looked; then it is theirs and goes back.
    if ((await readHolder(aside))?.id === dead?.id) await rm(aside, { recursive: true });
    else await rename(aside, lock);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

/** When a process began, or '' when it is gone: a pid alone may have been given to another process since. */
function startOf(pid) {
  const [state, started] = process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  return state === '' || state.startsWith('Z') || state.startsWith('X') ? '' : started;
}

function fromProc(pid) {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in brackets and may hold spaces; state is the first field after it, start time the 20th.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return [fields[0], fields[19]];
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return ['', ''];
    throw error;
  }
}

function fromPs(pid) {
  try {
    const options = { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'ignore'] };
    const [state, ...started] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], options)
      .trim()
      .split(/\s+/);
    return [state, started.join(' ')];
  } catch (error) {
    // ps exits with 1 for a pid that is not there.
    if (error.status === 1) return ['', ''];
    throw error;
  }
}
