import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { LaunchError } from '../ground.mjs';

export const run = promisify(execFile);

/**
 * The path of the first of these programs that is on PATH.
 * @param {string[]} names
 */
export function findOnPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/**
 * Runs a program once, so that a broken one is reported here and not as a failing test.
 * @param {string} path
 * @param {string} instead what to do when it does not run
 */
export async function proveItRuns(path, instead) {
  try {
    await run(path, ['--version'], { timeout: 30_000 });
  } catch (error) {
    throw new LaunchError(`${path} does not run: ${error.message.trim()}\n${instead}`);
  }
}
