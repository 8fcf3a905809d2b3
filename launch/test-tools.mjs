import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureCockpit } from './cockpit.mjs';
import { launch, root, runtimeFolder } from './ground.mjs';
import { ensureDependencies } from './install.mjs';
import { ensureNode } from './node-runtime.mjs';

const folder = join(runtimeFolder, 'test-tools');
const pathsFile = join(folder, 'paths.json');
const names = [
  'prometheus',
  'promtool',
  'alertmanager',
  'amtool',
  'victoria',
  'pgbouncer',
  'chromium',
  'newsboat',
  'khal',
];

// Runs before `npm test`: installs test dependencies, builds the cockpit and finds or brings the programs that tests talk to.
await launch(async () => {
  const [node] = await Promise.all([ensureNode(), ensureDependencies('full')]);
  await ensureCockpit(node);
  if (await isCurrent()) return;
  const { withLock } = await import('./lock.mjs');
  await withLock(join(runtimeFolder, 'test-tools.lock'), 'bringing test tools', async () => {
    if (!(await isCurrent())) await bring(node);
  });
});

/** @param {string} node */
async function bring(node) {
  const [{ findMonitoring }, { findVictoria }, { findPooler }, { findBrowser }, { findReaders }] = await Promise.all([
    import('./test-tool/monitoring.mjs'),
    import('./test-tool/victoria.mjs'),
    import('./test-tool/pooler.mjs'),
    import('./test-tool/browser.mjs'),
    import('./test-tool/readers.mjs'),
  ]);
  await mkdir(folder, { recursive: true });
  const paths = {
    ...(await findMonitoring(folder)),
    ...(await findReaders(folder)),
    victoria: await findVictoria(folder),
    pgbouncer: await findPooler(folder),
    chromium: await findBrowser(folder, node),
  };
  await writeFile(`${pathsFile}.new`, `${JSON.stringify({ ...paths, for: await wanted() }, null, 2)}\n`);
  await rename(`${pathsFile}.new`, pathsFile);
}

async function isCurrent() {
  if (!existsSync(pathsFile)) return false;
  const paths = JSON.parse(await readFile(pathsFile, 'utf8'));
  return paths.for === (await wanted()) && names.every((name) => existsSync(paths[name] ?? ''));
}

/** Names what decides which browser is found. */
async function wanted() {
  const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return `@sparticuz/chromium ${devDependencies['@sparticuz/chromium']}, CHROME_PATH ${process.env.CHROME_PATH ?? 'unset'}`;
}
