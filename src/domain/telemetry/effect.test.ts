import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../../test/harness/made-series.ts';
import { type Instant, instant } from '../time.ts';
import { baselineOf } from './baseline.ts';
import type { Condition } from './condition.ts';
import { type Around, effectOn, type SignalEffect } from './effect.ts';
import type { Reading } from './reading.ts';

const everyMs = 15_000;
const startedAt = instant(1_800_000_000_000);
const minute = (count: number): Instant => instant(startedAt + count * 60_000);
const below: Condition = { comparison: '<', bound: 0.01 };

/** Readings from ten minutes before the start to ten minutes after it, with a little noise. */
function readings(value: (minutes: number) => number | null, noise = 0.05, seed = 3): Reading[] {
  const random = randomFrom(seed);
  return Array.from({ length: 81 }, (_, index) => {
    const at = instant(startedAt + (index - 40) * everyMs);
    const plain = value((at - startedAt) / 60_000);
    return plain === null
      ? { at, value: null, missing: 'absent' }
      : { at, value: plain * (1 + noise * (random() - 0.5)), missing: null };
  });
}

const effect = (read: readonly Reading[], around: Partial<Around> = {}, healthy: Condition = below): SignalEffect =>
  effectOn({ key: 'S1', name: 'error rate', healthy }, read, { startedAt, until: minute(10), others: [], ...around });

describe('B8: the effect of a change', () => {
  test('is told with numbers and the time that it took', () => {
    const told = effect(readings((minutes) => (minutes < 2 ? 0.07 : 0.003)));
    expect(told).toMatchObject({ verdict: 'improved', because: null, withinMs: 120_000 });
    expect(told.before).toBeCloseTo(0.07, 2);
    expect(told.after).toBeCloseTo(0.003, 3);
  });

  test('is seen where the incident itself broke out shortly before', () => {
    const told = effect(readings((minutes) => (minutes < -2 ? 0.003 : minutes < 1 ? 0.07 : 0.004)));
    expect(told).toMatchObject({ verdict: 'improved', withinMs: 60_000 });
    expect(told.before).toBeCloseTo(0.07, 2);
  });

  test('is worse when it went the other way, by the condition of the signal', () => {
    expect(effect(readings((minutes) => (minutes < 1 ? 0.01 : 0.2))).verdict).toBe('worse');
    const above: Condition = { comparison: '>', bound: 0.9 };
    expect(
      effect(
        readings((minutes) => (minutes < 1 ? 0.95 : 0.3)),
        {},
        above,
      ).verdict,
    ).toBe('worse');
    expect(
      effect(
        readings((minutes) => (minutes < 1 ? 0.3 : 0.95)),
        {},
        above,
      ).verdict,
    ).toBe('improved');
  });

  test('where health means to be as before, nearer to it is better', () => {
    const quiet = Array.from({ length: 60 }, (_, index) => ({ at: minute(index - 200), value: 100 + (index % 9) }));
    const asBefore: Condition = { asBefore: baselineOf(quiet) };
    expect(
      effect(
        readings((minutes) => (minutes < 1 ? 20 : 101)),
        {},
        asBefore,
      ).verdict,
    ).toBe('improved');
    expect(
      effect(
        readings((minutes) => (minutes < 1 ? 101 : 400)),
        {},
        asBefore,
      ).verdict,
    ).toBe('worse');
    expect(
      effect(
        readings((minutes) => (minutes < 1 ? 20 : 101)),
        {},
        { asBefore: null },
      ),
    ).toMatchObject({
      verdict: 'cant-tell',
      because: 'no-baseline',
    });
  });

  test('is none where nothing moved, or by less than the noise', () => {
    const told = effect(readings(() => 0.07));
    expect(told).toMatchObject({ verdict: 'none', withinMs: null });
    expect(effect(readings((minutes) => (minutes < 2 ? 0.07 : 0.065), 1)).verdict).toBe('none');
  });

  test('is not seen where there is only noise, in at most one of a hundred tries', () => {
    const seen = Array.from({ length: 300 }, (_, seed) => effect(readings(() => 0.05, 1.5, seed + 1)).verdict);
    expect(seen.filter((verdict) => verdict !== 'none').length).toBeLessThanOrEqual(3);
  });

  test('cannot be told when another change began shortly before', () => {
    const others = [{ change: 'C1', startedAt: minute(-3) }];
    const told = effect(
      readings((minutes) => (minutes < 2 ? 0.07 : 0.003)),
      { others },
    );
    expect(told).toMatchObject({ verdict: 'cant-tell', other: { change: 'C1', apartMs: -180_000 } });
    const longAgo = [{ change: 'C1', startedAt: minute(-6) }];
    expect(
      effect(
        readings((minutes) => (minutes < 2 ? 0.07 : 0.003)),
        { others: longAgo },
      ).verdict,
    ).toBe('improved');
  });

  test('ends where the next change begins', () => {
    const read = readings((minutes) => (minutes < 5 ? 0.07 : 0.003));
    expect(effect(read, { others: [{ change: 'C3', startedAt: minute(4) }] }).verdict).toBe('none');
    const told = effect(read, { others: [{ change: 'C3', startedAt: minute(1) }] });
    expect(told).toMatchObject({ verdict: 'cant-tell', because: 'other-change', other: { apartMs: 60_000 } });
  });

  test('cannot be told when the signal was on its way there before', () => {
    const told = effect(readings((minutes) => Math.max(0.002, 0.07 - 0.004 * (minutes + 10))));
    expect(told).toMatchObject({ verdict: 'cant-tell', because: 'moving-before' });
  });

  test('cannot be told by too few readings, and gaps are no readings', () => {
    const told = effect(readings((minutes) => (minutes < 0 ? 0.07 : null)));
    expect(told).toMatchObject({ verdict: 'cant-tell', because: 'few-readings', before: null });
    expect(told.points.some(({ value }) => value === null)).toBe(true);
  });

  test('keeps a picture of forty points at most, around the start', () => {
    const { points } = effect(readings(() => 1));
    expect(points.length).toBeLessThanOrEqual(41);
    expect(points[0]?.afterMs).toBeLessThan(-500_000);
    expect(points.at(-1)?.afterMs).toBe(600_000);
  });
});
