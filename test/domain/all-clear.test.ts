import { beforeEach, describe, expect, test } from 'vitest';
import { catalogOf } from '../../src/domain/catalog/catalog.ts';
import type { IncidentEvent, StoredIncidentEvent } from '../../src/domain/incident/event.ts';
import type { IncidentState } from '../../src/domain/incident/state.ts';
import { allClearVerdict, readingsSince } from '../../src/domain/telemetry/all-clear.ts';
import { hours, later, minutes, seconds } from '../../src/domain/time.ts';
import { expectAccepted, expectCautions, expectHeld, expectRefused, Room, types } from './room.ts';
import { ana, ben } from './story.ts';

const everyMs = seconds(60);
const clean = (count: number): number[] => Array.from({ length: count }, (_, index) => (100 + index) / 1000);
const person = (id: string): object => ({ found: { person: { id, active: true } } });

let room: Room;
beforeEach(() => {
  room = new Room();
  room.say('confirm', { evidence: 'seen' });
  room.say('state-scope', { what: 'checkout' });
  room.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
  room.instrument('prometheus');
  room.say('change', { what: 'raise the pool', undo: 'set it back' });
  room.say('observe-change', { change: 'C1', result: 'improved' });
});

const watch = (query = 'e'): void => {
  room.say('add-signal', { name: 'errors', query, healthy: '< 1', everyMs });
};
const turn = (status: string, more: object = {}): unknown =>
  room.system('turn-signal', {
    signal: 'S1',
    status,
    moved: true,
    seenUnhealthy: status === 'breached',
    value: 0.1,
    at: room.now,
    because: '',
    restartedAt: null,
    pausedAt: null,
    ...more,
  });
const verdict = (): ReturnType<typeof allClearVerdict> => allClearVerdict(room.state, room.facts());
const whys = (): string[] => verdict().blockers.map(({ why }) => why);
const last = <Type extends IncidentEvent['type']>(type: Type): Extract<IncidentEvent, { type: Type }>['body'] =>
  room.events.findLast((event: StoredIncidentEvent) => event.type === type)?.body as never;

describe('D4: all-clear only on sustained clean telemetry', () => {
  test('without a key signal nothing can show that it is over', () => {
    const outcome = room.say('declare-all-clear');
    expectHeld(outcome, 'D4', 'no-signal-waits');
    expect(outcome).toMatchObject({
      hold: { lifts: 'practice/D4/lifts', parameters: { windowMs: minutes(20), more: 0 } },
    });
  });

  test('it is held for exactly the window, and says how much is left', () => {
    watch();
    room.read('S1', everyMs, 7, ...clean(20));
    turn('healthy', { seenUnhealthy: true });
    expect(room.state.phase).toBe('watching');
    const early = room.say('declare-all-clear');
    expectHeld(early, 'D4', 'window-waits');
    expect(early).toMatchObject({ hold: { parameters: { signal: 'S1', leftMs: minutes(1) } } });
    room.read('S1', everyMs, 0.2);
    expect(verdict()).toMatchObject({ ready: true, leftMs: null, blockers: [] });
    expectAccepted(room.say('declare-all-clear', { statement: 'back' }), 'AllClearDeclared');
    expect(room.state).toMatchObject({ phase: 'all-clear', allClearAt: room.now });
  });

  test('the declaration quotes what it rests on', () => {
    watch();
    room.read('S1', everyMs, 7, 0.1, 8, ...clean(21));
    turn('healthy', { seenUnhealthy: true });
    room.say('declare-all-clear', { statement: 'back' });
    const cleanSince = room.readings['S1']?.[3]?.at;
    expect(last('AllClearDeclared')).toEqual({
      statement: 'back',
      windowMs: minutes(20),
      windowReason: null,
      signals: [
        {
          key: 'S1',
          name: 'errors',
          healthy: { comparison: '<', bound: 1 },
          cleanSince,
          cleanMs: minutes(20),
          samples: 21,
          lowest: 0.1,
          highest: 0.12,
          last: 0.12,
          lastAt: room.readings['S1']?.at(-1)?.at,
          restarts: 1,
          proof: 'seen-unhealthy',
          points: expect.arrayContaining([{ at: expect.any(Number), value: 8 }]),
        },
      ],
      loosened: [],
      dropped: [],
      workarounds: [],
      excluded: [],
    });
  });

  test.each([
    ['a breach', [7], 'breached'],
    ['three missing readings', [null, null, null], 'unknown'],
  ])('%s starts the window again', (_what, values, why) => {
    watch();
    room.read('S1', everyMs, 7, ...clean(21), ...values);
    expect(whys()[0]).toBe(why);
    room.read('S1', everyMs, ...clean(20));
    expect(verdict()).toMatchObject({ leftMs: minutes(1) });
    room.read('S1', everyMs, 0.1);
    expect(verdict().ready).toBe(true);
  });

  test('two missing readings pause it: their time does not count', () => {
    watch();
    room.read('S1', everyMs, 7, ...clean(11), null, null, ...clean(10));
    expect(verdict()).toMatchObject({ leftMs: minutes(1) });
  });

  test('an all-clear never rests on a reading that did not come', () => {
    watch();
    room.read('S1', everyMs, 7, ...clean(22), null);
    expect(verdict().blockers).toEqual([{ why: 'unknown', signal: 'S1', missing: 'unreachable' }]);
    expectHeld(room.say('declare-all-clear'), 'D4', 'unknown-waits');
  });

  test('silence is not health: a watcher that died stops the clock', () => {
    watch();
    room.read('S1', everyMs, 7, ...clean(22));
    room.pass(minutes(2));
    expect(whys()).toEqual(['unknown']);
    room.pass(minutes(3));
    expect(whys()).toEqual(['instrument', 'unknown']);
    expect(verdict().blockers[0]).toMatchObject({ source: 'prometheus', health: 'unwatched' });
  });

  test('a degraded source stops it', () => {
    watch();
    room.read('S1', everyMs, 7, ...clean(22));
    room.instrument('prometheus', 'stale');
    expect(verdict().blockers).toEqual([{ why: 'instrument', source: 'prometheus', health: 'stale' }]);
    expectHeld(room.say('declare-all-clear'), 'D4', 'instrument-waits');
  });

  test('a source that is looked at rarely counts for three of its readings', () => {
    room.say('add-signal', { name: 'errors', query: 'e', healthy: '< 1', everyMs: minutes(2) });
    room.read('S1', minutes(2), 7, ...clean(12));
    room.pass(minutes(2) - seconds(1));
    expect(whys()).toEqual([]);
  });

  test('a signal that was never unhealthy and never moved proves nothing', () => {
    watch();
    room.read('S1', everyMs, ...Array.from({ length: 22 }, () => 0));
    expect(whys()).toEqual(['unproven']);
    room.read('S1', everyMs, 0.5);
    expect(verdict()).toMatchObject({ ready: true, signals: [{ proof: 'moved' }] });
  });

  test('that it moved or was unhealthy long ago is remembered', () => {
    watch();
    room.read('S1', everyMs, ...Array.from({ length: 22 }, () => 0));
    turn('healthy', { moved: true });
    expect(verdict().signals[0]).toMatchObject({ proof: 'moved' });
    expect(last('SignalTurned')).toMatchObject({ status: 'healthy', because: '' });
    turn('healthy', { seenUnhealthy: true });
    expect(last('SignalTurned')).toMatchObject({ because: 'seen to move' });
    expect(verdict().signals[0]).toMatchObject({ proof: 'seen-unhealthy' });
    expectRefused(turn('healthy', { moved: true, seenUnhealthy: true }) as never, 'incident/nothing-changes');
  });

  test('where telemetry proves nothing, three spaced observations do', () => {
    watch();
    const flat = Array.from({ length: 22 }, () => 0);
    room.read('S1', everyMs, ...flat);
    for (let count = 0; count < 3; count += 1) {
      expect(whys()).toEqual(['unproven']);
      room.read('S1', everyMs, 0, 0, 0, 0, 0);
      room.say('observe-signal', { signal: 'S1', what: 'my order went through' });
    }
    expect(verdict()).toMatchObject({ ready: true, signals: [{ proof: 'observed' }] });
  });

  test('a breach says so before anything else', () => {
    watch();
    room.read('S1', everyMs, 7);
    room.instrument('prometheus', 'absent');
    expect(whys()).toEqual(['breached', 'instrument']);
    const outcome = room.say('declare-all-clear');
    expectHeld(outcome, 'D4', 'breached-waits');
    expect(outcome).toMatchObject({ hold: { parameters: { signal: 'S1', value: 7, more: 1 } } });
  });

  test('the gravest of several is told first, whichever signal it is of', () => {
    watch();
    room.say('add-signal', { name: 'latency', query: 'l', healthy: '< 1', everyMs });
    room.say('add-signal', { name: 'login works' });
    room.read('S1', everyMs, 7, 0.1);
    (room.readings['S2'] ??= []).push({ at: room.now, value: 9, missing: null });
    const child = { found: { children: [{ ...room.state, id: 'child', number: '7' }] } };
    const facts = room.facts(undefined, child.found);
    expect(allClearVerdict(room.state, facts).blockers.map(({ why }) => why)).toEqual([
      'breached',
      'observations',
      'child',
      'window',
    ]);
    expect(allClearVerdict(room.state, facts).leftMs).toBeNull();
  });

  test('a signal without any reading is unknown', () => {
    watch();
    expect(verdict().blockers).toEqual([
      { why: 'unknown', signal: 'S1', missing: 'silence' },
      { why: 'unproven', signal: 'S1' },
    ]);
  });

  test('every signal counts, and the longest wait is the one that is told', () => {
    watch();
    room.read('S1', everyMs, 7, ...clean(10));
    room.say('add-signal', { name: 'latency', query: 'l', healthy: '< 1', everyMs });
    for (let count = 0; count < 12; count += 1) {
      room.read('S1', everyMs - 1, 0.1);
      room.read('S2', 1, 0.1 + count / 100);
    }
    expect(verdict()).toMatchObject({ ready: false, leftMs: minutes(9) });
  });

  test('dropping or loosening a signal starts the clock again and is quoted', () => {
    watch();
    room.say('add-signal', { name: 'latency', query: 'l', healthy: '< 1', everyMs });
    room.read('S1', everyMs, 7, ...clean(22));
    expectAccepted(room.say('drop-signal', { signal: 's2', reason: 'gone' }), 'SignalDropped');
    expect(verdict()).toMatchObject({ ready: false });
    room.read('S1', everyMs, ...clean(21));
    expect(verdict().ready).toBe(true);
    const loosened = room.say('loosen-signal', { signal: 'S1', healthy: '< 2', reason: 'mondays' });
    expectAccepted(loosened, 'SignalLoosened');
    expect(whys()).toContain('unknown');
    room.read('S1', everyMs, 1.5, ...clean(20));
    expect(verdict().ready).toBe(true);
    room.say('declare-all-clear');
    expect(last('AllClearDeclared')).toMatchObject({ loosened: ['S1'], dropped: ['S2'] });
    expectRefused(room.say('drop-signal', { signal: 'S2', reason: 'x' }), 'incident/item-not-found');
  });

  test('a stricter condition starts the clock again, and is no loosening', () => {
    watch();
    room.read('S1', everyMs, 7, ...clean(22));
    room.say('loosen-signal', { signal: 'S1', healthy: '< 0.5', reason: 'we can do better' });
    expect(whys()).toContain('unknown');
    expect(room.state.loosened).toEqual([]);
  });

  test('loosening needs a condition to loosen, and another one', () => {
    watch();
    expectRefused(room.say('loosen-signal', { signal: 'S1', healthy: '< 1', reason: 'x' }), 'incident/nothing-changes');
    expectAccepted(room.say('loosen-signal', { signal: 'S1', healthy: '<= 1', reason: 'x' }), 'SignalLoosened');
    room.say('add-signal', { name: 'login works' });
    expectRefused(
      room.say('loosen-signal', { signal: 'S2', healthy: '< 1', reason: 'x' }),
      'incident/signal-not-asked',
    );
    expectRefused(room.say('loosen-signal', { signal: 'S9', healthy: '< 1', reason: 'x' }), 'incident/item-not-found');
  });

  test('only the commander says it, and only of an incident that is live', () => {
    expectRefused(room.say('declare-all-clear', {}, { by: ben }), 'incident/not-commander');
    expectRefused(new Room().say('declare-all-clear'), 'incident/wrong-phase');
  });

  test('an override by the commander is on record, and quotes the telemetry it goes against', () => {
    watch();
    room.read('S1', everyMs, 7);
    const outcome = room.say('declare-all-clear', {}, { override: 'D4' });
    expectAccepted(outcome, 'GuardrailOverridden', 'AllClearDeclared');
    expect(last('AllClearDeclared').signals).toMatchObject([{ cleanMs: 0, last: 7, proof: 'seen-unhealthy' }]);
  });

  test('an override is for this time only', () => {
    watch();
    room.read('S1', everyMs, 7);
    room.say('declare-all-clear', {}, { override: 'D4' });
    room.say('report-relapse', { evidence: 'it never stopped' });
    room.read('S1', everyMs, 7);
    expectHeld(room.say('declare-all-clear'), 'D4', 'breached-waits');
  });

  test('a hold is told once for each reason', () => {
    expect(types(room.say('declare-all-clear'))).toEqual(['CommandHeld']);
    expect(types(room.say('declare-all-clear'))).toEqual([]);
    watch();
    room.read('S1', everyMs, 7);
    expect(types(room.say('declare-all-clear'))).toEqual(['CommandHeld']);
  });

  test('a workaround that is still in place is quoted', () => {
    room.say('workaround', { what: 'orders without payment' });
    room.say('workaround', { what: 'an older page' });
    room.say('end-workaround', { workaround: 'W2' });
    watch();
    room.read('S1', everyMs, 7, ...clean(22));
    room.say('declare-all-clear');
    expect(last('AllClearDeclared')).toMatchObject({ workarounds: ['W1'] });
  });

  test('a gap that leaves a signal as it was is an entry, once; one that turned it is known from the turn', () => {
    watch();
    turn('healthy', { moved: true });
    const restartedAt = room.now;
    expectAccepted(turn('healthy', { moved: true, restartedAt }) as never, 'ClockRestarted');
    expectRefused(turn('healthy', { moved: true, restartedAt }) as never, 'incident/nothing-changes');
    expect(last('ClockRestarted')).toEqual({ signal: 'S1', at: restartedAt });
    const pausedAt = room.now;
    const paused = { moved: true, restartedAt, because: 'unreachable', pausedAt };
    expectAccepted(turn('healthy', paused) as never, 'ClockPaused');
    expectRefused(turn('healthy', paused) as never, 'incident/nothing-changes');
    turn('unknown', { restartedAt: room.now });
    expectAccepted(turn('healthy', { restartedAt: room.now }) as never, 'SignalTurned', 'WatchingBegan');
  });

  describe('the window', () => {
    test('may be shorter only by stated policy, which the all-clear quotes', () => {
      room.policy = { ...room.policy, allClearWindowMs: minutes(2), allClearWindowReason: 'a toy' };
      watch();
      room.read('S1', everyMs, 7, ...clean(3));
      expectAccepted(room.say('declare-all-clear'), 'AllClearDeclared');
      expect(last('AllClearDeclared')).toMatchObject({ windowMs: minutes(2), windowReason: 'a toy' });
    });
    test('is the longest that a service in scope asks for', () => {
      const services = [
        { name: 'Checkout', allClearWindowMs: hours(1) },
        { name: 'search', allClearWindowMs: hours(9) },
      ];
      room.catalog = catalogOf({ services }, 1);
      room.policy = { ...room.policy, allClearWindowMs: minutes(2), allClearWindowReason: 'a toy' };
      expect(verdict()).toMatchObject({ windowMs: hours(1), windowReason: null });
    });
    test('differs by severity and by kind, the kind over the severity', () => {
      room.policy = {
        ...room.policy,
        severities: { 'SEV-1': { allClearWindowMs: minutes(30) } },
        kinds: { data: { allClearWindowMs: minutes(45) } },
      };
      expect(verdict().windowMs).toBe(minutes(30));
      room.say('set-kind', { kind: 'data' });
      expect(verdict().windowMs).toBe(minutes(45));
    });
    test('readings are asked for far enough back to judge it, pauses included, and not from before the last restart', () => {
      const { policy, catalog } = room;
      expect(readingsSince(room.state, policy, catalog, room.now)).toBe(room.state.clockFrom);
      const later = room.pass(hours(5)).now;
      expect(readingsSince(room.state, policy, catalog, later)).toBe(later - hours(2));
    });
  });

  describe('a signal that people watch', () => {
    beforeEach(() => {
      room.say('add-signal', { name: 'login works' });
    });
    const see = (more: object = {}, by = ana): unknown =>
      room.say('observe-signal', { signal: 'S1', what: 'logged in', ...more }, { by });

    test('needs three spaced observations, one of them by whoever reported it', () => {
      for (const by of [ben, ben, ben]) {
        see({}, by);
        room.pass(minutes(5));
      }
      expect(verdict().blockers).toEqual([{ why: 'observations', signal: 'S1', have: 3, reporter: false }]);
      see();
      expect(verdict()).toMatchObject({ ready: true, signals: [{ proof: 'observed', samples: 4 }] });
    });
    test('somebody may speak for the reporter', () => {
      for (const byReporter of [false, false, true]) {
        see({ byReporter }, ben);
        room.pass(minutes(5));
      }
      expect(verdict().ready).toBe(true);
    });
    test('no reporter is asked for where monitoring reported it', () => {
      room = new Room({}, 'key:monitoring');
      room.say('confirm', { evidence: 'seen' });
      room.say('add-signal', { name: 'login works' });
      for (let count = 0; count < 3; count += 1) {
        see({}, ben);
        room.pass(minutes(5));
      }
      expect(verdict().ready).toBe(true);
    });
    test('observations that are close together count as one', () => {
      see();
      see();
      room.pass(minutes(4));
      see();
      expect(verdict().blockers).toMatchObject([{ have: 1 }]);
      room.pass(minutes(5) - seconds(1));
      see();
      expect(verdict().blockers).toMatchObject([{ have: 2, reporter: true }]);
    });
    test('an unhealthy one starts the count again and is told as a breach', () => {
      for (let count = 0; count < 3; count += 1) {
        see();
        room.pass(minutes(5));
      }
      see({ healthy: 'no', what: 'it hangs' });
      expect(verdict().blockers).toEqual([{ why: 'breached', signal: 'S1', value: null }]);
      see();
      expect(verdict().blockers).toMatchObject([{ why: 'observations', have: 1 }]);
    });
    test('they count by when they were made, not by when they were written down', () => {
      const added = room.now;
      room.pass(minutes(12));
      const made = (ms: number, more: object = {}): unknown =>
        room.say('observe-signal', { signal: 'S1', what: 'x', ...more }, { happenedAt: later(added, ms) });
      made(minutes(10));
      made(minutes(5));
      made(0);
      expect(verdict()).toMatchObject({
        ready: true,
        signals: [{ samples: 3, cleanSince: added, cleanMs: minutes(10) }],
      });
      made(minutes(7), { healthy: 'no' });
      expect(verdict().blockers).toMatchObject([{ why: 'breached' }]);
      made(minutes(12));
      expect(verdict().blockers).toMatchObject([{ why: 'observations', have: 1 }]);
    });
    test('what was seen before the signal was named, or is yet to come, does not count', () => {
      const added = room.now;
      for (const ms of [-minutes(10), -minutes(5), minutes(60)]) {
        room.say('observe-signal', { signal: 'S1', what: 'x' }, { happenedAt: later(added, ms) });
      }
      expect(verdict().blockers).toMatchObject([{ why: 'observations', have: 0, reporter: false }]);
    });
    test('the reporter is heard after the last unhealthy one, not before', () => {
      see();
      see({ healthy: 'no' }, ben);
      for (let count = 0; count < 3; count += 1) {
        see({}, ben);
        room.pass(minutes(5));
      }
      expect(verdict().blockers).toMatchObject([{ why: 'observations', have: 3, reporter: false }]);
    });
    test('they go out of date', () => {
      for (let count = 0; count < 3; count += 1) {
        see();
        room.pass(minutes(5));
      }
      expect(verdict().ready).toBe(true);
      room.pass(minutes(16));
      expect(whys()).toEqual(['observations']);
    });
    test('their quote has no figures', () => {
      for (let count = 0; count < 3; count += 1) {
        see();
        room.pass(minutes(5));
      }
      expect(verdict().signals[0]).toMatchObject({
        healthy: null,
        last: null,
        lowest: null,
        highest: null,
        restarts: 0,
        cleanMs: 2 * (minutes(5) + seconds(1)),
      });
    });
    test('three healthy ones move a stabilising incident to watching, an unhealthy one back', () => {
      expect(types(see() as never)).toEqual(['SignalObserved', 'WatchingBegan']);
      expect(types(see({ healthy: 'no' }) as never)).toEqual(['SignalObserved', 'WatchingInterrupted']);
      expect(room.state.signals[0]).toMatchObject({ status: 'breached', seenUnhealthy: true });
    });
  });

  describe('a parent', () => {
    const child = (phase: IncidentState['phase']): object => ({
      found: { children: [{ ...room.state, id: 'child', number: '7', phase }] },
    });
    const ready = (): void => {
      watch();
      room.read('S1', everyMs, 7, ...clean(22));
    };
    test('waits for every child', () => {
      ready();
      const outcome = room.say('declare-all-clear', {}, child('watching'));
      expectHeld(outcome, 'D4', 'child-waits');
      expect(outcome).toMatchObject({ hold: { parameters: { number: '7' } } });
    });
    test.each(['all-clear', 'learning', 'closed', 'dismissed'] as const)('but not for one that is %s', (phase) => {
      ready();
      expectAccepted(room.say('declare-all-clear', {}, child(phase)), 'AllClearDeclared');
    });
    test('nor for one that is left out by name, which is quoted', () => {
      ready();
      expectAccepted(room.say('declare-all-clear', { exclude: ['7'] }, child('watching')), 'AllClearDeclared');
      expect(last('AllClearDeclared')).toMatchObject({ excluded: ['7'] });
    });
  });
});

describe('stabilising and watching', () => {
  test('all signals healthy begins the watch; any other state ends it, and says which', () => {
    watch();
    expect(room.state.phase).toBe('stabilising');
    turn('healthy');
    expect(room.state.phase).toBe('watching');
    expect(last('WatchingBegan')).toEqual({ signals: ['S1'] });
    turn('unknown', { because: 'silence' });
    expect(room.state.phase).toBe('stabilising');
    expect(last('WatchingInterrupted')).toEqual({ signal: 'S1', status: 'unknown' });
  });
  test('a new signal ends it until it has been read; dropping the last one does too', () => {
    watch();
    turn('healthy');
    room.say('add-signal', { name: 'latency', query: 'l', healthy: '< 1' });
    expect(room.state.phase).toBe('stabilising');
    expectAccepted(room.say('drop-signal', { signal: 'S2', reason: 'x' }), 'SignalDropped', 'WatchingBegan');
    expectAccepted(room.say('drop-signal', { signal: 'S1', reason: 'x' }), 'SignalDropped', 'WatchingInterrupted');
    expect(last('WatchingInterrupted')).toEqual({ signal: '', status: 'unknown' });
  });
  test('what came back by itself is watched once it was seen unhealthy', () => {
    room = new Room();
    room.say('confirm', { evidence: 'seen' });
    room.instrument('prometheus');
    watch();
    turn('healthy');
    expect(room.state.phase).toBe('confirmed');
    turn('breached');
    turn('healthy');
    expect(room.state.phase).toBe('watching');
  });
  test('the same turn is stored once; a turn of what was dropped, or of a closed incident, never', () => {
    watch();
    turn('breached');
    expectRefused(turn('breached') as never, 'incident/nothing-changes');
    expectAccepted(turn('unknown') as never, 'SignalTurned');
    room.say('drop-signal', { signal: 'S1', reason: 'x' });
    expectRefused(turn('healthy') as never, 'incident/nothing-changes');
  });
  test('a signal names its source, or the only one there is', () => {
    room.instrument('loki');
    const signal = { name: 'errors', query: 'e', healthy: '< 1' };
    expectRefused(room.say('add-signal', signal), 'incident/source-unknown');
    expectRefused(room.say('add-signal', { ...signal, source: 'thanos' }), 'incident/source-unknown');
    expectAccepted(room.say('add-signal', { ...signal, source: 'loki' }), 'SignalAdded');
    expect(room.state.signals[0]?.asked).toMatchObject({ source: 'loki', everyMs: seconds(15), traffic: null });
    expectRefused(room.say('add-signal', { name: 'a', query: 'e' }), 'incident/query-incomplete');
    expectRefused(room.say('add-signal', { name: 'a', healthy: '< 1' }), 'incident/query-incomplete');
    expectRefused(
      room.say('add-signal', { ...signal, source: 'loki', trafficQuery: 't' }),
      'incident/query-incomplete',
    );
    const busy = { ...signal, source: 'loki', trafficQuery: 't', trafficAtLeast: 5 };
    expectAccepted(room.say('add-signal', busy), 'SignalAdded');
    expect(room.state.signals[1]?.asked?.traffic).toEqual({ query: 't', atLeast: 5 });
  });
});

describe('D5: not when the fix should have worked', () => {
  const declare = (): void => {
    watch();
    room.read('S1', everyMs, 7, ...clean(22));
    turn('healthy', { seenUnhealthy: true });
    room.say('declare-all-clear');
  };

  test('an all-clear while nobody has said what came of a change is cautioned', () => {
    room.say('change', { what: 'drain node 3', undo: 'put it back' });
    watch();
    room.read('S1', everyMs, 7, ...clean(22));
    const outcome = room.say('declare-all-clear');
    expectCautions(outcome, 'D5/says');
    expect(outcome).toMatchObject({ cautions: [{ parameters: { change: 'C2', what: 'drain node 3' } }] });
  });

  test('watching goes on, and a breach should wake somebody', () => {
    declare();
    expectAccepted(turn('breached') as never, 'SignalTurned', 'NotDelivered');
    expect(last('NotDelivered')).toMatchObject({ to: 'incident commander', what: 'S1 is unhealthy again' });
    expect(room.state.phase).toBe('all-clear');
  });

  test('the same impact within a day was a premature all-clear: reopened and counted', () => {
    declare();
    room.say('end-impact', { evidence: 'orders again' });
    room.pass(hours(23));
    const outcome = room.say('report-relapse', { evidence: 'orders fail again' }, { by: ben });
    expectAccepted(outcome, 'RelapseReported');
    expect(room.state).toMatchObject({ phase: 'stabilising', relapses: 1, allClearAt: null, clockFrom: room.now });
    expect(room.state.impact.endedAt).toBeNull();
    expect(last('RelapseReported').afterMs).toBe(hours(23) + seconds(2));
    expect(verdict().ready).toBe(false);
  });

  test('later it is another incident', () => {
    declare();
    room.pass(hours(24));
    expectRefused(room.say('report-relapse', { evidence: 'again' }), 'incident/relapse-too-late');
    expectAccepted(room.system('come-due'), 'EffectMeasured', 'LearningBegan');
    expect(room.state.phase).toBe('learning');
    expectRefused(room.say('report-relapse', { evidence: 'again' }), 'incident/relapse-too-late');
  });

  test('what never had an all-clear cannot relapse, and what relapsed cannot twice', () => {
    expectRefused(room.say('report-relapse', { evidence: 'again' }), 'incident/never-all-clear');
    declare();
    room.say('report-relapse', { evidence: 'again' });
    expectRefused(room.say('report-relapse', { evidence: 'again' }), 'incident/wrong-phase');
  });

  test('overnight: the commander names who watches and until when, and promises move along', () => {
    room.say('promise-update', { inMs: minutes(30) });
    room.say('promise-update', { audience: 'customers', inMs: hours(20) });
    const until = (room.now + hours(8)) as typeof room.now;
    const night = { until: new Date(until).toISOString(), watcher: ben, wakeIf: 'errors above 1 %' };
    expectRefused(room.say('watch-overnight', night, { by: ben }), 'incident/not-commander');
    expectAccepted(room.say('watch-overnight', night), 'WatchDeferred', 'UpdatePromised');
    expect(room.state.overnight).toEqual({ until, watcher: ben, wakeIf: 'errors above 1 %' });
    expect(room.state.promises.map(({ key, state, at }) => [key, state, at === until])).toEqual([
      ['U1', 'replaced', false],
      ['U2', 'open', false],
      ['U3', 'open', true],
    ]);
    watch();
    expectAccepted(turn('breached') as never, 'SignalTurned', 'NotDelivered');
    expect(last('NotDelivered').to).toBe(ben);
    room.pass(hours(8));
    expect(types(room.system('come-due'))).toContain('WatchDeferralEnded');
    expect(room.state.overnight).toBeNull();
    expectRefused(room.say('watch-overnight', night), 'incident/time-passed');
  });
});
