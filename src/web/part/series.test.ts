import { expect, test } from 'vitest';
import { height, type Point, runsOf, scaleOf, width } from './series.ts';

const points = (...values: readonly (number | null)[]): Point[] =>
  values.map((value, index) => ({ at: 1_000_000 + index * 10_000, value }));
const shape = (all: readonly Point[]): unknown =>
  runsOf(all).map(({ known, points: run }) => [known, run.map(({ value }) => value)]);

test('a gap is a run of its own, never zero', () => {
  expect(shape(points(1, 2, null, null, 3))).toEqual([
    [true, [1, 2]],
    [false, [null, null]],
    [true, [3]],
  ]);
});

test('zero is a value', () => {
  expect(shape(points(0, 0, null))).toEqual([
    [true, [0, 0]],
    [false, [null]],
  ]);
});

test('gaps at the ends and alone', () => {
  expect(shape(points(null, 5, null))).toEqual([
    [false, [null]],
    [true, [5]],
    [false, [null]],
  ]);
  expect(shape(points(null, null))).toEqual([[false, [null, null]]]);
  expect(shape([])).toEqual([]);
});

test('every point is in exactly one run, in order', () => {
  const all = points(1, null, null, 2, 3, null, 4);
  expect(runsOf(all).flatMap(({ points: run }) => run)).toEqual(all);
});

test('the first point stands at the left, the last at the right, in the order of time', () => {
  const all = points(1, null, 3);
  const { x } = scaleOf(all, null);
  expect(all.map(({ at }) => x(at))).toEqual([0, width / 2, width]);
});

test('gaps do not move the scale: it is as if they were not there', () => {
  const { y } = scaleOf(points(40, null, 50), null);
  const { y: without } = scaleOf(points(40, 45, 50), null);
  expect([y(40), y(50)]).toEqual([without(40), without(50)]);
});

test('what is more stands higher, and all of it is inside', () => {
  const values = [-2, 0, 7, 12];
  const { y } = scaleOf(points(...values), null);
  const tops = values.map(y);
  expect(tops).toEqual(tops.toSorted((one, other) => other - one));
  for (const top of tops) expect(top >= 0 && top <= height).toBe(true);
});

test('the edge of what is healthy is in the picture even if no value is near it', () => {
  const { y } = scaleOf(points(1, 2), { low: null, high: 100 });
  expect(y(100)).toBeGreaterThanOrEqual(0);
  expect(y(100)).toBeLessThan(y(2));
});

test.each([[[]], [[5]], [[0, 0]], [[null, null]]])('%j has finite places', (values) => {
  const all = points(...values);
  const { x, y } = scaleOf(all, null);
  for (const { at, value } of all) {
    expect(Number.isFinite(x(at))).toBe(true);
    expect(Number.isFinite(y(value ?? 0))).toBe(true);
  }
});
