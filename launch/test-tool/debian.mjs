import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LaunchError, say } from '../ground.mjs';
import { run } from './program.mjs';

const asRoot = ['-o', 'APT::Sandbox::User=root'];

/**
 * Unpacks Debian's packages below `target`, all of them or nothing; no root is needed.
 * @param {string} target
 * @param {string[]} packages
 * @param {{ instead: string, libraries?: boolean }} options what to do when it fails; whether to bring the libraries
 *   that the packages name too
 */
export async function unpackDebian(target, packages, { instead, libraries = false }) {
  say(`unpacking Debian's ${packages.join(' and ')} for tests (once)`);
  const fresh = `${target}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  await download(fresh, packages, instead);
  if (libraries) await download(fresh, await librariesOf(fresh), instead);
  for (const file of await archivesIn(fresh)) {
    await run('dpkg-deb', ['-x', join(fresh, file), fresh]);
    await rm(join(fresh, file));
  }
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
}

const archivesIn = async (folder) => (await readdir(folder)).filter((name) => name.endsWith('.deb'));

/** The C library is the machine's own: another one beside it would not run. */
async function librariesOf(folder) {
  const names = new Set();
  for (const file of await archivesIn(folder)) {
    const { stdout } = await run('dpkg-deb', ['-f', join(folder, file), 'Depends']);
    for (const [name] of stdout.matchAll(/\blib[a-z0-9.+-]+/g)) if (name !== 'libc6') names.add(name);
  }
  return [...names];
}

async function download(cwd, packages, instead) {
  try {
    await run('apt-get', [...asRoot, 'download', ...packages], { cwd });
  } catch (first) {
    if (first.code === 'ENOENT') throw new LaunchError(`Tests need ${packages.join(' and ')}. ${instead}`);
    await downloadWithFreshLists(cwd, packages).catch((second) => {
      const tried = `apt-get said: ${said(first)}\nthen: ${said(second)}`;
      throw new LaunchError(`Tests need ${packages.join(' and ')}. ${instead}\n${tried}`);
    });
  }
}

/** The machine's package lists are empty or old: fetches lists of our own, which needs no root. */
async function downloadWithFreshLists(cwd, packages) {
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
