import { expect, test } from 'vitest';
import { lineDifference } from './line-difference.ts';

test('C5: what is new against the last update is marked, and what is gone is said', () => {
  expect(lineDifference('Affected: checkout\nSince 14:02 UTC', 'Affected: checkout\nAffected: search')).toEqual([
    { text: 'Affected: checkout', is: 'same' },
    { text: 'Affected: search', is: 'new' },
    { text: 'Since 14:02 UTC', is: 'gone' },
  ]);
  expect(lineDifference('', '')).toEqual([]);
});
