// Everything in launch/ runs on the host's own Node, 20.19 or newer, before anything is installed.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this installation. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The ignored folder for what the launcher brings along. */
export const runtimeFolder = join(root, '.runtime');

/** What an operator must change before Allclear can start. */
export class LaunchError extends Error {
  name = 'LaunchError';
}

/**
 * Tells the operator what is going on. Standard output belongs to the command being launched.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`allclear: ${line}\n`);
}

/**
 * Runs a launcher program, so that an operator's problem ends as one sentence and not as a stack trace.
 * @param {() => Promise<void>} main
 */
export async function launch(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
