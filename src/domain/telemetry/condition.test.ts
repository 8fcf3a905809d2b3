import { describe, expect, test } from 'vitest';
import { boundFrom, type Condition, conditionFrom, isWithin, loosens, worstOf, written } from './condition.ts';

const of = (text: string): Condition => conditionFrom(text)!;

describe('a condition in words', () => {
  test.each<[string, Condition]>([
    ['as before', { asBefore: null }],
    [' As Before ', { asBefore: null }],
    ['< 0.01', { comparison: '<', bound: 0.01 }],
    ['<0.01', { comparison: '<', bound: 0.01 }],
    ['  <=  5  ', { comparison: '<=', bound: 5 }],
    ['> 99 %', { comparison: '>', bound: 0.99 }],
    ['>=12.5%  ', { comparison: '>=', bound: 0.125 }],
    ['< 1 %', { comparison: '<', bound: 0.01 }],
    ['< -3', { comparison: '<', bound: -3 }],
    ['> +.5', { comparison: '>', bound: 0.5 }],
    ['> .25', { comparison: '>', bound: 0.25 }],
    ['< 12.', { comparison: '<', bound: 12 }],
    ['< 150', { comparison: '<', bound: 150 }],
    ['< 1e3', { comparison: '<', bound: 1000 }],
    ['< 25E-1', { comparison: '<', bound: 2.5 }],
    ['> 1e+12', { comparison: '>', bound: 1e12 }],
  ])('is read: %j', (text, condition) => {
    expect(conditionFrom(text)).toEqual(condition);
  });

  test.each([
    '',
    '0.01',
    '=< 1',
    '== 1',
    '< ',
    '< x',
    '< 1 2',
    '< 1 %%',
    'is < 1',
    '< 1 ms',
    '< .',
    '< 1e',
    '< 1e999',
    '< -',
  ])('is none: %j', (text) => {
    expect(conditionFrom(text)).toBeNull();
  });

  test('is written so that it reads the same', () => {
    for (const text of ['< 0.01', '<= -5', '> 1e+21', '>= 0']) {
      expect(written(of(text))).toBe(text);
      expect(of(written(of(text)))).toEqual(of(text));
    }
  });
});

describe('a value', () => {
  test.each([
    ['< 1', 0.999, true],
    ['< 1', 1, false],
    ['< 1', 1.001, false],
    ['<= 1', 0.999, true],
    ['<= 1', 1, true],
    ['<= 1', 1.001, false],
    ['> 1', 0.999, false],
    ['> 1', 1, false],
    ['> 1', 1.001, true],
    ['>= 1', 0.999, false],
    ['>= 1', 1, true],
    ['>= 1', 1.001, true],
  ])('under %s: %d is healthy: %s', (text, value, healthy) => {
    expect(isWithin(boundFrom(text)!, value)).toBe(healthy);
  });

  test('that speaks most against health is the highest under an upper bound, the lowest over a lower one', () => {
    const values = [3, 9, 1];
    expect([worstOf(of('< 5'), values), worstOf(of('<= 5'), values)]).toEqual([9, 9]);
    expect([worstOf(of('> 5'), values), worstOf(of('>= 5'), values)]).toEqual([1, 1]);
    expect([worstOf(of('< 5'), []), worstOf(of('> 5'), [])]).toEqual([null, null]);
  });
});

describe('another condition', () => {
  test.each([
    ['< 1', '< 1', false],
    ['< 1', '< 2', true],
    ['< 2', '< 1', false],
    ['<= 1', '<= 2', true],
    ['<= 2', '<= 1', false],
    ['> 2', '> 1', true],
    ['> 1', '> 2', false],
    ['>= 2', '>= 1', true],
    ['>= 1', '>= 2', false],
    // Where bounds are the same, the bound itself decides.
    ['< 1', '<= 1', true],
    ['<= 1', '< 1', false],
    ['> 1', '>= 1', true],
    ['>= 1', '> 1', false],
    ['<= 1', '<= 1', false],
    // Where they are not, it does not.
    ['< 2', '<= 1', false],
    ['<= 1', '< 2', true],
    ['> 1', '>= 2', false],
    // The other direction calls healthy what was not, whatever the bounds.
    ['< 1', '> 1', true],
    ['>= 1', '<= 0', true],
    ['> 1', '< 1', true],
  ])('instead of %s, %s loosens: %s', (before, next, loosened) => {
    expect(loosens(of(before), of(next))).toBe(loosened);
  });
});
