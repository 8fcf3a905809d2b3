import { createHash } from 'node:crypto';
import { lstat, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LaunchError, root, runtimeFolder, say } from './ground.mjs';

const stampFile = join(root, 'node_modules', '.allclear-stamp');

/**
 * Makes node_modules what package-lock.json names: `production` is what a running product needs, `full` adds the
 * tools that check and test it.
 * @param {'production' | 'full'} set
 */
export async function ensureDependencies(set) {
  if (await isInstalled(set)) return;
  // Loaded only here: every start runs this file, hardly any installs.
  const [{ withLock }, { installLocked }] = await Promise.all([import('./lock.mjs'), import('./npm.mjs')]);
  await withLock(join(runtimeFolder, 'install.lock'), 'installing dependencies', async () => {
    if (await isInstalled(set)) return;
    await refuseLink();
    const began = Date.now();
    const full = set === 'full' || (await hasTestTools());
    say(`installing dependencies (${full ? 'with test tools' : 'once'})`);
    await rm(stampFile, { force: true });
    await installLocked(root, [full ? '--include=dev' : '--omit=dev']);
    await writeFile(stampFile, `${await wanted()} ${full ? 'full' : 'production'}\n`);
    say(`installed in ${((Date.now() - began) / 1000).toFixed(0)} s`);
  });
}

/** npm empties the folder that it installs into, and would do so through a link, to a folder of somebody else. */
async function refuseLink() {
  const folder = join(root, 'node_modules');
  const found = await lstat(folder).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (found?.isSymbolicLink()) {
    throw new LaunchError(
      `${folder} is a link and does not hold what package-lock.json names. Remove the link, and start again.`,
    );
  }
}

/**
 * Whether node_modules holds at least this much of what package-lock.json names.
 * @param {'production' | 'full'} set
 */
export async function isInstalled(set) {
  const [lock, found] = (await readIfThere(stampFile)).trim().split(' ');
  return lock === (await wanted()) && (found === 'full' || found === set);
}

/** Whether test tools stand there already: starting the product must not take them from who is developing it. */
async function hasTestTools() {
  return (await readIfThere(join(root, 'node_modules', '.package-lock.json'))).includes('"dev": true');
}

/** Names the lock file and the machine: one folder may be seen from two systems. */
async function wanted() {
  const lock = await readFile(join(root, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')}/${process.platform}-${process.arch}`;
}

async function readIfThere(path) {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}
