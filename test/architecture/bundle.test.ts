import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BuiltChunk } from '../../src/web/build/module-list.ts';

// What `pretest` built.
const chunks = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../dist/web/.modules.json'), 'utf8'),
) as readonly BuiltChunk[];
const byFile = new Map(chunks.map((chunk) => [chunk.file, chunk]));

const mostBytes = 180_000;
/** Where somebody who is called lands first. */
const firstScreens = ['src/web/screen/board/board.tsx', 'src/web/screen/room/room.tsx'];
/** Too large for them: what only some screens need comes with those. */
const later = [
  'node_modules/zod/',
  'node_modules/uplot/',
  'src/domain/incident/decide.ts',
  'src/domain/prose/check.ts',
];
const mostTold = 40;

const has = ({ modules }: BuiltChunk, path: string): boolean =>
  Object.keys(modules).some((module) => module.startsWith(path));

/** These chunks and what they import at once, each named once. */
function withImports(from: readonly BuiltChunk[]): BuiltChunk[] {
  const seen = new Set(from);
  for (const { imports } of seen) {
    for (const file of imports) {
      const chunk = byFile.get(file);
      if (chunk) seen.add(chunk);
    }
  }
  return [...seen];
}

const entry = chunks.find((chunk) => chunk.entry && has(chunk, 'src/web/main.tsx'));
if (entry === undefined) throw new Error('no chunk begins with src/web/main.tsx');
const screens = chunks.filter((chunk) => firstScreens.some((path) => has(chunk, path)));
const first = withImports([entry, ...screens]);

describe('the script that the board and a room wait for', () => {
  test(`is at most ${mostBytes / 1000} kB as it is sent`, () => {
    const sizes = Object.fromEntries(first.map(({ file, gzip }) => [file, gzip]));
    const total = first.reduce((sum, { gzip }) => sum + gzip, 0);
    process.stdout.write(`first load ${total} bytes, gzip: ${JSON.stringify(sizes)}\n${largestOf(entry)}\n`);
    expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(mostBytes);
  });

  test.each(later)('has no %s in it', (path) => {
    expect(first.filter((chunk) => has(chunk, path)).map(({ file }) => file)).toEqual([]);
  });
});

function largestOf({ file, modules }: BuiltChunk): string {
  const sorted = Object.entries(modules).sort(([, one], [, other]) => other - one);
  const lines = sorted.slice(0, mostTold).map(([path, bytes]) => `${String(bytes).padStart(9)} ${path}`);
  return [`${file}, the largest modules before minifying:`, ...lines].join('\n');
}
