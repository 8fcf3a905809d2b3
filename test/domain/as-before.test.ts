import { beforeEach, describe, expect, test } from 'vitest';
import type { IncidentEvent } from '../../src/domain/incident/event.ts';
import { nextRightThings } from '../../src/domain/incident/next.ts';
import { allClearVerdict } from '../../src/domain/telemetry/all-clear.ts';
import { baselineOf } from '../../src/domain/telemetry/baseline.ts';
import { later, minutes, seconds } from '../../src/domain/time.ts';
import { expectAccepted, expectHeld, expectRefused, Room } from './room.ts';
import { ana, midnight } from './story.ts';

const everyMs = seconds(60);

let room: Room;
beforeEach(() => {
  room = new Room();
  room.say('confirm', { evidence: 'seen' });
  room.say('state-scope', { what: 'checkout' });
  room.say(
    'assign-role',
    { role: 'incident-commander', person: ana },
    { found: { person: { id: ana, active: true } } },
  );
  room.instrument('prometheus');
  room.say('change', { what: 'raise the pool', undo: 'set it back' });
  room.say('observe-change', { change: 'C1', result: 'improved' });
});

const turn = (status: string): void => {
  const body = {
    signal: 'S1',
    status,
    moved: true,
    seenUnhealthy: true,
    value: 0.1,
    because: '',
    restartedAt: null,
    pausedAt: null,
  };
  room.system('turn-signal', { ...body, at: room.now });
};
const verdict = (): ReturnType<typeof allClearVerdict> => allClearVerdict(room.state, room.facts());
const whys = (): string[] => verdict().blockers.map(({ why }) => why);
const last = <Type extends IncidentEvent['type']>(type: Type): Extract<IncidentEvent, { type: Type }>['body'] =>
  room.events.findLast((event) => event.type === type)?.body as never;

describe('D4: healthy as it was before', () => {
  const quiet = Array.from({ length: 60 }, (_, index) => ({
    at: later(midnight, minutes(index - 90)),
    value: level(index),
  }));
  const wait = (): void => turn('unknown');
  function level(index: number): number {
    return 100 + ((index * 7) % 11);
  }
  const usual = (count: number): number[] => Array.from({ length: count }, (_, index) => level(index));

  beforeEach(() => {
    room.say('add-signal', { name: 'orders', query: 'o', healthy: 'as before', everyMs });
    room.read('S1', everyMs, ...usual(3));
  });

  test('nothing is healthy while it is not known how it was', () => {
    expect(verdict().blockers).toContainEqual({ why: 'unsettled', signal: 'S1', unsettled: 'no-baseline' });
    expectHeld(room.say('declare-all-clear'), 'D4', 'unknown-waits');
  });

  test('the baseline is taken once, and the all-clear quotes it with the samples it rests on', () => {
    expectAccepted(room.system('take-baseline', { signal: 'S1', baseline: baselineOf(quiet) }), 'BaselineTaken');
    expectRefused(
      room.system('take-baseline', { signal: 'S1', baseline: baselineOf(quiet) }),
      'incident/nothing-changes',
    );
    room.read('S1', everyMs, ...Array.from({ length: 10 }, () => 900));
    wait();
    expect(whys()).toEqual(['breached']);
    room.read('S1', everyMs, ...usual(20));
    turn('healthy');
    expect(whys()).toEqual([]);
    expectAccepted(room.say('declare-all-clear', { statement: 'orders are back' }), 'AllClearDeclared');
    const [signal] = last('AllClearDeclared').signals;
    expect(signal).toMatchObject({
      healthy: { asBefore: { readings: 60 } },
      points: expect.arrayContaining([expect.objectContaining({ value: 900 })]),
    });
    expect(signal?.cleanMs).toBeGreaterThanOrEqual(minutes(20));
  });

  test('a lasting new level is asked of the commander with the numbers; taken for usual, the clock starts again', () => {
    room.system('take-baseline', { signal: 'S1', baseline: baselineOf(quiet) });
    room.read('S1', everyMs, ...Array.from({ length: 10 }, () => 900));
    wait();
    expectRefused(room.say('accept-baseline', { signal: 'S1', reason: 'x' }), 'incident/no-new-level');
    room.read('S1', everyMs, ...usual(30).map((value) => value + 60));
    const asked = nextRightThings(room.state, room.facts()).find(({ says }) => says === 'next/D4/new-level');
    expect(asked?.parameters).toMatchObject({ signal: 'S1', count: 30 });
    expectAccepted(room.say('accept-baseline', { signal: 'S1', reason: 'more tills' }), 'BaselineAccepted');
    expect(whys()).not.toEqual([]);
    room.read('S1', everyMs, ...usual(22).map((value) => value + 60));
    turn('healthy');
    expectAccepted(room.say('declare-all-clear', { statement: 'as usual now' }), 'AllClearDeclared');
    expect(last('AllClearDeclared').loosened).toEqual(['S1']);
    expectRefused(room.say('accept-baseline', { signal: 'S9', reason: 'x' }), 'incident/item-not-found');
  });
});
