import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced } from './paced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('runs at once, then at most so often, and never loses the last', () => {
  let runs = 0;
  const ask = paced(150, () => (runs += 1));
  ask();
  expect(runs).toBe(1);
  ask();
  ask();
  expect(runs).toBe(1);
  vi.advanceTimersByTime(150);
  expect(runs).toBe(2);
  vi.advanceTimersByTime(1_000);
  expect(runs).toBe(2);
  ask();
  expect(runs).toBe(3);
});
