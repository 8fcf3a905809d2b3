import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LaunchError, root, runtimeFolder, say } from './ground.mjs';
import { isInstalled } from './install.mjs';
import { lockOf } from './lock-part.mjs';
import { installLocked } from './npm.mjs';

const toolFolders = join(runtimeFolder, 'web-tools');

/**
 * Builds the cockpit beside `folder` and puts it there once it is whole.
 * @param {string} node the Node executable to build with
 * @param {string} folder
 * @param {string} stamp names the sources that it is built from
 * @param {string[]} sources their folders and files
 */
export async function buildCockpit(node, folder, stamp, sources) {
  const [fresh, old] = [`${folder}.new`, `${folder}.old`];
  for (const left of [fresh, old]) await rm(left, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  await runVite(node, (await isInstalled('full')) ? root : await copyWithTools(sources), fresh);
  await writeFile(join(fresh, '.stamp'), stamp);
  if (existsSync(folder)) await rename(folder, old);
  await rename(fresh, folder);
  await rm(old, { recursive: true, force: true });
}

/** A copy of the sources where the tools that build them are installed, and no others. */
async function copyWithTools(sources) {
  const { manifest, lock } = await toolsOf();
  const name = createHash('sha256').update(lock).digest('hex').slice(0, 16);
  const copy = join(toolFolders, `${name}-${process.platform}-${process.arch}`);
  if (!existsSync(join(copy, 'installed'))) {
    say('installing what builds the cockpit (once)');
    await rm(toolFolders, { recursive: true, force: true });
    await mkdir(copy, { recursive: true });
    await writeFile(join(copy, 'package.json'), manifest);
    await writeFile(join(copy, 'package-lock.json'), lock);
    await installLocked(copy);
    await writeFile(join(copy, 'installed'), '');
  }
  await rm(join(copy, 'src'), { recursive: true, force: true });
  for (const source of sources) {
    // The lock that stands there names the build tools alone.
    if (source !== 'package-lock.json') await cp(join(root, source), join(copy, source), { recursive: true });
  }
  return copy;
}

async function toolsOf() {
  const [whole, lock] = await Promise.all(
    ['package.json', 'package-lock.json'].map(async (name) => JSON.parse(await readFile(join(root, name), 'utf8'))),
  );
  const part = lockOf(whole.allclear.build, lock);
  const { dependencies } = part.packages[''];
  const manifest = { name: part.name, private: true, type: 'module', dependencies };
  return { manifest: json(manifest), lock: json(part) };
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** @returns {Promise<void>} */
function runVite(node, cwd, outDir) {
  const vite = join(cwd, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = ['build', '--config', 'src/web/vite.config.ts', '--outDir', outDir, '--emptyOutDir', '--logLevel=warn'];
  return new Promise((resolve, reject) => {
    // Whatever somebody's shell says: else React comes in its slow form for development.
    const env = { ...process.env, NODE_ENV: 'production' };
    const child = spawn(node, [vite, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new LaunchError(`The cockpit was not built: vite ended with ${code ?? signal}. It said:\n${said.trim()}`),
        );
    });
  });
}
