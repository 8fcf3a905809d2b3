import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** A launcher must work where Node is too old for the product; this makes it believe so. */
const oldNode = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.19.0'}})`;
const machine = `${process.platform}-${process.arch}`;

let tree: string;
const running: ChildProcess[] = [];

beforeEach(async () => {
  tree = await mkdtemp(join(tmpdir(), 'allclear-'));
  for (const folder of ['launch', 'bin']) await cp(join(root, folder), join(tree, folder), { recursive: true });
  await writeFile(join(tree, 'package.json'), '{"type":"module"}');
  await writeFile(join(tree, 'package-lock.json'), '{"lockfileVersion":3}');
  await mkdir(join(tree, 'src'));
  await writeFile(join(tree, 'src/main.ts'), entry);
  await mkdir(join(tree, 'fake'));
  await writeFile(join(tree, 'fake/package.json'), '{"type":"commonjs"}');
  await writeFile(join(tree, 'fake/npm'), npm);
  await chmod(join(tree, 'fake/npm'), 0o755);
});

afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await rm(tree, { recursive: true });
});

describe('the first start', () => {
  it('installs what the product needs, says so on stderr only, and runs it with the arguments', async () => {
    const { code, out, err } = await allclear(['say', 'a b', '--json']);
    expect({ code, out }).toEqual({ code: 0, out: `["a b","--json"]\n` });
    expect(err).toContain('installing dependencies');
    expect(await npmCalls()).toEqual([
      expect.stringMatching(/^ci --ignore-scripts .*--loglevel=error .*--include=optional .*--omit=dev$/),
    ]);
  });

  it('is the only one that installs', async () => {
    await allclear(['say']);
    expect(await allclear(['say'])).toEqual({ code: 0, out: '[]\n', err: '' });
    expect(await npmCalls()).toHaveLength(1);
  });

  it('lets a second one at the same time wait, and say so once', async () => {
    const both = await Promise.all([allclear(['say'], { NPM_TAKES: '600' }), allclear(['say'], { NPM_TAKES: '600' })]);
    expect(both.map(({ code, out }) => ({ code, out }))).toEqual(Array(2).fill({ code: 0, out: '[]\n' }));
    expect(both.map(({ err }) => err.split('waiting for it').length - 1).sort((a, b) => a - b)).toEqual([0, 1]);
    expect(await npmCalls()).toHaveLength(1);
  });

  it('does not wait for one that died', async () => {
    const first = start(['say'], { NPM_TAKES: '60000' });
    while (!existsSync(join(tree, '.runtime/install.lock/holder.json'))) await sleep(10);
    first.kill('SIGKILL');
    await once(first, 'exit');
    const { code, err } = await allclear(['say']);
    expect(code).toBe(0);
    expect(err).not.toContain('waiting');
    expect(existsSync(join(tree, '.runtime/install.lock'))).toBe(false);
  });

  it('works through a symbolic link, from any folder', async () => {
    await symlink(join(tree, 'bin/allclear'), join(tree, 'fake/allclear'));
    expect((await finished(start(['say', 'x'], {}, { program: join(tree, 'fake/allclear') }))).out).toBe('["x"]\n');
  });
});

describe('installing', () => {
  it('happens again when the lock file has changed', async () => {
    await allclear(['say']);
    await writeFile(join(tree, 'package-lock.json'), '{"lockfileVersion":3,"packages":{}}');
    await allclear(['say']);
    expect(await npmCalls()).toHaveLength(2);
  });

  it('adds development tools for tests, and those serve the product too', async () => {
    await allclear(['say']);
    await runTool(['node', '-e', '0']);
    await allclear(['say']);
    expect((await npmCalls()).map((call) => call.split(' ').at(-1))).toEqual(['--omit=dev', '--include=dev']);
  });

  it('for the product leaves test tools to a developer who has them', async () => {
    await mkdir(join(tree, 'node_modules'));
    await writeFile(
      join(tree, 'node_modules/.package-lock.json'),
      '{"packages":{"node_modules/vitest":{"dev": true}}}',
    );
    await allclear(['say']);
    expect((await npmCalls()).map((call) => call.split(' ').at(-1))).toEqual(['--include=dev']);
  });

  it('never happens through a link: npm would empty the folder that it leads to', async () => {
    await mkdir(join(tree, 'elsewhere'));
    await writeFile(join(tree, 'elsewhere/kept'), '');
    await symlink(join(tree, 'elsewhere'), join(tree, 'node_modules'));
    const { code, err } = await allclear(['say']);
    expect(code).toBe(1);
    expect(err).toContain('is a link');
    expect(existsSync(join(tree, 'elsewhere/kept'))).toBe(true);
    expect(existsSync(join(tree, 'fake/calls'))).toBe(false);
  });

  it('falls back to npm install when npm ci refuses the lock', async () => {
    const { code, err } = await allclear(['say'], {
      NPM_CI_SAYS: 'npm error code EUSAGE\\nnpm error Missing: x@1 from lock file',
    });
    expect(code).toBe(0);
    expect(err).toContain('(Missing: x@1 from lock file): trying npm install');
    expect((await npmCalls()).map((call) => call.split(' ').slice(0, 2).join(' '))).toEqual([
      'ci --ignore-scripts',
      'install --no-save',
    ]);
  });

  it('ends with what npm said when it fails otherwise, and is tried again', async () => {
    const { code, out, err } = await allclear(['say'], { NPM_CI_SAYS: 'npm error code ENOTFOUND' });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /npm ci in .* ended with 1\. Is the package registry reachable\? npm said:\nnpm error code ENOTFOUND/,
    );
    expect(err).not.toContain('at ');
    expect((await allclear(['say'])).code).toBe(0);
  });

  it('says what to install when there is no npm', async () => {
    await rm(join(tree, 'fake/npm'));
    const { code, err } = await allclear(['say'], { PATH: join(tree, 'fake') });
    expect(code).toBe(1);
    expect(err).toContain('npm is not on this machine');
  });
});

describe('a command', () => {
  it('runs with the product’s Node and its tools first on PATH', async () => {
    await mkdir(join(tree, 'node_modules/.bin'), { recursive: true });
    const { code, out } = await runTool(['node', '-p', 'process.execPath + "\\n" + process.env.PATH']);
    const [execPath, path] = out.trim().split('\n');
    expect(code).toBe(0);
    expect(execPath).toBe(process.execPath);
    expect(path?.split(':')[1]).toBe(join(tree, 'node_modules/.bin'));
  });

  it('that does not exist is named', async () => {
    expect(await runTool(['no-such-program'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('no program "no-such-program"'),
    });
  });
});

describe.runIf(process.platform === 'linux')('on a host whose Node is too old', () => {
  const old = { NODE_OPTIONS: `--import=${oldNode}` };

  it('brings a Node once and runs the product with it', async () => {
    const { code, out, err } = await allclear(['say', 'x'], old);
    expect({ code, out }).toEqual({ code: 0, out: '["x"]\n' });
    expect(err).toMatch(/Node\.js 20\.19\.0 is older than 22\.19: bringing \d+\.\d+\.\d+/);
    expect(await allclear(['say', 'x'], old)).toEqual({ code: 0, out: '["x"]\n', err: '' });
    expect(await npmCalls()).toHaveLength(2);
  });

  it.each([0, 1, 3])('ends with its exit code %i', async (code) => {
    expect((await allclear(['exit', String(code)], old)).code).toBe(code);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('hands %s on to it once', async (signal) => {
    const child = start(['listen'], old);
    const lines = createInterface(child.stdout!)[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe('listening');
    child.kill(signal);
    expect((await lines.next()).value).toBe(`got ${signal}`);
    expect(await once(child, 'exit')).toEqual([42, null]);
  });

  it('dies of the signal it died of', async () => {
    const child = start(['kill-me'], old);
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  });

  it('leaves no process behind when it is killed itself', async () => {
    const child = start(['listen'], old);
    const lines = createInterface(child.stdout!)[Symbol.asyncIterator]();
    await lines.next();
    child.kill('SIGKILL');
    // Its output ends only when the last process that holds it is gone.
    expect((await lines.next()).done).toBe(true);
  });
});

const entry = `
const [verb, ...rest]: string[] = process.argv.slice(2);
if (verb === 'say') console.log(JSON.stringify(rest));
if (verb === 'exit') process.exitCode = Number(rest[0]);
if (verb === 'kill-me') process.kill(process.pid, 'SIGKILL');
if (verb === 'listen') {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {
    console.log('got ' + signal);
    setTimeout(() => process.exit(42), 50);
  });
  setInterval(() => {}, 1000);
  console.log('listening');
}
`;

/** Stands in for npm: notes how it was called, and installs "Node" where it is asked for one. */
const npm = `#!${process.execPath}
const { appendFileSync, existsSync, mkdirSync, rmSync, symlinkSync } = require('node:fs');
const args = process.argv.slice(2);
appendFileSync(${'`${__dirname}/calls`'}, args.join(' ') + '\\n');
const says = process.env.NPM_CI_SAYS;
setTimeout(() => {
  // The test that started it may be over, and its folder gone.
  if (!existsSync('package-lock.json')) return;
  if (says && args[0] === 'ci') {
    process.stderr.write(says.replaceAll('\\\\n', '\\n') + '\\n');
    process.exit(1);
  }
  if (args[0] === 'ci') rmSync('node_modules', { recursive: true, force: true });
  mkdirSync('node_modules/node-${machine}/bin', { recursive: true });
  symlinkSync('${process.execPath}', 'node_modules/node-${machine}/bin/node');
  console.log('added 1 package');
}, Number(process.env.NPM_TAKES ?? 0));
`;

type Ending = { code: number | null; out: string; err: string };

function start(
  args: string[],
  env: NodeJS.ProcessEnv = {},
  { program = join(tree, 'bin/allclear') } = {},
): ChildProcess {
  const { npm_execpath: _, ...ours } = process.env;
  const path = [join(tree, 'fake'), process.env['PATH']].join(':');
  const child = spawn(process.execPath, [program, ...args], {
    cwd: tmpdir(),
    env: { ...ours, PATH: path, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  return child;
}

async function finished(child: ChildProcess): Promise<Ending> {
  let out = '';
  let err = '';
  child.stdout!.on('data', (chunk) => (out += String(chunk)));
  child.stderr!.on('data', (chunk) => (err += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

function allclear(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ending> {
  return finished(start(args, env));
}

function runTool(args: string[]): Promise<Ending> {
  return finished(start(args, {}, { program: join(tree, 'launch/run.mjs') }));
}

async function npmCalls(): Promise<string[]> {
  return (await readFile(join(tree, 'fake/calls'), 'utf8')).trim().split('\n');
}
