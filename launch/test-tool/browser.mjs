import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LaunchError, root, say } from '../ground.mjs';
import { findOnPath, proveItRuns, run } from './program.mjs';

const instead = 'Install Chromium (apt-get install chromium), or set CHROME_PATH to a Chromium or Chrome.';
const macChrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * Finds a Chromium: CHROME_PATH, the machine's own, or the one that npm installed, unpacked below `folder`.
 * @param {string} folder
 * @param {string} node
 */
export async function findBrowser(folder, node) {
  const path = process.env.CHROME_PATH ?? installed() ?? (await unpacked(folder, node));
  await proveItRuns(path, instead);
  return path;
}

function installed() {
  const onPath = findOnPath(['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser']);
  return [onPath, '/usr/bin/chromium', macChrome].find((path) => path !== undefined && existsSync(path));
}

async function unpacked(folder, node) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new LaunchError(`No Chromium can be brought for ${process.platform}-${process.arch}. ${instead}`);
  }
  const manifest = await readFile(join(root, 'node_modules', '@sparticuz', 'chromium', 'package.json'), 'utf8');
  const target = join(folder, `chromium-${JSON.parse(manifest).version}`);
  if (!existsSync(target)) {
    say('unpacking Chromium for tests (once)');
    for (const old of (await readdir(folder)).filter((name) => name.startsWith('chromium-'))) {
      await rm(join(folder, old), { recursive: true });
    }
    const fresh = `${target}.new`;
    await mkdir(fresh);
    // It unpacks to the temporary folder, which other versions and other users of the machine share.
    const script = fileURLToPath(new URL('unpack-chromium.mjs', import.meta.url));
    await run(node, [script], { env: { ...process.env, TMPDIR: fresh } });
    await rename(fresh, target);
  }
  return join(target, 'chromium');
}
