import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant, type Instant } from '../time.ts';
import { type ClockSettings, type SignalClock, signalClock } from './clock.ts';
import type { Reading } from './reading.ts';
import { missedIn } from './walk.ts';

const everyMs = 10_000;
const start = 1_700_000_000_000;
/** The n-th time that a reading is due. */
const due = (n: number): Instant => instant(start + n * everyMs);
const settings: ClockSettings = { healthy: { comparison: '<', bound: 1 }, everyMs, from: due(0) };

const at = (time: Instant, value: number | null): Reading => ({
  at: time,
  value,
  missing: value === null ? 'absent' : null,
});

/** A letter for each time a reading is due: `o` healthy, `x` a breach, `?` one without a value, `.` none at all. */
function given(story: string): Reading[] {
  const values: Readonly<Record<string, number | null>> = { o: 0.5, x: 2, '?': null };
  return [...story].flatMap((letter, n) => (letter === '.' ? [] : [at(due(n), values[letter] ?? null)]));
}

/** The clock when the last letter of the story is due. */
function then(story: string, change: Partial<ClockSettings> = {}): SignalClock {
  return signalClock({ ...settings, ...change }, given(story), due(story.length - 1));
}

describe('a clean signal', () => {
  test('counts from its first clean reading to its last', () => {
    expect(then('ooooo')).toEqual({
      status: 'healthy',
      cleanMs: 4 * everyMs,
      cleanSince: due(0),
      restarts: [],
      samples: 5,
      lowest: 0.5,
      highest: 0.5,
      last: at(due(4), 0.5),
      seenUnhealthy: false,
      moved: false,
      missing: null,
      unsettled: null,
      extraMs: 0,
    });
  });

  test('with one reading has begun, and counts nothing yet', () => {
    expect(then('o')).toMatchObject({ status: 'healthy', cleanMs: 0, cleanSince: due(0), samples: 1 });
  });

  test('counts the time between readings as it was, not as it was meant to be', () => {
    const readings = [at(due(0), 0), at(instant(start + 9000), 0), at(instant(start + 23_000), 0)];
    expect(signalClock(settings, readings, instant(start + 23_000)).cleanMs).toBe(23_000);
  });

  test('counts nothing after its last reading: nobody has looked since', () => {
    expect(signalClock(settings, given('ooo'), instant(due(2) + 14_000))).toMatchObject({
      cleanMs: 2 * everyMs,
      missing: null,
      unsettled: null,
      extraMs: 0,
    });
  });

  test('tells the lowest and the highest of the readings it rests on', () => {
    const values = [0.4, 0.2, 0.9, 0.3];
    const readings = values.map((value, n) => at(due(n), value));
    expect(signalClock(settings, readings, due(3))).toMatchObject({ lowest: 0.2, highest: 0.9, samples: 4 });
  });
});

describe('a breach', () => {
  test('restarts the clock: only what is clean after it counts', () => {
    expect(then('oooxoo')).toMatchObject({
      status: 'healthy',
      cleanMs: everyMs,
      cleanSince: due(4),
      samples: 2,
      lowest: 0.5,
      highest: 0.5,
      restarts: [{ at: due(3), why: 'breach' }],
      seenUnhealthy: true,
      moved: true,
    });
  });

  test('now leaves nothing clean', () => {
    expect(then('ooox')).toEqual({
      status: 'breached',
      cleanMs: 0,
      cleanSince: null,
      restarts: [{ at: due(3), why: 'breach' }],
      samples: 0,
      lowest: null,
      highest: null,
      last: at(due(3), 2),
      seenUnhealthy: true,
      moved: true,
      missing: null,
      unsettled: null,
      extraMs: 0,
    });
  });

  test('that goes on restarts once, and one at the very beginning not at all', () => {
    expect(then('ooxxx').restarts).toEqual([{ at: due(2), why: 'breach' }]);
    expect(then('xxoo').restarts).toEqual([]);
    expect(then('xxoo')).toMatchObject({ cleanSince: due(2), cleanMs: everyMs });
  });

  test('that comes again restarts again', () => {
    expect(then('oxoxo').restarts).toEqual([
      { at: due(1), why: 'breach' },
      { at: due(3), why: 'breach' },
    ]);
  });

  test('of one reading is enough, however long the signal was clean', () => {
    expect(then(`${'o'.repeat(500)}xo`)).toMatchObject({ cleanMs: 0, cleanSince: due(501), samples: 1 });
  });

  test('ends the counting of what is missing', () => {
    expect(then('o??x??o')).toMatchObject({
      status: 'healthy',
      cleanSince: due(6),
      restarts: [{ at: due(3), why: 'breach' }],
    });
    expect(then('x??o??o')).toMatchObject({ cleanSince: due(3), samples: 2, restarts: [] });
  });

  test('followed by one missing reading is not known to go on', () => {
    expect(then('oox?')).toMatchObject({ status: 'unknown', cleanSince: null, missing: 'absent' });
  });

  test('is a breach still when the next reading is a little late', () => {
    expect(then('oox.')).toMatchObject({ status: 'breached', missing: null });
    expect(then('oox..')).toMatchObject({ status: 'breached', missing: 'silence' });
  });

  test('at the bound itself is one where the bound is not healthy', () => {
    const readings = [at(due(0), 1)];
    const inclusive: ClockSettings = { ...settings, healthy: { comparison: '<=', bound: 1 } };
    expect(signalClock(settings, readings, due(0)).status).toBe('breached');
    expect(signalClock(inclusive, readings, due(0)).status).toBe('healthy');
  });
});

describe.each([
  ['without a value', '?'],
  ['that never came', '.'],
])('readings %s', (_what, m) => {
  test('pause the clock while they are one or two: that time counts for nothing, the rest stands', () => {
    for (const gap of [m, m + m]) {
      expect(then(`ooo${gap}oo`)).toMatchObject({
        status: 'healthy',
        cleanMs: 3 * everyMs,
        cleanSince: due(0),
        samples: 5,
        restarts: [],
        missing: null,
        unsettled: null,
        extraMs: 0,
      });
    }
  });

  test('restart it when they are three', () => {
    expect(then(`ooo${m}${m}${m}oo`)).toMatchObject({
      status: 'healthy',
      cleanMs: everyMs,
      cleanSince: due(6),
      samples: 2,
      restarts: [{ at: due(5), why: 'gap' }],
    });
  });

  test('restart it once, however many they are', () => {
    expect(then(`ooo${m.repeat(9)}oo`).restarts).toEqual([{ at: due(5), why: 'gap' }]);
  });

  test('pause it any number of times, if a reading comes between', () => {
    expect(then(`oo${m}${m}oo${m}${m}o${m}${m}oo`)).toMatchObject({
      cleanMs: 3 * everyMs,
      cleanSince: due(0),
      samples: 7,
      restarts: [],
    });
  });

  test('before the first clean one restart nothing', () => {
    expect(then(`x${m.repeat(5)}oo`)).toMatchObject({ cleanSince: due(6), cleanMs: everyMs, restarts: [] });
  });
});

describe('readings missing in both ways', () => {
  test('count together', () => {
    expect(then('oo?.o')).toMatchObject({ cleanMs: everyMs, cleanSince: due(0), restarts: [] });
    for (const gap of ['?.?', '..?', '?..', '.?.', '??.']) {
      expect(then(`oo${gap}o`)).toMatchObject({
        cleanMs: 0,
        cleanSince: due(5),
        restarts: [{ at: due(4), why: 'gap' }],
      });
    }
  });
});

describe('a gap up to now', () => {
  const ending = (gapMs: number): SignalClock => signalClock(settings, given('ooo'), instant(due(2) + gapMs));

  test('of one and a half times the distance is none yet', () => {
    expect(ending(15_000)).toMatchObject({ status: 'healthy', missing: null });
    expect(ending(15_001)).toMatchObject({ status: 'healthy', missing: 'silence', cleanMs: 2 * everyMs });
  });

  test('of two readings pauses, of three makes the signal unknown and restarts', () => {
    expect(ending(34_999)).toMatchObject({ status: 'healthy', missing: 'silence', cleanSince: due(0), samples: 3 });
    expect(ending(35_000)).toEqual({
      status: 'unknown',
      cleanMs: 0,
      cleanSince: null,
      restarts: [{ at: due(5), why: 'gap' }],
      samples: 0,
      lowest: null,
      highest: null,
      last: at(due(2), 0.5),
      seenUnhealthy: false,
      moved: false,
      missing: 'silence',
      unsettled: null,
      extraMs: 0,
    });
  });

  test('restarts at the same time however late it is looked at, and after it has ended', () => {
    const restarts = [{ at: due(5), why: 'gap' }];
    for (const later of [40_000, 90_000, 4_000_000]) expect(ending(later).restarts).toEqual(restarts);
    expect(then('ooo......oo').restarts).toEqual(restarts);
  });

  test('counts with the readings without a value before it', () => {
    expect(then('ooo?.')).toMatchObject({ status: 'healthy', missing: 'absent' });
    expect(then('ooo?..')).toMatchObject({ status: 'healthy', missing: 'silence' });
    expect(then('ooo?...')).toMatchObject({ status: 'unknown', restarts: [{ at: due(5), why: 'gap' }] });
    expect(then('ooo??.')).toMatchObject({ status: 'healthy', missing: 'absent' });
    expect(then('ooo??..')).toMatchObject({ status: 'unknown', restarts: [{ at: due(5), why: 'gap' }] });
  });

  test('makes a breach unknown in the end', () => {
    expect(then('oox...')).toMatchObject({ status: 'breached' });
    expect(then('oox....')).toMatchObject({ status: 'unknown', missing: 'silence' });
  });
});

describe('a signal without a value', () => {
  test('is unknown while it never had one', () => {
    expect(then('?')).toMatchObject({ status: 'unknown', missing: 'absent', cleanSince: null, lowest: null });
    expect(then('??????')).toMatchObject({ status: 'unknown', restarts: [] });
  });

  test('still stands as it was for two readings, and is unknown with the third', () => {
    expect(then('oo??')).toMatchObject({ status: 'healthy', missing: 'absent', cleanMs: everyMs });
    expect(then('oo???')).toMatchObject({ status: 'unknown', missing: 'absent', cleanMs: 0 });
  });

  test('says why', () => {
    const readings: Reading[] = [at(due(0), 0), { at: due(1), value: null, missing: 'low-traffic' }];
    expect(signalClock(settings, readings, due(1)).missing).toBe('low-traffic');
  });

  test('and without readings is unknown: silence is never health', () => {
    for (const now of [due(0), due(99)]) {
      expect(signalClock(settings, [], now)).toEqual({
        status: 'unknown',
        cleanMs: 0,
        cleanSince: null,
        restarts: [],
        samples: 0,
        lowest: null,
        highest: null,
        last: null,
        seenUnhealthy: false,
        moved: false,
        missing: 'silence',
        unsettled: null,
        extraMs: 0,
      });
    }
  });
});

describe('what counts', () => {
  test('begins at `from`, that time included', () => {
    expect(then('ooooo', { from: due(2) })).toMatchObject({ cleanSince: due(2), cleanMs: 2 * everyMs, samples: 3 });
    expect(then('ooooo', { from: instant(due(2) + 1) })).toMatchObject({ cleanSince: due(3), samples: 2 });
  });

  test('ends now, that time included', () => {
    expect(signalClock(settings, given('ooooo'), due(3))).toMatchObject({ samples: 4, last: at(due(3), 0.5) });
    expect(signalClock(settings, given('ooooo'), instant(due(3) - 1))).toMatchObject({ samples: 3 });
  });

  test('holds no breach and no gap from before `from`', () => {
    expect(then('oxoo....ooo', { from: due(8) })).toMatchObject({ restarts: [], cleanSince: due(8) });
    expect(then('ooo', { from: due(3) })).toMatchObject({ status: 'unknown', last: null, missing: 'silence' });
  });

  test('does not bound what the signal has shown of itself', () => {
    expect(then('xooo', { from: due(1) })).toMatchObject({ seenUnhealthy: true, moved: true, restarts: [] });
  });
});

describe('a signal proves something', () => {
  test('only if its values differ', () => {
    expect(then('oooo').moved).toBe(false);
    expect(then('o?o.o').moved).toBe(false);
    expect(then('x').moved).toBe(false);
    const readings = [at(due(0), 0.1), at(due(1), null), at(due(2), 0.2)];
    expect(signalClock(settings, readings, due(2))).toMatchObject({ moved: true, seenUnhealthy: false });
  });

  test('or if it was seen unhealthy, though it is well now', () => {
    expect(then('xxx').seenUnhealthy).toBe(true);
    expect(then('ooxo').seenUnhealthy).toBe(true);
    expect(then('o?o').seenUnhealthy).toBe(false);
  });
});

describe('how many readings are missing', () => {
  test.each([
    [0, 0],
    [10_000, 0],
    [15_000, 0],
    [15_001, 1],
    [20_000, 1],
    [24_999, 1],
    [25_000, 2],
    [30_000, 2],
    [34_999, 2],
    [35_000, 3],
    [40_000, 3],
    [100_000, 9],
  ])('in %d ms, when they are due each 10 s: %d', (gapMs, missed) => {
    expect(missedIn(gapMs, everyMs)).toBe(missed);
  });
});

describe('for any story', () => {
  const story = fc
    .array(fc.constantFrom('o', 'o', 'o', 'x', '?', '.'), { minLength: 1, maxLength: 40 })
    .map((letters) => letters.join(''));

  test('clean time is no longer than the time since the first clean reading', () => {
    fc.assert(
      fc.property(story, (letters) => {
        const { cleanMs, cleanSince, samples, status } = then(letters);
        expect(cleanMs).toBeLessThanOrEqual(cleanSince === null ? 0 : due(letters.length - 1) - cleanSince);
        expect(cleanMs).toBe(Math.max(0, cleanMs));
        expect(samples > 0).toBe(cleanSince !== null);
        if (status === 'healthy') expect(cleanSince).not.toBeNull();
      }),
    );
  });

  test('restarts are never taken back', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 1, max: 40 }), (letters, length) => {
        const before = then(letters.slice(0, length)).restarts;
        expect(then(letters).restarts.slice(0, before.length)).toEqual(before);
      }),
    );
  });

  test('a healthy signal was not breached and not long silent since its clean time began', () => {
    fc.assert(
      fc.property(story, (letters) => {
        const { status, cleanSince } = then(letters);
        if (status !== 'healthy' || cleanSince === null) return;
        const since = letters.slice((cleanSince - start) / everyMs);
        expect(since).not.toMatch(/x|[?.]{3}.*o/);
      }),
    );
  });
});
