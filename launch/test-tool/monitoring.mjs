import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LaunchError, say } from '../ground.mjs';
import { findOnPath, proveItRuns, run } from './program.mjs';

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
  say(`unpacking Debian's ${packages.join(' and ')} for tests (once)`);
  const fresh = `${target}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  await download(fresh);
  for (const file of (await readdir(fresh)).filter((name) => name.endsWith('.deb'))) {
    await run('dpkg-deb', ['-x', join(fresh, file), fresh]);
    await rm(join(fresh, file));
  }
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
  const paths = findAll(inTarget);
  if (paths === undefined) throw new LaunchError(`Debian's packages lack a program that tests need. ${instead}`);
  return paths;
}

async function download(cwd) {
  const asRoot = ['-o', 'APT::Sandbox::User=root'];
  try {
    await run('apt-get', [...asRoot, 'download', ...packages], { cwd });
  } catch (first) {
    if (first.code === 'ENOENT') throw new LaunchError(`Tests need Prometheus and Alertmanager. ${instead}`);
    await downloadWithFreshLists(cwd, asRoot).catch((second) => {
      throw new LaunchError(
        `Tests need Prometheus and Alertmanager. ${instead}\napt-get said: ${said(first)}\nthen: ${said(second)}`,
      );
    });
  }
}

/** The machine's package lists are empty or old: fetches lists of our own, which needs no root. */
async function downloadWithFreshLists(cwd, asRoot) {
  const lists = join(cwd, 'lists');
  const cache = join(cwd, 'cache');
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(join(cache, 'archives', 'partial'), { recursive: true });
  const own = [...asRoot, '-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${cache}`, '-o', 'Debug::NoLocking=1'];
  await run('apt-get', [...own, 'update'], { cwd, maxBuffer: 16 * 1024 * 1024 });
  await run('apt-get', [...own, 'download', ...packages], { cwd });
  await rm(lists, { recursive: true });
  await rm(cache, { recursive: true });
}

function said(error) {
  return String(error.stderr ?? error.message).trim();
}
