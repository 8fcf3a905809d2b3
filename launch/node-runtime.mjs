import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LaunchError, root, runtimeFolder, say } from './ground.mjs';

const brought = ['linux-x64', 'linux-arm64'];

/**
 * Whether a Node version runs the product: it must read TypeScript by itself, which 23 did only in part.
 * @param {string} version
 */
export function isModern(version) {
  const [major, minor] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 19);
}

/**
 * The Node executable the product runs on: the host's own, or one that npm brings into an ignored folder.
 * @returns {Promise<string>}
 */
export async function ensureNode() {
  if (isModern(process.versions.node)) return process.execPath;
  const machine = `${process.platform}-${process.arch}`;
  if (!brought.includes(machine)) {
    throw new LaunchError(
      `Node.js ${process.versions.node} is too old, and none can be brought for ${machine}. Install Node.js 22.19 or newer.`,
    );
  }
  const manifest = JSON.parse(await readFile(join(root, 'launch', 'node', 'package.json'), 'utf8'));
  const folder = join(runtimeFolder, `node-${manifest.version}`);
  const node = join(folder, 'node_modules', `node-${machine}`, 'bin', 'node');
  if (!existsSync(node)) {
    const { withLock } = await import('./lock.mjs');
    await withLock(join(runtimeFolder, 'node.lock'), 'installing Node.js', async () => {
      if (!existsSync(node)) await bring(manifest.version, folder, `node-${machine}`);
    });
  }
  return node;
}

async function bring(version, folder, name) {
  say(`Node.js ${process.versions.node} is older than 22.19: bringing ${version} into ${folder} (once)`);
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    await copyFile(join(root, 'launch', 'node', file), join(fresh, file));
  }
  const { installLocked } = await import('./npm.mjs');
  await installLocked(fresh);
  const { execFileSync } = await import('node:child_process');
  const node = join(fresh, 'node_modules', name, 'bin', 'node');
  try {
    execFileSync(node, ['--version'], { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    throw new LaunchError(
      `The Node.js ${version} that npm brought does not run here (${error.message}). Install Node.js 22.19 or newer.`,
    );
  }
  await rename(fresh, folder);
}
