import { spawn } from 'node:child_process';
import { chmod, cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './ground.mjs';

// npm run pack:prose: the prose check as a package of its own, dist/allclear-prose-<version>.tgz. It depends on nothing.
const folder = join(root, 'dist', 'allclear-prose');
const { version, license } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

await rm(folder, { recursive: true, force: true });
await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--project', 'tsconfig.prose.json'], root);
await writeFile(join(folder, 'index.js'), entry('js'));
await writeFile(join(folder, 'index.d.ts'), entry('js', "export type * from './domain/prose/finding.js';\n"));
await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
await cp(join(root, 'LICENSE'), join(folder, 'LICENSE'));
await cp(join(root, 'docs', 'prose.md'), join(folder, 'README.md'));
await chmod(join(folder, 'cli', 'prose-bin.js'), 0o755);
await run('npm', ['pack', '--silent', '--pack-destination', join(root, 'dist')], folder);

function entry(suffix, besides = '') {
  return `${besides}export { checkProse } from './domain/prose/check.${suffix}';
export { statedCauses } from './domain/prose/stated-causes.${suffix}';
export { closingWords } from './domain/prose/closing-words.${suffix}';
export { sentenceAround } from './domain/prose/sentence.${suffix}';
export { insteadOf, noEstimateYet, whyOf } from './text/prose.${suffix}';
`;
}

function manifest() {
  return {
    name: 'allclear-prose',
    version,
    description: 'Points at forecasts, guessed causes, blame and vague root causes in English incident writing.',
    license,
    type: 'module',
    engines: { node: '>=20.19' },
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    bin: { 'allclear-prose': 'cli/prose-bin.js' },
  };
}

/** @returns {Promise<void>} */
function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: 'inherit' });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))));
  });
}
