import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runtimeFolder, say } from './ground.mjs';

/** What decides how the built cockpit comes out. Tests do not, nor do names with a leading dot. */
const sourceFolders = ['src/web', 'src/api', 'src/domain', 'src/text'];
const sourceFiles = ['package-lock.json', 'tsconfig.json'];

const built = join(root, 'dist', 'web');
const besides = /^\.|\.test\.tsx?$/;

/**
 * Builds the cockpit if it was never built, or was built from other sources than these. Answers whether it did.
 * @param {string} node the Node executable to build with
 */
export async function ensureCockpit(node) {
  if (isFresh()) return false;
  // Loaded only here: every start of a server runs this file, hardly any builds.
  const [{ withLock }, { buildCockpit }] = await Promise.all([import('./lock.mjs'), import('./cockpit-build.mjs')]);
  return withLock(join(runtimeFolder, 'cockpit.lock'), 'building the cockpit', async () => {
    if (isFresh()) return false;
    const began = Date.now();
    say(`building the cockpit (${stamp() === '' ? 'once' : 'its sources have changed'})`);
    // Taken before: what changes while it is being built is built the next time.
    await buildCockpit(node, built, `${digest()}\n`, [...sourceFolders, ...sourceFiles]);
    say(`built in ${((Date.now() - began) / 1000).toFixed(0)} s`);
    return true;
  });
}

const isFresh = () => stamp() !== '' && stamp() === digest();

function stamp() {
  try {
    return readFileSync(join(built, '.stamp'), 'utf8').trim();
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

function digest() {
  const hash = createHash('sha256');
  for (const path of [...sourceFolders.flatMap(filesIn), ...sourceFiles]) {
    const bytes = readFileSync(join(root, path));
    hash.update(`${path} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/** @param {string} folder */
function filesIn(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !besides.test(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(`${folder}/${entry.name}`) : `${folder}/${entry.name}`));
}
