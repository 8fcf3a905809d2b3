import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { LaunchError } from './ground.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program in our place: its input and output are ours, signals reach it, and we end as it ends.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, endsWithUs?: boolean }} options `endsWithUs` gives it a pipe, as descriptor 3, that closes when we die
 */
export async function runInForeground(command, args, { env = process.env, endsWithUs = false } = {}) {
  const stdio = endsWithUs ? ['inherit', 'inherit', 'inherit', 'pipe'] : 'inherit';
  const child = spawn(command, args, { stdio, env });
  // Nobody writes to it; when the child dies, its end may close with an error that says nothing new.
  child.stdio[3]?.on('error', () => undefined);
  const handlers = forwarded.map((signal) => [signal, () => pass(signal, child)]);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  const [code, signal] = await ended(child, command);
  for (const [name, handler] of handlers) process.off(name, handler);
  if (signal === null) {
    process.exitCode = code;
    return;
  }
  process.kill(process.pid, signal);
  // A signal that does not end Node would leave us looking successful.
  process.exitCode = 128 + (constants.signals[signal] ?? 0);
}

function pass(signal, child) {
  // A terminal sends Ctrl-C to the child itself; a second one from us would read as "quit at once".
  if (signal === 'SIGINT' && [0, 1, 2].some((descriptor) => isatty(descriptor))) return;
  child.kill(signal);
}

function ended(child, command) {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      reject(error.code === 'ENOENT' ? new LaunchError(`there is no program "${command}"`) : error);
    });
    child.once('exit', (code, signal) => resolve([code, signal]));
  });
}
