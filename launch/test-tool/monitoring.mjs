import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LaunchError } from '../ground.mjs';
import { unpackDebian } from './debian.mjs';
import { findOnPath, proveItRuns } from './program.mjs';

const packages = ['prometheus', 'prometheus-alertmanager'];
const programs = {
  prometheus: ['prometheus'],
  promtool: ['promtool'],
  alertmanager: ['prometheus-alertmanager', 'alertmanager'],
  amtool: ['amtool'],
};
const instead =
  process.platform === 'darwin'
    ? 'Install them: brew install prometheus alertmanager'
    : `Install them: apt-get install ${packages.join(' ')}`;

/**
 * Finds Prometheus and Alertmanager on PATH, or unpacks Debian's packages below `folder`; no root is needed.
 * @param {string} folder
 */
export async function findMonitoring(folder) {
  const paths = findAll((names) => findOnPath(names)) ?? (await unpacked(join(folder, 'debian')));
  for (const path of Object.values(paths)) await proveItRuns(path, instead);
  return paths;
}

function findAll(find) {
  const found = Object.entries(programs).map(([name, names]) => [name, find(names)]);
  return found.every(([, path]) => path !== undefined) ? Object.fromEntries(found) : undefined;
}

async function unpacked(target) {
  const inTarget = (names) => names.map((name) => join(target, 'usr', 'bin', name)).find((path) => existsSync(path));
  const there = findAll(inTarget);
  if (there !== undefined) return there;
  await unpackDebian(target, packages, { instead });
  const paths = findAll(inTarget);
  if (paths === undefined) throw new LaunchError(`Debian's packages lack a program that tests need. ${instead}`);
  await lookBesideItself(paths.alertmanager);
  return paths;
}

const installedAt = '/usr/share/prometheus/alertmanager';
/** Of the same length: the folder that the program is started in. */
const startedIn = '/proc/self/cwd'.padEnd(installedAt.length, '/.');

/**
 * Debian builds into its Alertmanager where the package puts the templates, and it does not start without them.
 * Unpacked elsewhere it has to look in the folder that it is started in, which tests make that of its templates.
 * @param {string} program
 */
async function lookBesideItself(program) {
  const bytes = await readFile(program);
  for (let at = bytes.indexOf(installedAt); at !== -1; at = bytes.indexOf(installedAt, at)) bytes.write(startedIn, at);
  await writeFile(program, bytes);
}
