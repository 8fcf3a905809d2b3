import { describe, expect, test } from 'vitest';
import { Misuse } from './context.ts';
import { instantIn, seriesFrom } from './series-file.ts';

const at = (iso: string): number => Date.parse(iso);

describe('a time', () => {
  test.each<[string, string]>([
    ['2026-03-02T09:00:00', '2026-03-02T09:00:00Z'],
    ['2026-03-02 09:00:00', '2026-03-02T09:00:00Z'],
    ['2026-03-02T09:00:00+01:00', '2026-03-02T08:00:00Z'],
    ['2026-03-02T09:00:00.5Z', '2026-03-02T09:00:00.5Z'],
    ['1772442000', '2026-03-02T09:00:00Z'],
    ['1772442000000', '2026-03-02T09:00:00Z'],
  ])('%s is %s', (text, iso) => {
    expect(instantIn(text)).toBe(at(iso));
  });

  test.each(['', 'yesterday', '09:00', '2026-03-02', '2026-13-02T09:00:00'])('%j is none', (text) => {
    expect(instantIn(text)).toBeNull();
  });
});

describe('a series', () => {
  test('is read in order of time, and what stands behind the value is ignored', () => {
    const text = '\uFEFFtimestamp,value,bad\r\n2026-03-02T09:01:00,2,1\r\n"2026-03-02T09:00:00","1.5",0\r\n\r\n';
    expect(seriesFrom(text, 'a.csv')).toEqual([
      { at: at('2026-03-02T09:00:00Z'), value: 1.5 },
      { at: at('2026-03-02T09:01:00Z'), value: 2 },
    ]);
  });

  test.each(['', 'NaN', 'null', 'n/a', 'Infinity'])('%j is a missing reading, never zero', (value) => {
    expect(seriesFrom(`2026-03-02T09:00:00,${value}`, 'a.csv')).toEqual([
      { at: at('2026-03-02T09:00:00Z'), value: null },
    ]);
  });

  test('that cannot be read says in which line', () => {
    expect(() => seriesFrom('2026-03-02T09:00:00,1\nlater,2', 'a.csv')).toThrow(
      new Misuse('a.csv, line 2: "later" is no time'),
    );
    expect(() => seriesFrom('2026-03-02T09:00:00,many', 'a.csv')).toThrow(
      new Misuse('a.csv, line 1: "many" is no number'),
    );
  });
});
