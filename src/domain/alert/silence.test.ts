import { describe, expect, test } from 'vitest';
import { hours, instant, later, minutes } from '../time.ts';
import { admit, keepsId, longestByKeyMs, type Silence, type SilenceWish, stateOf, toReadySilence } from './silence.ts';

const now = instant(1_800_000_000_000);
const matchers = [{ label: 'alertname', operator: '=', value: 'DiskFull' }] as const;
const wish = (change: Partial<SilenceWish> = {}): SilenceWish => ({
  id: null,
  matchers,
  startsAt: now,
  endsAt: later(now, hours(2)),
  createdBy: 'kyle',
  comment: 'maintenance',
  ...change,
});
const silence: Silence = { ...wish(), id: 's', updatedAt: now };

describe('a silence', () => {
  test('made with a key ends within four hours of its making', () => {
    const admitted = admit(wish({ endsAt: later(now, hours(48)) }), now, longestByKeyMs);
    expect(admitted).toEqual({ ok: true, startsAt: now, endsAt: later(now, hours(4)) });
    const tomorrow = wish({ startsAt: later(now, hours(24)), endsAt: later(now, hours(25)) });
    expect(admit(tomorrow, now, longestByKeyMs)).toEqual({ ok: false, problem: { code: 'starts-too-late' } });
    expect(admit(tomorrow, now, null)).toMatchObject({ ok: true, endsAt: later(now, hours(25)) });
  });

  test('begins now when it was to begin before', () => {
    expect(admit(wish({ startsAt: later(now, -hours(1)) }), now, null)).toMatchObject({ ok: true, startsAt: now });
  });

  test.each([
    ['no-matchers', wish({ matchers: [] })],
    ['matches-everything', wish({ matchers: [{ label: 'a', operator: '=~', value: '.*' }] })],
    ['bad-matcher', wish({ matchers: [{ label: 'a', operator: '=~', value: '(' }] })],
    ['end-in-past', wish({ startsAt: later(now, -2000), endsAt: later(now, -1000) })],
    ['end-before-start', wish({ startsAt: later(now, 2000), endsAt: later(now, 1000) })],
    ['too-many-matchers', wish({ matchers: Array.from({ length: 51 }, () => matchers[0]) })],
  ])('is refused: %s', (code, asked) => {
    expect(admit(asked, now, null)).toMatchObject({ ok: false, problem: { code } });
  });

  test('is pending, then active, then expired', () => {
    const span = { startsAt: later(now, 10), endsAt: later(now, 20) };
    expect([0, 10, 19, 20].map((by) => stateOf(span, later(now, by)))).toEqual([
      'pending',
      'active',
      'active',
      'expired',
    ]);
  });

  test('keeps its id while only its span changes', () => {
    expect(keepsId(silence, wish({ id: 's', endsAt: later(now, hours(3)) }), later(now, minutes(1)))).toBe(true);
    expect(keepsId(silence, wish({ id: 's', startsAt: later(now, minutes(1)) }), later(now, minutes(1)))).toBe(false);
    expect(
      keepsId(silence, wish({ id: 's', matchers: [...matchers, { label: 'b', operator: '=', value: 'c' }] }), now),
    ).toBe(false);
    expect(keepsId(silence, wish({ id: 's' }), later(now, hours(3)))).toBe(false);
  });

  test('covers what fits all its matchers', () => {
    const ready = toReadySilence({ id: 's', matchers: [...matchers, { label: 'env', operator: '!=', value: 'prod' }] });
    expect(ready.covers({ alertname: 'DiskFull', env: 'test' })).toBe(true);
    expect(ready.covers({ alertname: 'DiskFull', env: 'prod' })).toBe(false);
  });
});
