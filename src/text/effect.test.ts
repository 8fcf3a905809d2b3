import { expect, test } from 'vitest';
import type { SignalEffect } from '../domain/telemetry/effect.ts';
import { effectText } from './effect.ts';

const effect: SignalEffect = {
  signal: 'S1',
  name: 'error rate',
  verdict: 'improved',
  because: null,
  other: null,
  before: 0.0713,
  after: 0.003,
  withinMs: 120_000,
  points: [],
};
const untold = { verdict: 'cant-tell', before: null, after: null, withinMs: null } as const;

test.each<[Partial<SignalEffect>, string]>([
  [{}, 'error rate fell from 0.0713 to 0.003 within 2 min of the start, improved'],
  [{ verdict: 'worse', after: 0.2 }, 'error rate rose from 0.0713 to 0.2 within 2 min of the start, worse'],
  [{ verdict: 'none', after: 0.07, withinMs: null }, 'error rate unchanged at 0.07'],
  [
    { verdict: 'cant-tell', because: 'other-change', other: { change: 'C1', apartMs: -180_000 } },
    'error rate fell from 0.0713 to 0.003 within 2 min of the start; can’t tell: another change, C1, 3 min earlier',
  ],
  [
    { ...untold, because: 'other-change', other: { change: 'C3', apartMs: 60_000 } },
    'error rate: can’t tell: another change, C3, 60 s later',
  ],
  [{ ...untold, because: 'few-readings' }, 'error rate: can’t tell: too few readings around it'],
])('B8: what a change did is said plainly (%#)', (change, said) => {
  expect(effectText({ ...effect, ...change })).toBe(said);
});
