import { spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import { LaunchError, say } from './ground.mjs';

const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
// What somebody's own npm settings may say must not decide what gets installed here.
const firm = ['--engine-strict=false', '--include=optional', '--global=false', '--dry-run=false'];

/**
 * Installs what a lock file names, exactly; never runs a package's scripts.
 * @param {string} folder the folder of package.json and package-lock.json
 * @param {string[]} options
 */
export async function installLocked(folder, options = []) {
  const ci = await npm(['ci', ...quiet, ...firm, ...options], folder);
  if (ci.code === 0) return;
  // npm refuses a lock that lacks a package for some other platform; this platform's packages are still pinned by it.
  if (!ci.errors.includes('EUSAGE')) throw failed('npm ci', folder, ci);
  say(`npm ci refuses ${join(folder, 'package-lock.json')} (${missingIn(ci.errors)}): trying npm install`);
  const install = await npm(['install', '--no-save', ...quiet, ...firm, ...options], folder);
  if (install.code !== 0) throw failed('npm install', folder, install);
}

function missingIn(errors) {
  return errors.match(/(?:Missing|Invalid): .*/g)?.join(', ') ?? 'it does not say why';
}

function failed(command, folder, { code, errors }) {
  return new LaunchError(
    `${command} in ${folder} ended with ${code}. Is the package registry reachable? npm said:\n${errors.trim()}`,
  );
}

function npm(args, cwd) {
  const [command, ...before] = npmCommand();
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...before, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let errors = '';
    child.stdout.on('data', (chunk) => process.stderr.write(chunk));
    child.stderr.on('data', (chunk) => (errors += chunk));
    child.once('error', (error) => {
      if (error.code !== 'ENOENT') reject(error);
      else
        reject(new LaunchError('npm is not on this machine. Install Node.js 22.19 or newer, which brings npm along.'));
    });
    child.once('close', (code, signal) => resolve({ code: code ?? signal, errors }));
  });
}

function npmCommand() {
  const running = process.env.npm_execpath;
  return running !== undefined && basename(running) === 'npm-cli.js' ? [process.execPath, running] : ['npm'];
}
