import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { codeOf } from './embedded-postgres-error.ts';

const run = promisify(execFile);

/**
 * A string that no other process ever has, or undefined when the process is gone. A bare pid is not enough: after a
 * crash or a reboot it may belong to somebody else.
 */
export async function identityOf(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? await identityFromProc(pid) : await identityFromPs(pid);
}

async function identityFromProc(pid: number): Promise<string | undefined> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in brackets and may hold spaces; state is the first field after it, start time the 20th.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    const dead = fields[0] === 'Z' || fields[0] === 'X';
    if (dead) return undefined;
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${pid}@${fields[19]}/${boot.trim()}`;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined;
    throw error;
  }
}

async function identityFromPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C' },
    });
    const [state, ...started] = stdout.trim().split(/\s+/);
    return state === undefined || state === '' || state.startsWith('Z') ? undefined : `${pid}@${started.join(' ')}`;
  } catch (error) {
    // ps exits with 1 for a pid that is not there.
    if (error instanceof Error && 'code' in error && error.code === 1) return undefined;
    throw error;
  }
}
