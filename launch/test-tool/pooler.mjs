import { existsSync } from 'node:fs';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackDebian } from './debian.mjs';
import { findOnPath, proveItRuns } from './program.mjs';

const instead =
  process.platform === 'darwin' ? 'Install it: brew install pgbouncer' : 'Install it: apt-get install pgbouncer';

/**
 * Finds PgBouncer on PATH, or unpacks Debian's package with its libraries below `folder`; no root is needed.
 * @param {string} folder
 */
export async function findPooler(folder) {
  const path = findOnPath(['pgbouncer']) ?? (await unpacked(join(folder, 'pooler')));
  await proveItRuns(path, instead);
  return path;
}

async function foldersIn(path) {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name));
}

async function unpacked(target) {
  const path = join(target, 'pgbouncer');
  if (existsSync(path)) return path;
  await unpackDebian(target, ['pgbouncer'], { instead, libraries: true });
  const folders = [...(await foldersIn(join(target, 'lib'))), ...(await foldersIn(join(target, 'usr', 'lib')))];
  const program = join(target, 'usr', 'sbin', 'pgbouncer');
  await writeFile(path, `#!/bin/sh\nLD_LIBRARY_PATH='${folders.join(':')}' exec '${program}' "$@"\n`);
  await chmod(path, 0o755);
  return path;
}
