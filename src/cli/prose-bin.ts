#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isMode, proseOutput } from '../text/prose-report.ts';

const usage = 'allclear-prose --mode live|postmortem|log [--lines] [--json] [FILE …|-]';
const misuse = 2;

function fail(says: string): never {
  process.stderr.write(`${says}\n${usage}\n`);
  process.exit(misuse);
}

function asked(): { mode: string; lines: boolean; json: boolean; files: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { mode: { type: 'string' }, lines: { type: 'boolean' }, json: { type: 'boolean' } },
    });
    const { mode = '', lines = false, json = false } = values;
    return { mode, lines, json, files: positionals.length === 0 ? ['-'] : positionals };
  } catch (error) {
    return fail((error as Error).message);
  }
}

function read(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    return fail(`${file} cannot be read: ${(error as Error).message}`);
  }
}

const { mode, lines, json, files } = asked();
if (!isMode(mode)) fail(mode === '' ? 'Say --mode.' : `There is no mode ${mode}.`);
for (const file of files) {
  const { output, found } = proseOutput(read(file), { mode, lines, json, file: file === '-' ? 'stdin' : file });
  process.stdout.write(`${output}\n`);
  if (found) process.exitCode = 1;
}
