import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Instant, instant, later, minutes } from '../time.ts';
import { type Alert, hasLapsed, hear, lapse } from './alert.ts';
import { type Notice, type Said, saidInstant, toNotice } from './notice.ts';
import { isCostless, type Word, wordAfter } from './word.ts';

const now = instant(Date.parse('2026-11-23T07:58:30.000Z'));
const at = (seconds: number): Instant => later(now, seconds * 1000);
const zero = saidInstant(Date.parse('0001-01-01T00:00:00.000Z'));
const labels = { alertname: 'DiskFull', service: 'db' };
const says = (said: Partial<Said> = {}): Said => ({
  labels,
  annotations: {},
  status: null,
  startsAt: now,
  endsAt: at(240),
  generatorUrl: null,
  ...said,
});
const firing = (said: Partial<Said> = {}, receivedAt = now): Notice => toNotice(says(said), receivedAt, true);
const heard = (...notices: readonly (readonly [Notice, Instant])[]): ReturnType<typeof hear>[] => {
  let alert: Alert | null = null;
  return notices.map(([notice, receivedAt]) => {
    const result = hear(alert, notice, receivedAt);
    alert = result.alert;
    return result;
  });
};

describe('what was said', () => {
  test('with a zero beginning leaves it open, and no beginning lies after the end', () => {
    expect(zero).toBeNull();
    expect(firing({ startsAt: zero, endsAt: at(600) })).toMatchObject({ status: 'firing', startsAt: null });
    const [first] = heard([firing({ startsAt: zero, endsAt: at(600) }), now]);
    expect(first?.alert.startsAt).toBe(now);
    expect(firing({ startsAt: at(900), endsAt: at(600) }).startsAt).toBe(at(600));
    const [future] = heard([firing({ startsAt: at(900), endsAt: at(600) }), now]);
    expect(future?.alert.startsAt).toBe(now);
  });

  test('with an end in the past is over', () => {
    expect(firing({ endsAt: at(-1) })).toMatchObject({ status: 'resolved', endsAt: at(-1) });
  });

  test('without an end holds for one resolve timeout from a sender that repeats, and until further word from one that does not', () => {
    expect(firing({ endsAt: null })).toMatchObject({ status: 'firing', endsAt: later(now, minutes(5)) });
    expect(toNotice(says({ status: 'firing', endsAt: zero }), now, false)).toMatchObject({
      status: 'firing',
      endsAt: null,
    });
  });

  test('as resolved is resolved, whenever it says it ended', () => {
    expect(toNotice(says({ status: 'resolved', endsAt: at(600) }), now, false)).toMatchObject({
      status: 'resolved',
      endsAt: now,
    });
    expect(toNotice(says({ status: 'resolved', endsAt: zero }), now, false).endsAt).toBe(now);
  });
});

describe('an alert', () => {
  test('repeated for ever says nothing new', () => {
    const results = heard(
      [firing(), now],
      [firing({ endsAt: at(300) }, at(60)), at(60)],
      [firing({ endsAt: at(360) }, at(120)), at(120)],
    );
    expect(results.map(({ transition }) => transition?.to ?? null)).toEqual(['firing', null, null]);
    expect(results[2]?.alert).toMatchObject({ startsAt: now, endsAt: at(360), lastSeenAt: at(120) });
  });

  test('resolves once, however often it is said', () => {
    const over = firing({ endsAt: at(12) }, at(12));
    const results = heard([firing(), now], [over, at(12)], [over, at(18)], [over, at(24)]);
    expect(results.map(({ transition }) => transition?.to ?? null)).toEqual(['firing', 'resolved', null, null]);
    expect(results[1]?.transition?.at).toBe(at(12));
  });

  test('that fires after it resolved is new trouble when it began later, and the same when it did not', () => {
    const over = firing({ endsAt: at(12) }, at(12));
    const again = firing({ startsAt: at(30), endsAt: at(300) }, at(30));
    const same = firing({ endsAt: at(300) }, at(30));
    expect(heard([firing(), now], [over, at(12)], [again, at(30)])[2]?.transition).toEqual({
      to: 'firing',
      at: at(30),
      episode: 'new',
    });
    const [, , third] = heard([firing(), now], [over, at(12)], [same, at(30)]);
    expect(third?.transition).toEqual({ to: 'firing', at: at(30), episode: 'same' });
    expect(third?.alert.startsAt).toBe(now);
  });

  test('watched by two servers keeps the earlier beginning and makes no noise', () => {
    const other = firing({ startsAt: at(7), endsAt: at(250) }, at(8));
    const results = heard([firing(), now], [other, at(8)], [firing({}, at(60)), at(60)], [other, at(68)]);
    expect(results.map(({ transition }) => transition?.to ?? null)).toEqual(['firing', null, null, null]);
    expect(results[3]?.alert.startsAt).toBe(now);
  });

  test('is not ended by the late end of trouble before it', () => {
    const again = firing({ startsAt: at(30), endsAt: at(300) }, at(30));
    const late = firing({ endsAt: at(12) }, at(40));
    expect(heard([again, at(30)], [late, at(40)])[1]).toMatchObject({
      transition: null,
      alert: { status: 'firing', startsAt: at(30) },
    });
  });

  test('whose end passes unsaid is lapsed, not resolved, and fires again when it is heard again', () => {
    const [first] = heard([firing(), now]);
    const alert = first?.alert as Alert;
    expect(hasLapsed(alert, at(250), 15_000)).toBe(false);
    expect(hasLapsed(alert, at(256), 15_000)).toBe(true);
    const lapsed = lapse(alert);
    expect(lapsed.transition).toEqual({ to: 'lapsed', at: at(240), episode: 'same' });
    expect(hasLapsed(lapsed.alert, at(999), 0)).toBe(false);
    const back = hear(lapsed.alert, firing({ endsAt: at(900) }, at(600)), at(600));
    expect(back.transition).toEqual({ to: 'firing', at: at(600), episode: 'same' });
    const over = hear(lapsed.alert, firing({ endsAt: at(500) }, at(600)), at(600));
    expect(over.transition).toEqual({ to: 'resolved', at: at(500), episode: 'same' });
  });

  test('told once and for good never lapses', () => {
    const { alert } = hear(null, toNotice(says({ status: 'firing', endsAt: null }), now, false), now);
    expect(hasLapsed(alert, at(1_000_000), 0)).toBe(false);
  });
});

const seconds = fc.integer({ min: -100, max: 1000 });
const arrivals = fc.array(
  fc.record({
    startsAt: fc.option(seconds.map(at)),
    endsAt: fc.option(seconds.map(at)),
    step: fc.integer({ min: 0, max: 60 }),
    status: fc.constantFrom(null, 'firing' as const, 'resolved' as const),
  }),
  { maxLength: 12 },
);

/** Hears a story and calls `each` after every arrival. */
function tell(
  story: readonly {
    startsAt: Instant | null;
    endsAt: Instant | null;
    step: number;
    status: 'firing' | 'resolved' | null;
  }[],
  each: (before: Alert | null, notice: Notice, receivedAt: Instant, result: ReturnType<typeof hear>) => void,
): void {
  let alert: Alert | null = null;
  let clock = 0;
  for (const { step, ...said } of story) {
    clock += step;
    const notice = toNotice(says(said), at(clock), said.status === null);
    const result = hear(alert, notice, at(clock));
    each(alert, notice, at(clock), result);
    alert = result.alert;
  }
}

describe('whatever arrives', () => {
  test('saying the same again changes nothing but the time', () => {
    fc.assert(
      fc.property(arrivals, (story) => {
        tell(story, (_before, notice, receivedAt, { alert }) => {
          const again = hear(alert, notice, receivedAt);
          expect(again.transition).toBeNull();
          expect(again.alert).toEqual(alert);
        });
      }),
    );
  });

  test('a transition is exactly a change of status or new trouble, and no alert begins after it ends or in the future', () => {
    fc.assert(
      fc.property(arrivals, (story) => {
        tell(story, (before, _notice, receivedAt, { alert, transition }) => {
          const changed = before === null ? alert.status === 'firing' : before.status !== alert.status;
          if (changed) expect(transition?.to).toBe(alert.status);
          else if (transition) expect(transition).toMatchObject({ to: 'firing', episode: 'new' });
          expect(alert.startsAt).toBeLessThanOrEqual(receivedAt);
          if (alert.endsAt !== null) expect(alert.startsAt).toBeLessThanOrEqual(alert.endsAt);
        });
      }),
    );
  });

  test('a costless repeat is never a transition', () => {
    fc.assert(
      fc.property(arrivals, (story) => {
        let word: Word | null = null;
        tell(story, (_before, notice, receivedAt, { transition }) => {
          if (word !== null && isCostless(word, notice, receivedAt)) expect(transition).toBeNull();
          word = wordAfter(word, notice, receivedAt);
        });
      }),
      { numRuns: 2000 },
    );
  });
});
