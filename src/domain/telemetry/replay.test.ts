import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  everyMs,
  type MadeSeries,
  madeSeries,
  metrics,
  randomFrom,
  scored,
  shapes,
} from '../../../test/harness/made-series.ts';
import { type Instant, instant, minutes } from '../time.ts';
import { medianOf } from './baseline.ts';
import { type Replayed, replay } from './replay.ts';

const windowMs = minutes(15);
const through = ({ points, from }: Pick<MadeSeries, 'points' | 'from'>): Replayed => {
  const replayed = replay(points, from, windowMs);
  if (typeof replayed === 'string') throw new Error(replayed);
  return replayed;
};

describe('D4: an all-clear on series whose true end is known', () => {
  const results = metrics.flatMap((metric) =>
    shapes.flatMap((shape) =>
      [101, 102, 103].map((seed) => {
        const series = madeSeries(metric, shape, seed);
        const { allClearAt, newBaselineAt } = through(series);
        return { metric, shape, seed, ...scored(series, allClearAt ?? newBaselineAt) };
      }),
    ),
  );
  const delays = (shape: string): number[] =>
    results.flatMap((result) => (result.shape === shape && result.is === 'clear' ? [result.delay] : []));

  test('is neither false nor forgotten, but for a tail that is smaller than the signal’s own wandering', () => {
    const wrong = results.filter(({ is }) => is !== 'clear');
    expect(wrong.map(({ metric, shape, is }) => `${metric}, ${shape}: ${is}`)).toEqual([
      'throughput, slow-drain: false',
    ]);
  });

  test('comes a quarter of an hour after the end', () => {
    for (const shape of ['step', 'dip-then-relapse', 'sawtooth'] as const) {
      expect(medianOf(delays(shape)), shape).toBeLessThanOrEqual(16);
      expect(Math.min(...delays(shape)), shape).toBe(15);
    }
    expect(medianOf(delays('ramp'))).toBeLessThanOrEqual(18);
  });

  test('does not come where the series has settled elsewhere: whether that is usual now is asked', () => {
    const series = madeSeries('success-rate', 'new-baseline', 7);
    const { allClearAt, newBaselineAt } = through(series);
    expect(allClearAt).toBeNull();
    expect(scored(series, newBaselineAt)).toMatchObject({ is: 'clear' });
  });

  test('does not come before anything was seen to be wrong', () => {
    const random = randomFrom(5);
    const points = Array.from({ length: 300 }, (_, index) => ({ at: instant(index * everyMs), value: 5 + random() }));
    expect(through({ points, from: instant(120 * everyMs) }).allClearAt).toBeNull();
  });
});

describe('D4: within the window', () => {
  const quiet = Array.from({ length: 120 }, (_, index) => ({
    at: instant(index * everyMs),
    value: 10 + (index % 7) / 10 + (index % 3) / 20,
  }));
  const from = instant(120 * everyMs);
  /** After ten minutes of incident: `o` usual, `x` out of band, `?` no value, `.` no point at all. */
  const clearAt = (story: string): Instant | null => {
    const letters = `${'x'.repeat(10)}${story}`;
    const points = [...letters].flatMap((letter, index) => {
      const at = instant(from + index * everyMs);
      if (letter === '.') return [];
      return [{ at, value: letter === '?' ? null : letter === 'x' ? 90 : 10 + (index % 7) / 10 }];
    });
    const replayed = replay([...quiet, ...points], from, windowMs);
    if (typeof replayed === 'string') throw new Error(replayed);
    return replayed.allClearAt;
  };
  const minute = (at: Instant | null): number | null => (at === null ? null : (at - from) / everyMs - 9);

  test('fifteen readings in band are enough', () => {
    expect(minute(clearAt('o'.repeat(14)))).toBeNull();
    expect(minute(clearAt('o'.repeat(15)))).toBe(15);
  });

  test('a lone reading out of band does not restart it, a second one soon after does', () => {
    expect(minute(clearAt('oooooxooooooooo'))).toBe(15);
    expect(minute(clearAt('oooooxoooxoooooooooooooooo'))).toBe(21);
  });

  test('nothing ends on a reading out of band', () => {
    expect(minute(clearAt('oooooooooooooox'))).toBeNull();
    expect(minute(clearAt('oooooooooooooxo'))).toBe(15);
  });

  test('one or two missing readings pause it, three restart it', () => {
    expect(minute(clearAt('ooooo??oooooooooooo'))).toBe(18);
    expect(minute(clearAt('ooooo..oooooooooooo'))).toBe(18);
    expect(minute(clearAt(`ooooo???${'o'.repeat(15)}`))).toBeNull();
    expect(minute(clearAt(`ooooo...${'o'.repeat(16)}`))).toBe(24);
  });

  test('no sequence with two readings out of band, or a gap, inside the window yields an all-clear', () => {
    const letters = fc.array(fc.constantFrom('o', 'o', 'o', 'o', 'o', 'x', '?', '.'), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(letters, (story) => {
        const at = minute(clearAt(story.join('')));
        if (at === null) return;
        const window = story.slice(at - 15, at).join('');
        expect(window.split('x').length - 1, window).toBeLessThanOrEqual(1);
        expect(window).not.toMatch(/[?.]{3}/);
        expect(window).toMatch(/o$/);
      }),
      { numRuns: 300 },
    );
  });
});

test('a series that says nothing is told apart from one that never cleared', () => {
  const point = { at: instant(0), value: 1 };
  expect(replay([point], instant(0), windowMs)).toBe('too-few-points');
  const many = Array.from({ length: 60 }, (_, index) => ({ at: instant(index * everyMs), value: index % 5 }));
  expect(replay(many, instant(10 * everyMs), windowMs)).toBe('too-little-quiet-time');
});

test('what is usual is taken from the same hours of the days before, where they were kept', () => {
  const random = randomFrom(9);
  const day = 24 * 60;
  const from = instant(4 * day * everyMs);
  // By day it is ten times what it is at night, and the incident begins as the day does.
  const points = Array.from({ length: 4 * day + 240 }, (_, index) => {
    const byDay = index % day < 12 * 60 ? 100 : 10;
    const incident = index >= 4 * day && index < 4 * day + 60 ? 900 : 0;
    return { at: instant(index * everyMs), value: byDay + 5 * random() + incident };
  });
  expect(((through({ points, from }).allClearAt ?? 0) - from) / everyMs).toBe(74);
});
