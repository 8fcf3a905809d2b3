import { beforeEach, describe, expect, test } from 'vitest';
import type { LogFollower } from './ports.ts';
import { forgottenAfterMs, type Presence, presenceOf, typingForMs } from './presence.ts';

let now: number;
let messages: unknown[];
let replicas: Presence[];
let told: string[];

/** Replicas that hear each other, on one clock. */
beforeEach(() => {
  now = 0;
  messages = [];
  told = [];
  const ears: ((topic: string, message: unknown) => void)[] = [];
  const follower: LogFollower = {
    position: 0,
    subscribe: () => () => undefined,
    announce(topic, message) {
      messages.push(message);
      // As it comes over the wire.
      for (const hear of ears) hear(topic, JSON.parse(JSON.stringify(message)));
    },
    onAnnouncement(listener) {
      ears.push(listener);
      return () => undefined;
    },
  };
  replicas = ['one', 'two'].map((name) => presenceOf(follower, name, () => now));
  replicas[1]?.onChange((incident) => told.push(incident));
});

function pass(ms: number, { beats = true } = {}): void {
  for (const end = now + ms; now < end;) {
    now += 1000;
    for (const replica of replicas) replica.tick();
    if (beats && now % 15_000 === 0) for (const replica of replicas) replica.beat();
  }
}

const one = (): Presence => replicas[0] as Presence;
const seen = (incident = 'room'): object[] => replicas.map((replica) => replica.here(incident));
const both = (people: string[], typing: string[] = []): object[] => [
  { people, typing },
  { people, typing },
];

describe('who says to be in a room', () => {
  test('is seen on every replica, and forgotten when nothing more is said', () => {
    one().say('room', 'ada', 'tab', 'here');
    expect(seen()).toEqual(both(['ada']));
    expect(seen('other')).toEqual(both([]));
    pass(forgottenAfterMs - 1000);
    expect(seen()).toEqual(both(['ada']));
    pass(1000);
    expect(seen()).toEqual(both([]));
    expect(told).toEqual(['room', 'room']);
  });

  test('stays by saying so again', () => {
    for (let minute = 0; minute < 8; minute += 1) {
      one().say('room', 'ada', 'tab', 'here');
      pass(20_000);
    }
    expect(seen()).toEqual(both(['ada']));
    expect(told).toEqual(['room']);
  });

  test('goes with the last tab', () => {
    one().say('room', 'ada', 'a', 'here');
    one().say('room', 'ada', 'b', 'here');
    one().say('room', 'ada', 'a', 'gone');
    expect(seen()).toEqual(both(['ada']));
    one().say('room', 'ada', 'b', 'gone');
    one().say('room', 'ada', 'b', 'gone');
    expect(seen()).toEqual(both([]));
    expect(told).toEqual(['room', 'room']);
  });

  test('writes for six seconds after having said so', () => {
    one().say('room', 'ada', 'tab', 'typing');
    expect(seen()).toEqual(both(['ada'], ['ada']));
    pass(typingForMs - 1000);
    one().say('room', 'ada', 'tab', 'typing');
    pass(typingForMs - 1000);
    expect(seen()).toEqual(both(['ada'], ['ada']));
    pass(1000);
    expect(seen()).toEqual(both(['ada']));
    expect(told).toEqual(['room', 'room']);
  });

  test('writes in one tab and not in the other', () => {
    one().say('room', 'ada', 'a', 'typing');
    one().say('room', 'ada', 'b', 'here');
    expect(seen()).toEqual(both(['ada'], ['ada']));
    now += typingForMs;
    one().say('room', 'ada', 'b', 'here');
    expect(seen()).toEqual(both(['ada']));
  });

  test('fills nobody’s memory with tabs', () => {
    for (let tab = 0; tab < 10_000; tab += 1) one().say('room', 'ada', `tab ${tab}`, 'here');
    for (let tab = 9_980; tab < 10_000; tab += 1) one().say('room', 'ada', `tab ${tab}`, 'gone');
    expect(seen()).toEqual(both([]));
  });
});

test('who has a stream of a room open is there as long as that is so', () => {
  const leave = one().enter('room', 'ada');
  const leaveAgain = one().enter('room', 'ada');
  pass(120_000);
  leave();
  expect(seen()).toEqual(both(['ada']));
  leaveAgain();
  expect(seen()).toEqual(both([]));
});

test('a replica that fell silent takes its people with it', () => {
  one().enter('room', 'ada');
  replicas.shift();
  pass(forgottenAfterMs);
  expect(seen()).toEqual([{ people: [], typing: [] }]);
  expect(told).toEqual(['room', 'room']);
});

test('hundreds of people fit into announcements', () => {
  const uuid = (index: number): string => `01890000-0000-7000-8000-${String(index).padStart(12, '0')}`;
  for (let index = 0; index < 500; index += 1) one().say(uuid(index % 3), uuid(index), 'tab', 'typing');
  messages = [];
  one().beat();
  expect(messages.length).toBeGreaterThan(1);
  for (const message of messages) {
    expect(JSON.stringify({ topic: 'presence', message }).length).toBeLessThan(8000);
  }
});
