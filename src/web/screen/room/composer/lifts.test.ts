import { expect, test } from 'vitest';
import { practices } from '../../../../domain/practice/table.ts';
import type { Incident, Picture } from '../../../data/types.ts';
import type { RoomContext, Typed } from '../room-context.tsx';
import { liftsOf } from './lifts.ts';

type Held = Parameters<typeof liftsOf>[0];
type Opened = readonly [verb: string, typed: Typed | undefined];

interface Setting {
  readonly phase?: Incident['phase'];
  readonly commander?: string;
  readonly picture?: Partial<Record<keyof Picture, readonly object[]>> | null;
  readonly body?: Held['body'];
}

const held = (practice: string, body: Held['body'] = {}): Held => ({
  kind: 'held',
  verb: 'change',
  body,
  problem: { practice } as Held['problem'],
});

/** What is offered about a hold: each label with what it opens. */
function offered(practice: string, setting: Setting = {}): Record<string, Opened> {
  const { phase = 'confirmed', commander, picture = {}, body } = setting;
  const opened: Opened[] = [];
  const room = {
    incident: { phase, roles: commander === undefined ? [] : [{ role: 'incident-commander', person: commander }] },
    picture: picture === null ? undefined : { changes: [], scope: [], instruments: [], signals: [], ...picture },
    me: { person: { id: 'ana' } },
    open: (verb: string, typed?: Typed) => opened.push([verb, typed]),
  } as unknown as RoomContext;
  const lifts = liftsOf(held(practice, body), room);
  for (const { run } of lifts) run();
  return Object.fromEntries(lifts.map(({ label }, index) => [label, opened[index] as Opened]));
}

const full = { scope: [{}], instruments: [{ health: 'fresh' }], signals: [{}] };
const mine = { key: 'C2', what: 'raise the pool', state: 'proposed' };

test.each(Object.entries(practices).filter(([, { mode }]) => mode === 'hold'))(
  '%s never offers what nothing can do',
  (practice) => {
    expect(() => offered(practice, { picture: null, body: { what: 'raise the pool' } })).not.toThrow();
  },
);

test('B1 asks what is affected', () => {
  expect(offered('B1')).toEqual({ 'Say what is affected': ['state-scope', undefined] });
});

test('B3 asks for a look at an instrument', () => {
  expect(offered('B3')).toEqual({ 'Check an instrument': ['check-instrument', undefined] });
});

test('A5 asks for what the rough shape still lacks, and for no more', () => {
  expect(Object.keys(offered('A5', { phase: 'unconfirmed' }))).toEqual(['Confirm it', 'Say what is affected']);
  expect(offered('A5', { phase: 'unconfirmed', picture: full })).toEqual({ 'Confirm it': ['confirm', undefined] });
  expect(offered('A5')).toEqual({ 'Say what is affected': ['state-scope', undefined] });
  expect(offered('A5', { picture: full })).toEqual({});
});

test('A1 asks for what is still missing, and to go alone last', () => {
  const body = { change: 'C2' };
  const all = offered('A1', { phase: 'unconfirmed', picture: { instruments: [{ health: 'stale' }] }, body });
  expect(Object.keys(all)).toEqual([
    'Confirm it',
    'Say what is affected',
    'Check an instrument',
    'Alone: type its target…',
  ]);
  expect(all['Alone: type its target…']).toEqual(['start-change', { change: 'C2', target: '' }]);
  expect(Object.keys(offered('A1', { picture: full, body }))).toEqual(['Alone: type its target…']);
  expect(offered('A1', { picture: full })).toEqual({});
});

test('B5 offers command where nobody commands, the go to the commander, and nothing to anybody else', () => {
  const body = { change: 'C2' };
  expect(offered('B5', { body })).toEqual({
    'Take command': ['assign-role', { role: 'incident-commander', person: 'me' }],
  });
  expect(offered('B5', { body, commander: 'ana' })).toEqual({ 'Give the go': ['approve-change', { change: 'C2' }] });
  expect(offered('B5', { body, commander: 'ben' })).toEqual({});
});

test('B6 asks what the open change did, or queues the one that waits', () => {
  const open = { key: 'C1', what: 'restart', state: 'started' };
  expect(offered('B6', { picture: { changes: [open, mine] }, body: { what: 'raise the pool' } })).toEqual({
    'Say what C1 did': ['observe-change', { change: 'C1' }],
    'Queue mine': ['queue-change', { change: 'C2' }],
  });
});

test('B6 knows the change that waits by its key, or by the words that were held, the newest first', () => {
  const older = { ...mine, key: 'C1' };
  const queue = (body: Held['body'], changes: readonly object[]): unknown =>
    offered('B6', { picture: { changes }, body })['Queue mine'];
  expect(queue({ change: 'C7' }, [])).toEqual(['queue-change', { change: 'C7' }]);
  expect(queue({ what: 'raise the pool' }, [older, mine])).toEqual(['queue-change', { change: 'C2' }]);
  expect(queue({ what: 'raise the pool' }, [{ ...mine, state: 'abandoned' }])).toBeUndefined();
});

test('D4 asks for a key signal where there is none', () => {
  expect(offered('D4')).toEqual({ 'Name a key signal': ['add-signal', undefined] });
  expect(offered('D4', { picture: full })).toEqual({});
});

test.each(['C6', 'E1', 'F3'])(
  '%s is lifted by saying it otherwise, or by time: there is nothing to press',
  (practice) => {
    expect(offered(practice)).toEqual({});
  },
);
