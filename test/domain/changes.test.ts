import { beforeEach, describe, expect, test } from 'vitest';
import type { OpenChange } from '../../src/domain/incident/facts.ts';
import { minutes } from '../../src/domain/time.ts';
import { expectAccepted, expectCautions, expectHeld, expectRefused, ready, Room, types, undo } from './room.ts';
import { ana, ben, midnight } from './story.ts';

let room: Room;
beforeEach(() => {
  room = ready(new Room());
});

describe('A1: no irreversible action on incomplete information', () => {
  test('what can be undone, with the undo in words, goes on', () => {
    const outcome = room.say('change', { what: 'raise the pool to 40', undo });
    expectAccepted(outcome, 'ChangeProposed', 'ChangeStarted', 'StabilisingBegan');
    expect(room.state.changes[0]).toMatchObject({ key: 'C1', state: 'started', reversibility: 'reversible' });
  });

  test('without an undo it is not known to be reversible, and waits for a second person', () => {
    room.say('join', {}, { by: ben });
    const outcome = room.say('change', { what: 'raise the pool to 40' });
    expectHeld(outcome, 'A1', 'unsure-waits');
    expect(outcome).toMatchObject({ hold: { parameters: { missing: 'second', change: 'C1' } } });
  });

  test('"reversible" without an undo in words is not believed', () => {
    const outcome = room.say('change', { what: 'raise the pool', reversibility: 'reversible', undo: ' ' });
    expectHeld(outcome, 'A1', 'unsure-waits');
  });

  test.each([
    'fail over to the second region',
    'failover db-1',
    'Failing over the primary',
    'restore the orders database from last night’s backup',
    'restore everything we had before from last night’s backup',
    'roll back the schema',
    'schema rollback to 41',
    'migration roll-back',
    'drop table sessions',
    'truncate the queue',
  ])('"%s" is known to be irreversible although an undo is named', (what) => {
    expectHeld(room.say('change', { what, undo: 'fail back' }), 'A1', 'irreversible-waits');
  });

  test.each([
    'restore service on node 3',
    'restart the pods',
    'undo the dropdown menu',
    'reroute failing overlay traffic',
  ])('"%s" is not taken for irreversible', (what) => {
    expectAccepted(room.say('change', { what, undo }), ...startsOf(what));
  });

  test('a known verb is believed to be reversible where both the word and the undo are given', () => {
    const outcome = room.say('change', { what: 'fail over to b', undo: 'fail back', reversibility: 'reversible' });
    expectAccepted(outcome, 'ChangeProposed', 'ChangeStarted', 'StabilisingBegan');
  });

  test('a step of a bundle counts like the whole', () => {
    const outcome = room.say('change', { what: 'contain', undo, steps: ['drop table a'], purpose: 'contain' });
    expectHeld(outcome, 'A1', 'irreversible-waits');
  });

  test('it says everything that is missing, in order', () => {
    const early = new Room();
    early.say('join', {}, { by: ben });
    const outcome = early.say('change', { what: 'drop table a' });
    expect(outcome).toMatchObject({ hold: { parameters: { missing: 'confirmation,scope,instruments,second' } } });
  });

  test('it goes on once a second person agrees', () => {
    room.say('join', {}, { by: ben });
    room.say('change', { what: 'drop table a' });
    expectRefused(room.say('second-change', { change: 'C1' }), 'incident/second-yourself');
    expectAccepted(room.say('second-change', { change: 'c1' }, { by: ben }), 'ChangeSeconded');
    expectRefused(room.say('second-change', { change: 'C1' }, { by: ben }), 'incident/nothing-changes');
    const outcome = room.say('start-change', { change: 'C1' });
    expectAccepted(outcome, 'ChangeStarted', 'StabilisingBegan');
    expect(room.state.changes[0]).toMatchObject({ secondedBy: ben, alone: false });
  });

  test('whoever seconded it cannot be the one who starts it', () => {
    room.say('join', {}, { by: ben });
    room.say('change', { what: 'drop table a' });
    room.say('second-change', { change: 'C1' }, { by: ben });
    expectHeld(room.say('start-change', { change: 'C1' }, { by: ben }), 'A1', 'irreversible-waits');
  });

  describe('alone', () => {
    test('typing the name of the target and the undo stands for the second person', () => {
      const held = room.say('change', { what: 'drop table a', undo: 'restore it from the backup', touches: ['db-1'] });
      expect(held).toMatchObject({ hold: { parameters: { missing: 'alone' } } });
      const outcome = room.say('start-change', { change: 'C1', target: 'DB-1' });
      expectAccepted(outcome, 'ChangeStarted', 'NotDelivered', 'StabilisingBegan');
      expect(room.state.changes[0]).toMatchObject({ alone: true, secondedBy: null });
      expect(room.events.at(-2)?.body).toMatchObject({ to: 'next on-call step', reason: 'no-channel' });
    });
    test('the name may stand in the words themselves', () => {
      const outcome = room.say('change', { what: 'drop table sessions', undo: 'none', target: 'sessions' });
      expectAccepted(outcome, 'ChangeProposed', 'ChangeStarted', 'NotDelivered', 'StabilisingBegan');
    });
    test.each([
      ['another name', { target: 'db-2', undo: 'restore' }],
      ['no name', { target: '  ', undo: 'restore' }],
      ['a part of a word', { target: 'tab', undo: 'restore' }],
      ['no undo', { target: 'db-1', undo: ' ' }],
    ])('%s does not', (_what, more) => {
      const outcome = room.say('change', { what: 'drop table a', touches: ['db-1'], ...more });
      expect(outcome).toMatchObject({ kind: 'held', hold: { practice: 'A1' } });
    });
    test('it does not where somebody else is there', () => {
      room.say('join', {}, { by: ben });
      const outcome = room.say('change', { what: 'drop table a', undo: 'none', target: 'table a' });
      expect(outcome).toMatchObject({ hold: { parameters: { missing: 'second' } } });
    });
    test('what needs no second person is not marked so', () => {
      room.say('change', { what: 'raise the pool', undo, target: 'pool' });
      expect(room.state.changes[0]?.alone).toBe(false);
    });
  });

  test.each(['restart the pods', 'rebooting node 3', 'recycle the pool', 'kill -9 the worker'])(
    '"%s" is told to capture evidence first, and goes on',
    (what) => {
      const outcome = room.say('change', { what, undo });
      expectCautions(outcome, 'A1/evidence-says');
      expect(types(outcome)).toContain('ChangeStarted');
    },
  );

  test('capturing is only ever said, also where everything holds', () => {
    const outcome = room.say('change', { what: 'raise the limit', undo });
    expectCautions(outcome);
  });

  test('on SEV-3 it cautions and goes on', () => {
    const mild = ready(new Room({ severity: 'SEV-3' }));
    const outcome = mild.say('change', { what: 'drop table a' });
    expectCautions(outcome, 'A1/irreversible-waits');
    expectAccepted(outcome, 'ChangeProposed', 'CommandCautioned', 'ChangeStarted', 'StabilisingBegan');
  });
});

describe('what was typed into a held command is never lost', () => {
  test('the change stays as a proposal, once, however often it is sent', () => {
    const held = room.say('change', { what: 'drop table a' }, { id: 'one' });
    expect(types(held)).toEqual(['ChangeProposed', 'CommandHeld']);
    const again = room.say('change', { what: 'drop table a' }, { id: 'one' });
    expect(again.kind).toBe('held');
    expect(types(again)).toEqual([]);
    expect(room.state.changes).toMatchObject([{ key: 'C1', state: 'proposed' }]);
  });

  test('said again in the same words it is the same change; with more words it is that change with a better plan', () => {
    room.say('join', {}, { by: ben });
    room.say('change', { what: 'drop table a' });
    room.say('second-change', { change: 'C1' }, { by: ben });
    expect(types(room.say('change', { what: 'drop table b' }))).toEqual(['ChangeProposed', 'CommandHeld']);
    room.say('change', { what: 'drop table b' }, { override: 'A1' });
    expect(room.state.changes).toMatchObject([{ state: 'proposed' }, { state: 'started' }]);
    room.say('observe-change', { change: 'C2', result: 'no-effect' });
    const better = room.say('change', { what: 'drop table a', undo: 'restore it' });
    expectHeld(better, 'A1', 'irreversible-waits');
    expect(types(better)).toEqual(['ChangeProposed']);
    expect(room.state.changes[0]).toMatchObject({ key: 'C1', undo: 'restore it', secondedBy: null });
    expect(room.state.changes).toHaveLength(2);
    expect(types(room.say('change', { what: 'drop table a' }, { by: ben }))).toEqual(['ChangeProposed', 'CommandHeld']);
    expect(room.state.changes).toHaveLength(3);
  });

  test('an override was of the plan as it was', () => {
    room.say('join', {}, { by: ben });
    room.say('change', { what: 'raise it', undo });
    room.say('change', { what: 'drop table a' }, { override: 'B6' });
    expect(room.state.overridden).toEqual(['B6/C2']);
    room.say('change', { what: 'drop table a', undo: 'restore it' });
    expect(room.state.overridden).toEqual([]);
  });

  test('and the same command goes on with an override, as the same change', () => {
    room.say('change', { what: 'drop table a' }, { id: 'one' });
    const outcome = room.say('change', { what: 'drop table a' }, { id: 'one', override: 'A1' });
    expectAccepted(outcome, 'RoleAssigned', 'GuardrailOverridden', 'ChangeStarted', 'StabilisingBegan');
    expect(room.state.changes).toHaveLength(1);
  });
});

describe('B3: instruments first', () => {
  const blind = (): Room => {
    const other = new Room();
    other.say('confirm', { evidence: 'seen' });
    other.say('state-scope', { what: 'checkout' });
    return other;
  };
  test('a change that nobody could see the effect of is cautioned', () => {
    expectCautions(blind().say('change', { what: 'raise it', undo }), 'B3/unchecked-says');
  });
  test('reading is not', () => {
    expectCautions(blind().say('change', { what: 'look at the heap', undo, purpose: 'diagnose' }));
  });
  test('degraded instruments are named', () => {
    room.instrument('prometheus', 'stale').instrument('loki', 'absent');
    const outcome = room.say('change', { what: 'raise it', undo });
    expectCautions(outcome, 'B3/degraded-says');
    expect(outcome).toMatchObject({ cautions: [{ parameters: { degraded: 'prometheus, loki' } }] });
  });
  test('a look by a person counts for half an hour', () => {
    const other = blind();
    other.say('check-instrument', { instrument: 'logs' });
    expectCautions(other.say('change', { what: 'raise it', undo }));
    other.say('roll-back', { change: 'C1' });
    other.pass(minutes(31));
    expectCautions(other.say('change', { what: 'raise it', undo }), 'B3/unchecked-says');
  });
  test('and a person who found them wanting counts too', () => {
    const other = blind();
    other.say('check-instrument', { instrument: 'logs', health: 'stale' });
    expectCautions(other.say('change', { what: 'raise it', undo }), 'B3/degraded-says');
  });
  test('a source that no key signal rests on does not matter once signals are named', () => {
    room.instrument('loki', 'absent');
    room.say('add-signal', { name: 'errors', query: 'e', healthy: '< 1', source: 'prometheus' });
    expectCautions(room.say('change', { what: 'raise it', undo }));
  });
});

describe('B5: the governing question', () => {
  const risky = { what: 'raise the limit', undo, addedRisk: 'memory may run out' };
  test('added risk waits for the commander’s go', () => {
    room.say(
      'assign-role',
      { role: 'incident-commander', person: ben },
      { found: { person: { id: ben, active: true } } },
    );
    const outcome = room.say('change', risky);
    expectHeld(outcome, 'B5', 'waits');
    expect(outcome).toMatchObject({
      hold: { parameters: { risk: 'memory may run out', commander: ben, change: 'C1' } },
    });
    expectRefused(room.say('approve-change', { change: 'C1' }), 'incident/not-commander');
    expectAccepted(room.say('approve-change', { change: 'C1' }, { by: ben }), 'ChangeApproved');
    expectRefused(room.say('approve-change', { change: 'C1' }, { by: ben }), 'incident/nothing-changes');
    expectAccepted(room.say('start-change', { change: 'C1' }), 'ChangeStarted', 'StabilisingBegan');
  });
  test('the commander starting it is that go', () => {
    room.say(
      'assign-role',
      { role: 'incident-commander', person: ana },
      { found: { person: { id: ana, active: true } } },
    );
    expect(room.say('change', risky).kind).toBe('accepted');
  });
  test('where nobody commands it says so', () => {
    expectHeld(room.say('change', risky), 'B5', 'nobody-waits');
  });
  test('no risk needs no go', () => {
    expect(room.say('change', { ...risky, addedRisk: '' }).kind).toBe('accepted');
  });
});

describe('B6: one change at a time', () => {
  const first = { what: 'raise the pool', undo, touches: ['payments'] };
  const second = { what: 'drain node 3', undo, touches: ['Payments', 'checkout'] };

  test('a second one that touches the same waits, is kept and can be queued', () => {
    room.say('change', first);
    const outcome = room.say('change', second);
    expectHeld(outcome, 'B6', 'waits');
    expect(outcome).toMatchObject({
      hold: { parameters: { change: 'C2', open: 'C1', doing: 'raise the pool', number: '1' } },
    });
    expectAccepted(room.say('queue-change', { change: 'C2' }), 'ChangeQueued');
    expect(room.events.at(-1)?.body).toEqual({ change: 'C2', behind: 'C1' });
    expectRefused(room.say('queue-change', { change: 'C2' }), 'incident/nothing-changes');
    expectHeld(room.say('start-change', { change: 'C2' }), 'B6', 'waits');
    room.say('observe-change', { change: 'C1', result: 'no-effect' });
    expectAccepted(room.say('start-change', { change: 'C2' }), 'ChangeStarted');
  });

  test('not saying what is touched means everything, on either side', () => {
    room.say('change', { ...first, touches: [] });
    expectHeld(room.say('change', second), 'B6', 'waits');
    room.say('observe-change', { change: 'C1', result: 'improved' });
    room.say('start-change', { change: 'C2' });
    expectHeld(room.say('change', { ...first, touches: [] }), 'B6', 'waits');
  });

  test('disjoint changes run side by side', () => {
    room.say('change', first);
    expect(room.say('change', { ...second, touches: ['search'] }).kind).toBe('accepted');
  });

  test('a signal stands for its service', () => {
    room.say('add-signal', { name: 'errors', query: 'e', healthy: '< 1', service: 'payments' });
    room.say('change', first);
    expectHeld(room.say('change', { ...second, touches: ['s1'] }), 'B6', 'waits');
  });

  test('reading takes no lock and waits for none', () => {
    room.say('change', first);
    const reading = { what: 'take a heap dump', undo, purpose: 'diagnose', touches: ['payments'] };
    expect(room.say('change', reading).kind).toBe('accepted');
    room.say('observe-change', { change: 'C1', result: 'no-effect' });
    expect(room.say('change', second).kind).toBe('accepted');
  });

  test('reading that adds risk is a change', () => {
    room.say(
      'assign-role',
      { role: 'incident-commander', person: ana },
      { found: { person: { id: ana, active: true } } },
    );
    room.say('change', first);
    const reading = { what: 'profile it', undo, purpose: 'diagnose', addedRisk: 'slower', touches: ['payments'] };
    expectHeld(room.say('change', reading), 'B6', 'waits');
  });

  test('a change of another incident holds it as well', () => {
    const elsewhere: OpenChange = {
      incident: 'incident-2',
      number: '2',
      exercise: false,
      key: 'C7',
      what: 'reindex',
      touches: ['payments'],
      startedAt: midnight,
      expectedWithinMs: minutes(10),
    };
    const outcome = room.say('change', first, { found: { openChanges: [elsewhere] } });
    expectHeld(outcome, 'B6', 'elsewhere-waits');
    expect(outcome).toMatchObject({ hold: { parameters: { open: 'C7', number: '2', doing: 'reindex' } } });
    room.say('queue-change', { change: 'C1' }, { found: { openChanges: [elsewhere] } });
    expect(room.events.at(-1)?.body).toEqual({ change: 'C1', behind: 'C7 of 2' });
    expect(room.say('start-change', { change: 'C1' }, { found: { openChanges: [] } }).kind).toBe('accepted');
    const own = { ...elsewhere, incident: room.state.id };
    expect(room.say('change', { ...second, touches: ['search'] }, { found: { openChanges: [own] } }).kind).toBe(
      'accepted',
    );
  });

  test('a rehearsal holds back no real incident; what is real holds back both', () => {
    const elsewhere = (exercise: boolean): object => ({
      found: {
        openChanges: [
          {
            incident: 'incident-2',
            number: '2',
            exercise,
            key: 'C7',
            what: 'reindex',
            touches: [],
            startedAt: midnight,
            expectedWithinMs: minutes(10),
          },
        ],
      },
    });
    expect(room.say('change', first, elsewhere(true)).kind).toBe('accepted');
    const rehearsal = ready(new Room({ exercise: true }));
    expectHeld(rehearsal.say('change', first, elsewhere(false)), 'B6', 'elsewhere-waits');
    expectHeld(rehearsal.say('change', second, elsewhere(true)), 'B6', 'elsewhere-waits');
  });

  test('rolling back never waits', () => {
    room.say('change', first);
    expectAccepted(room.say('observe-change', { change: 'C1', result: 'worse' }), 'ChangeObserved');
    expectAccepted(room.say('roll-back', { change: 'C1', observed: 'errors are down' }), 'ChangeRolledBack');
    expect(room.state.changes[0]).toMatchObject({ state: 'rolled-back', result: 'worse' });
    expectRefused(room.say('roll-back', { change: 'C1' }), 'incident/change-settled');
  });

  test('any responder may state the result', () => {
    room.say('change', first);
    expectAccepted(room.say('observe-change', { change: 'C1', result: 'improved' }, { by: ben }), 'ChangeObserved');
  });

  test('several steps in one are held, unless they contain something together', () => {
    const bundle = { what: 'cut off', undo, steps: ['revoke keys', 'isolate node 3'], touches: ['iam'] };
    const outcome = room.say('change', bundle);
    expectHeld(outcome, 'B6', 'bundle-waits');
    expect(outcome).toMatchObject({ hold: { parameters: { steps: 2 } } });
    expect(room.say('change', { ...bundle, purpose: 'contain' }).kind).toBe('accepted');
    expect(room.say('change', { ...bundle, steps: ['one'], touches: ['x'] }).kind).toBe('accepted');
  });

  test('"can’t tell" waits for twice the expected time', () => {
    room.say('change', { ...first, expectedWithinMs: minutes(5) });
    const early = room.say('observe-change', { change: 'C1', result: 'cant-tell' });
    expectHeld(early, 'B6', 'cant-tell-waits');
    expect(early).toMatchObject({ hold: { parameters: { change: 'C1' } } });
    const { startedAt } = room.state.changes[0] ?? {};
    room.now = ((startedAt ?? 0) + minutes(10) - 1000) as typeof room.now;
    expectAccepted(room.say('observe-change', { change: 'C1', result: 'cant-tell' }), 'ChangeObserved');
  });

  test('it is never in the way of a change that is not there, or of another result', () => {
    expectRefused(room.say('observe-change', { change: 'C1', result: 'cant-tell' }), 'incident/item-not-found');
    room.say('change', { ...first, expectedWithinMs: minutes(5) });
    expectAccepted(room.say('observe-change', { change: 'C1', result: 'no-effect' }), 'ChangeObserved');
  });

  test('a change that is over may be called "can’t tell" at once', () => {
    room.say('change', first);
    room.say('roll-back', { change: 'C1' });
    expectAccepted(room.say('observe-change', { change: 'C1', result: 'cant-tell' }), 'ChangeObserved');
  });
});

describe('B7: each change documented', () => {
  test('with hypothesis, expectation, configuration before and after, and what was seen', () => {
    room.say('propose-hypothesis', { cause: 'the pool is exhausted', thenAction: 'raise it' });
    room.say('change', {
      what: 'raise the pool',
      undo: 'set it back to 20',
      hypothesis: 'h1',
      expected: 'errors fall',
      expectedWithinMs: minutes(3),
      before: 'pool=20',
    });
    room.say('observe-change', { change: 'C1', result: 'improved', observed: '7 % to 0.3 %', after: 'pool=40' });
    expect(room.state.changes[0]).toMatchObject({
      hypothesis: 'H1',
      expected: 'errors fall',
      before: 'pool=20',
      result: 'improved',
      observed: '7 % to 0.3 %',
      state: 'observed',
    });
    expectRefused(room.say('change', { what: 'x', undo, hypothesis: 'H9' }), 'incident/item-not-found');
    expectRefused(room.say('propose-change', { what: 'x', undo, hypothesis: 'H9' }), 'incident/item-not-found');
  });

  test('its effect is asked for when it is due, once', () => {
    room.say('change', { what: 'raise the pool', undo, expectedWithinMs: minutes(3) });
    room.pass(minutes(3));
    expectAccepted(room.system('come-due'), 'EffectDue');
    expectRefused(room.system('come-due'), 'incident/nothing-changes');
  });

  test('what was made outside the lock is always recorded, with its own time', () => {
    room.say('change', { what: 'raise the pool', undo });
    const outcome = room.say('record-change', { what: 'rebooted node 3' }, { happenedAt: midnight });
    expectAccepted(outcome, 'ChangeRecorded');
    expect(room.state.changes[1]).toMatchObject({
      key: 'C2',
      state: 'recorded',
      outsideLock: true,
      startedAt: midnight,
    });
    expectAccepted(room.say('observe-change', { change: 'C2', result: 'worse' }), 'ChangeObserved');
    expect(room.state.changes[1]).toMatchObject({ state: 'recorded', result: 'worse' });
  });

  test('what saves life, safety or data is recorded and never held, whatever the phase', () => {
    const early = new Room();
    expectAccepted(early.say('now', { what: 'drop table a' }), 'ChangeRecorded');
    early.say('confirm', { evidence: 'seen' });
    expectAccepted(early.say('now', { what: 'cut the power' }), 'ChangeRecorded', 'StabilisingBegan');
  });

  test('only what was started can be observed or rolled back, and only what was not can be abandoned', () => {
    room.say('propose-change', { what: 'raise the pool', undo });
    expectRefused(room.say('observe-change', { change: 'C1', result: 'improved' }), 'incident/change-not-started');
    expectRefused(room.say('roll-back', { change: 'C1' }), 'incident/change-not-started');
    expectAccepted(room.say('abandon-change', { change: 'C1', reason: 'not needed' }), 'ChangeAbandoned');
    expectRefused(room.say('start-change', { change: 'C1' }), 'incident/change-settled');
    expectRefused(room.say('abandon-change', { change: 'C1' }), 'incident/change-settled');
    expectRefused(room.say('observe-change', { change: 'C1', result: 'improved' }), 'incident/change-not-started');
    room.say('change', { what: 'raise the pool', undo });
    expectRefused(room.say('abandon-change', { change: 'C2' }), 'incident/change-started');
    expectRefused(room.say('start-change', { change: 'C2' }), 'incident/change-started');
    expectRefused(room.say('start-change', { change: 'C9' }), 'incident/item-not-found');
  });
});

function startsOf(what: string): ('ChangeProposed' | 'ChangeStarted' | 'StabilisingBegan' | 'CommandCautioned')[] {
  const cautioned = /restart/.test(what) ? ['CommandCautioned' as const] : [];
  return ['ChangeProposed', ...cautioned, 'ChangeStarted', 'StabilisingBegan'];
}
