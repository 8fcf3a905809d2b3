import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const empty = mkdtempSync(join(tmpdir(), 'allclear-prose-'));
const patience = 120_000;

interface Ended {
  readonly code: number;
  readonly out: string;
}

/** Runs a program with something on its stdin, which may be nothing. */
function run(command: string, args: readonly string[], cwd: string, input = ''): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { cwd, timeout: patience }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out: `${stdout}${stderr}` }),
    );
    child.stdin?.end(input);
  });
}

beforeAll(async () => {
  const packed = await run(process.execPath, ['launch/pack-prose.mjs'], root);
  expect(packed.code, packed.out).toBe(0);
  const [tarball = ''] = readdirSync(join(root, 'dist')).filter((name) => /^allclear-prose-.*[.]tgz$/.test(name));
  writeFileSync(join(empty, 'package.json'), '{"private":true,"type":"module"}');
  // Offline: it depends on nothing.
  const installed = await run('npm', ['install', '--offline', '--no-audit', join(root, 'dist', tarball)], empty);
  expect(installed.code, installed.out).toBe(0);
}, patience);
afterAll(() => rmSync(empty, { recursive: true }));

test('the package of the prose check is installed without a network and says the same by import', async () => {
  const script = `import { checkProse, closingWords, insteadOf, noEstimateYet, statedCauses, whyOf } from 'allclear-prose';
    const text = 'It should be fixed soon.';
    const [finding] = checkProse(text, { mode: 'live' }).findings;
    if (insteadOf(finding, text) !== noEstimateYet || !whyOf(finding)) throw new Error('no words');
    if (closingWords('It is resolved.').length !== 1 || statedCauses('It is due to DNS.').length !== 1) throw new Error('none');
    console.log(finding.kind);`;
  writeFileSync(join(empty, 'try.js'), script);
  expect(await run(process.execPath, ['try.js'], empty)).toEqual({ code: 0, out: 'eta\n' });
});

test('its command checks stdin and files, and its exit code tells', async () => {
  const bin = join(empty, 'node_modules/.bin/allclear-prose');
  const lines = await run(bin, ['--mode', 'live', '--lines'], empty, 'Looks like DNS.\nNext update at 15:00 UTC.\n');
  expect(lines.code).toBe(1);
  const reports = lines.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { findings: { kind: string }[] });
  expect(reports.map(({ findings }) => findings.map(({ kind }) => kind))).toEqual([['cause'], []]);
  writeFileSync(join(empty, 'update.txt'), 'We restarted the database at 14:02 UTC.\n');
  expect((await run(bin, ['--mode', 'live', 'update.txt'], empty)).code).toBe(0);
  expect((await run(bin, ['--mode', 'nowhere', 'update.txt'], empty)).code).toBe(2);
  expect((await run(bin, ['--mode', 'live', 'missing.txt'], empty)).code).toBe(2);
});
