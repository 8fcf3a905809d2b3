import { appendFile, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sizeOf, trimLog } from './server-log.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allclear-'));
  file = join(folder, 'postgres.log');
});
afterEach(() => rm(folder, { recursive: true }));

it('keeps the last whole lines of a log past its limit', async () => {
  await writeFile(file, Array.from({ length: 100 }, (_, line) => `line ${line}\n`).join(''));
  await trimLog(file, 500, 25);
  expect(await readFile(file, 'utf8')).toBe('line 97\nline 98\nline 99\n');
});

it('leaves a log within its limit, and a missing one, alone', async () => {
  await trimLog(file, 500, 25);
  expect(await sizeOf(file)).toBe(0);
  await writeFile(file, 'one line\n');
  await trimLog(file, 500, 25);
  expect(await readFile(file, 'utf8')).toBe('one line\n');
});

it('lets a server that holds the file open write on behind what is kept', async () => {
  const server = await open(file, 'a');
  await server.write('x'.repeat(600) + '\nkept\n');
  await trimLog(file, 500, 10);
  await server.write('after\n');
  await server.close();
  await appendFile(file, 'end\n');
  expect(await readFile(file, 'utf8')).toBe('kept\nafter\nend\n');
});
