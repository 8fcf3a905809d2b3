import { existsSync } from 'node:fs';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackDebian } from './debian.mjs';
import { findOnPath, proveItRuns } from './program.mjs';

const instead =
  process.platform === 'darwin'
    ? 'Install them: brew install newsboat khal'
    : 'Install them: apt-get install newsboat khal';
const ofKhal = ['atomicwrites', 'click', 'click-log', 'configobj', 'dateutil', 'icalendar', 'pkg-resources', 'six'];
const packages = [
  'newsboat',
  'khal',
  ...[...ofKhal, 'pytz-deprecation-shim', 'tz', 'tzlocal', 'urwid', 'xdg'].map((name) => `python3-${name}`),
];

/**
 * Finds newsboat and khal on PATH, or unpacks Debian's packages with what they need below `folder`; no root is needed.
 * @param {string} folder
 */
export async function findReaders(folder) {
  const [newsboat, khal] = [findOnPath(['newsboat']), findOnPath(['khal'])];
  const paths = newsboat && khal ? { newsboat, khal } : await unpacked(join(folder, 'readers'));
  for (const path of Object.values(paths)) await proveItRuns(path, instead);
  return paths;
}

async function foldersIn(path) {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name));
}

/**
 * @param {string} path
 * @param {string} line
 */
async function script(path, line) {
  await writeFile(path, `#!/bin/sh\n${line} "$@"\n`);
  await chmod(path, 0o755);
}

async function unpacked(target) {
  const paths = { newsboat: join(target, 'newsboat'), khal: join(target, 'khal') };
  if (existsSync(paths.khal)) return paths;
  await unpackDebian(target, packages, { instead, libraries: true });
  const own = join(target, 'usr', 'lib');
  const folders = [own, ...(await foldersIn(join(target, 'lib'))), ...(await foldersIn(own))];
  const python = join(target, 'usr', 'lib', 'python3', 'dist-packages');
  await script(paths.newsboat, `LD_LIBRARY_PATH='${folders.join(':')}' exec '${join(target, 'usr/bin/newsboat')}'`);
  await script(paths.khal, `PYTHONPATH='${python}' exec python3 -c 'from khal.cli import main_khal; main_khal()'`);
  return paths;
}
