import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const machine = `${process.platform}-${process.arch}`;

let tree: string;

beforeEach(async () => {
  tree = await mkdtemp(join(tmpdir(), 'allclear-'));
  for (const folder of ['launch', 'bin']) await cp(join(root, folder), join(tree, folder), { recursive: true });
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json', '.gitignore']) {
    await cp(join(root, file), join(tree, file));
  }
  // A clone: what its .gitignore names counts as ignored only where Git is.
  await mkdir(join(tree, '.git'));
  await mkdir(join(tree, 'src'));
  await writeFile(join(tree, 'src/main.ts'), `console.log(process.argv.slice(2).join(' '));`);
  await mkdir(join(tree, 'node_modules'));
});
afterEach(() => rm(tree, { recursive: true }));

/** Lets the launcher believe that this much is installed. */
async function installed(set: 'production' | 'full'): Promise<void> {
  const lock = createHash('sha256')
    .update(await readFile(join(tree, 'package-lock.json')))
    .digest('hex');
  await writeFile(join(tree, 'node_modules/.allclear-stamp'), `${lock}/${machine} ${set}\n`);
}

async function allclear(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  return program('bin/allclear', args);
}

async function program(path: string, args: string[] = []): Promise<{ code: number | null; out: string; err: string }> {
  const { npm_execpath: _, ...env } = process.env;
  const child = spawn(process.execPath, [join(tree, path), ...args], { cwd: tmpdir(), env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

const page = (): Promise<string> => readFile(join(tree, 'dist/web/index.html'), 'utf8');

describe('starting the server', () => {
  /** Stands in for vite: notes that it was called, and makes a page out of the main source. */
  const vite = `
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
appendFileSync('${'${tree}'}/calls', 'built\\n');
const source = readFileSync('src/web/main.tsx', 'utf8');
if (source.includes('broken')) {
  console.error('main.tsx:1:1 is broken');
  process.exit(1);
}
await new Promise((done) => setTimeout(done, 300));
writeFileSync(process.argv[process.argv.indexOf('--outDir') + 1] + '/index.html', source);
`;
  const builds = async (): Promise<number> => {
    if (!existsSync(join(tree, 'calls'))) return 0;
    return (await readFile(join(tree, 'calls'), 'utf8')).trim().split('\n').length;
  };

  beforeEach(async () => {
    for (const folder of ['web/part', 'api', 'domain', 'text']) {
      await mkdir(join(tree, 'src', folder), { recursive: true });
      await writeFile(join(tree, 'src', folder, 'a.ts'), '');
    }
    await writeFile(join(tree, 'src/web/main.tsx'), 'one');
    await mkdir(join(tree, 'node_modules/vite/bin'), { recursive: true });
    await writeFile(join(tree, 'node_modules/vite/bin/package.json'), '{"type":"module"}');
    await writeFile(join(tree, 'node_modules/vite/bin/vite.js'), vite.replace('${tree}', tree));
    await installed('full');
  });

  test('builds the cockpit once, in so many words', async () => {
    const { code, out, err } = await allclear('up', '--port', '1');
    expect({ code, out }).toEqual({ code: 0, out: 'up --port 1\n' });
    expect(err).toMatch(/^allclear: building the cockpit \(once\)\nallclear: built in \d+ s\n$/);
    expect(await page()).toBe('one');
    expect(await allclear('--url', 'http://x', 'up')).toMatchObject({ code: 0, err: '' });
    expect(await builds()).toBe(1);
  });

  test.each([
    'src/web/main.tsx',
    'src/web/part/a.ts',
    'src/domain/a.ts',
    'src/text/a.ts',
    'src/api/a.ts',
    'tsconfig.json',
  ])('builds it again when %s has changed', async (file) => {
    await allclear('up');
    await appendFile(join(tree, file), ' ');
    expect((await allclear('up')).err).toContain('building the cockpit (its sources have changed)');
    expect((await allclear('up')).err).toBe('');
    expect(await builds()).toBe(2);
  });

  test('builds it again when a source was added or has gone, and not for a test', async () => {
    await allclear('up');
    await writeFile(join(tree, 'src/web/part/b.ts'), '');
    await allclear('up');
    await rm(join(tree, 'src/web/part/b.ts'));
    await allclear('up');
    await writeFile(join(tree, 'src/web/part/b.test.ts'), '');
    await writeFile(join(tree, 'src/store.ts'), '');
    await allclear('up');
    expect(await builds()).toBe(3);
  });

  test('leaves no part of an old build behind', async () => {
    await allclear('up');
    await writeFile(join(tree, 'dist/web/stale.js'), '');
    await writeFile(join(tree, 'src/web/main.tsx'), 'two');
    await allclear('up');
    expect(await page()).toBe('two');
    expect(await readdir(join(tree, 'dist'))).toEqual(['web']);
    expect((await readdir(join(tree, 'dist/web'))).sort()).toEqual(['.stamp', 'index.html']);
  });

  test('twice at once builds it once', async () => {
    const both = await Promise.all([allclear('up'), allclear('up')]);
    expect(both.map(({ code, out }) => ({ code, out }))).toEqual(Array(2).fill({ code: 0, out: 'up\n' }));
    expect(await builds()).toBe(1);
  });

  test('stops where it cannot be built, says why, and leaves what was there', async () => {
    await allclear('up');
    await writeFile(join(tree, 'src/web/main.tsx'), 'broken');
    const { code, out, err } = await allclear('up');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('The cockpit was not built: vite ended with 1. It said:\nmain.tsx:1:1 is broken\n');
    expect(err).not.toMatch(/\n\s+at /);
    expect(await page()).toBe('one');
    await writeFile(join(tree, 'src/web/main.tsx'), 'mended');
    expect((await allclear('up')).code).toBe(0);
    expect(await page()).toBe('mended');
  });

  test.each([['show', '12'], ['note', 'up'], ['-i', '12', 'note', 'up'], ['up', '--help'], ['drill'], []])(
    'is nothing that this does: %s %s %s',
    async (...args) => {
      expect(await allclear(...(args as string[]))).toMatchObject({ code: 0, err: '' });
      expect(await builds()).toBe(0);
    },
  );

  test('is not needed for npm run build', async () => {
    expect((await program('launch/build.mjs')).err).toContain('building the cockpit (once)');
    expect((await program('launch/build.mjs')).err).toBe('allclear: the cockpit is built from these sources already\n');
    expect(await builds()).toBe(1);
  });
});

test(
  'a clone without development tools builds the same cockpit with build tools alone',
  { timeout: 120_000 },
  async () => {
    for (const folder of ['web', 'api', 'domain', 'text']) {
      await cp(join(root, 'src', folder), join(tree, 'src', folder), { recursive: true });
    }
    await mkdir(join(tree, 'src/web/part'), { recursive: true });
    await installed('production');
    const { code, out, err } = await allclear('up');
    expect({ code, out }, err).toEqual({ code: 0, out: 'up\n' });
    expect(err).toContain('installing what builds the cockpit (once)');
    expect(await readdir(join(tree, 'node_modules'))).toEqual(['.allclear-stamp']);
    const [tools] = await readdir(join(tree, '.runtime/web-tools'));
    const brought = await readdir(join(tree, '.runtime/web-tools', tools as string, 'node_modules'));
    expect(brought).toContain('vite');
    for (const name of ['vitest', 'playwright-core', '@stryker-mutator', 'knip', 'typescript', 'fastify', 'pg']) {
      expect(brought).not.toContain(name);
    }
    const [here, there] = [join(root, 'dist/web'), join(tree, 'dist/web')];
    const files = async (folder: string): Promise<string[]> => (await readdir(folder, { recursive: true })).sort();
    expect(await files(there)).toEqual(await files(here));
    for (const file of ['index.html', '.stamp']) {
      expect(await readFile(join(there, file), 'utf8')).toBe(await readFile(join(here, file), 'utf8'));
    }

    // Tailwind overlooks what Git ignores, and the copy that is built stands in an ignored folder.
    await writeFile(join(tree, 'src/web/part/proof.tsx'), `export const proof = 'pl-[13.37px]';`);
    const again = await allclear('up');
    expect(again.err).toMatch(/^allclear: building the cockpit .*\nallclear: built in \d+ s\n$/);
    const style = (await readdir(join(there, 'assets'))).find((name) => name.endsWith('.css'));
    expect(await readFile(join(there, 'assets', style as string), 'utf8')).toContain('13.37px');
  },
);
