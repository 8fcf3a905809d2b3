import { expect, test } from 'vitest';
import { age, face, spoken } from './length.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

test.each([
  [-5 * second, '0:00'],
  [999, '0:00'],
  [4 * minute + 5 * second, '4:05'],
  [41 * minute + 12 * second, '41:12'],
  [99 * minute + 59 * second, '99:59'],
  [100 * minute, '1 h 40'],
  [3 * hour + 5 * minute, '3 h 05'],
  [50 * hour, '50 h 00'],
])('a clock shows %i ms as %s', (ms, says) => {
  expect(face(ms)).toBe(says);
});

test.each([
  [-1, '0 s'],
  [20 * second, '20 s'],
  [59_999, '59 s'],
  [minute, '1 min'],
  [119 * minute, '119 min'],
  [2 * hour, '2 h'],
  [47 * hour, '47 h'],
  [48 * hour, '2 d'],
  [400 * hour, '16 d'],
])('%i ms are as old as %s', (ms, says) => {
  expect(age(ms)).toBe(says);
});

test.each([
  [-minute, 'less than a minute'],
  [59_999, 'less than a minute'],
  [minute, '1 minute'],
  [41 * minute, '41 minutes'],
  [2 * hour, '2 hours'],
  [2 * hour + minute, '2 hours 1 minute'],
  [26 * hour + 30 * minute, '26 hours 30 minutes'],
])('%i ms are said as "%s"', (ms, says) => {
  expect(spoken(ms)).toBe(says);
});
