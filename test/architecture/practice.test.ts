import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { awaited, delivered } from '../../src/domain/practice/delivered.ts';
import { modes, practiceIds, practices } from '../../src/domain/practice/table.ts';

const root = join(import.meta.dirname, '../..');

/** How many practices still waited at the last commit. Lower it when one is delivered; it never rises. */
const mostAwaited = 22;

test('there are 46 practices, from A1 to H5, each with a kind and guardrails alone with a mode', () => {
  const groups = { A: 6, B: 8, C: 7, D: 5, E: 4, F: 7, G: 4, H: 5 };
  const ids = Object.entries(groups).flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
  );
  expect(practiceIds).toEqual(ids);
  for (const id of practiceIds) {
    const row = practices[id];
    expect('mode' in row, id).toBe(row.kind === 'guardrail');
    if ('mode' in row) expect(modes).toContain(row.mode);
  }
});

test('each is delivered or awaited, and the waiting list only shrinks', () => {
  for (const id of practiceIds) {
    expect([id in delivered, id in awaited].filter(Boolean), id).toHaveLength(1);
  }
  expect(Object.keys(awaited).length).toBeLessThanOrEqual(mostAwaited);
});

test('what is delivered has a rule that exists and a test that bears its id', () => {
  for (const [id, proof] of Object.entries(delivered)) {
    expect(existsSync(join(root, proof.rule)), proof.rule).toBe(true);
    expect(readFileSync(join(root, proof.test), 'utf8'), id).toMatch(new RegExp(`\\b${id}\\b`));
  }
});
