import { expect, test } from 'vitest';
import { publicVerbs } from '../../api/command-table.ts';
import { inWords, verbLabels, words } from './label.ts';

const longest = 40;

test('every public verb has words, and nothing else has', () => {
  expect(Object.keys(verbLabels).toSorted()).toEqual(publicVerbs.toSorted());
});

test.each(Object.entries(verbLabels))('%s is said in a few plain words', (_verb, label) => {
  expect(label.length).toBeGreaterThan(0);
  expect(label.length).toBeLessThanOrEqual(longest);
  expect(label).toMatch(/^[A-Z][a-z][^!]*[^.!…]$/);
});

test('no two verbs are called the same', () => {
  expect(new Set(Object.values(verbLabels)).size).toBe(publicVerbs.length);
});

test('codes are read as words, and what has no other word stays', () => {
  expect(inWords('no-effect')).toBe('no visible effect');
  expect(inWords('open')).toBe('open');
  for (const word of Object.values(words)) expect(word).not.toMatch(/^$|_/);
});
