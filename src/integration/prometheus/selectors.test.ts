import { describe, expect, test } from 'vitest';
import { numberFrom } from '../series.ts';
import { isPartial } from './answer.ts';
import { durationMs, intervalsFrom } from './intervals.ts';
import { liveSelectors, queryFault } from './selectors.ts';

test('numbers, durations and intervals are read as Prometheus writes them', () => {
  expect(['1e-3', '+Inf', '-Inf', 'NaN', ''].map(numberFrom)).toEqual([0.001, Infinity, -Infinity, NaN, NaN]);
  expect(['1m30s', '15s', '500ms', '1h', 'soon', '15x'].map(durationMs)).toEqual([
    90_000,
    15_000,
    500,
    3_600_000,
    NaN,
    NaN,
  ]);
  const known = intervalsFrom(
    new Map([
      ['a', 1000],
      ['b', 30_000],
    ]),
  );
  expect([known.of('a'), known.of('nobody'), known.of(undefined)]).toEqual([1000, 30_000, 30_000]);
  expect(intervalsFrom(new Map()).of('a')).toBe(60_000);
  expect(isPartial({ warnings: ['PromQL info: metric might not be a counter'] })).toBe(false);
});

describe('a query', () => {
  test.each([
    [
      'rate(http_total{code=~"5..",job="a"}[5m]) / rate(http_total[5m])',
      ['http_total{code=~"5..",job="a"}', 'http_total'],
    ],
    ['max_over_time(rate(x[1m])[10m:5s])', ['x']],
    ['x - x offset 1h', ['x']],
    ['x - -y offset 1h', ['x']],
    ['a + b offset 1h + c', ['a', 'c']],
    ['a + b offset 1h * c @ 5 - rate(d[1m] offset 1m)', ['a']],
    ['a / sum by (job) (b[5m:1m] offset 1m) / c', ['a', 'c']],
    ['x > bool (sum(y) offset 5m)', ['x']],
    ['x @ 123 + y', ['y']],
    ['x unless on (job) (maintenance == 1)', ['x']],
    ['absent(x) or y', ['y']],
    ['a and b', ['a', 'b']],
    ['label_replace(x, "a", "y{", "b", "")', ['x']],
    ['{"http.requests", code="500"}', ['{"http.requests", code="500"}']],
    ['sum({__name__="x"}) # y', ['{__name__="x"}']],
  ])('%s rests on its live selectors', (text, selectors) => {
    expect(liveSelectors(text)).toEqual(selectors);
    expect(queryFault(text)).toBeNull();
  });

  test.each([
    ['up{', 3],
    ['', 0],
    ['rate(x[5m)', 9],
    ['up up', 3],
    ['x[5m]', 0],
    ['"x"', 0],
    ['1', 0],
    ['vector(1)', 0],
    ['x offset 5m', 0],
    ['absent(x)', 0],
    ['sum({__name__=~"a|b"})', 4],
    ['sum({job="a"})', 4],
  ])('%s cannot be watched', (text, at) => {
    expect(queryFault(text)?.says).toMatch(/\w/);
    expect(Math.abs((queryFault(text)?.at ?? -9) - at)).toBeLessThanOrEqual(1);
  });
});
