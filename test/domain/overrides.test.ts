import { beforeEach, describe, expect, test } from 'vitest';
import type { Subject } from '../../src/domain/access/subject.ts';
import { minutes } from '../../src/domain/time.ts';
import { expectAccepted, expectCautions, expectHeld, expectRefused, ready, Room, types, undo } from './room.ts';
import { ana, ben, personSubject } from './story.ts';

let room: Room;
beforeEach(() => {
  room = ready(new Room());
});

describe('overrides', () => {
  const commander = (): void => {
    room.say(
      'assign-role',
      { role: 'incident-commander', person: ana },
      { found: { person: { id: ana, active: true } } },
    );
  };

  test('one passes one practice; what else holds is told next, and both overrides stand', () => {
    commander();
    room.say('join', {}, { by: ben });
    room.say('change', { what: 'raise the pool', undo });
    room.say('change', { what: 'drop table a' });
    const afterB6 = room.say('start-change', { change: 'C2' }, { override: 'B6' });
    expectHeld(afterB6, 'A1', 'irreversible-waits');
    expect(types(afterB6)).toEqual(['GuardrailOverridden', 'CommandHeld']);
    const outcome = room.say('start-change', { change: 'C2' }, { override: 'A1' });
    expectAccepted(outcome, 'GuardrailOverridden', 'ChangeStarted');
    expect(room.state.overridden).toEqual(['B6/C2', 'A1/C2']);
  });

  test('an override of one change lets no other pass', () => {
    commander();
    room.say('change', { what: 'raise the pool', undo });
    room.say('change', { what: 'drain', undo }, { override: 'B6' });
    expectHeld(room.say('change', { what: 'reindex', undo }), 'B6', 'waits');
  });

  test('only for a practice that holds', () => {
    commander();
    room.say('change', { what: 'raise the pool', undo });
    expectRefused(room.say('change', { what: 'drain', undo }, { override: 'A1' }), 'practice/override-mismatch');
  });

  test('of a plan as it was lets no other plan pass', () => {
    commander();
    room.say('join', {}, { by: ben });
    room.say('change', { what: 'raise the pool', undo });
    room.say('change', { what: 'drop table a' }, { override: 'B6' });
    const other = room.say('change', { what: 'drop table a', undo: 'restore it' });
    expectHeld(other, 'B6', 'waits');
    expect(room.state.overridden).toEqual([]);
  });

  test('never by a token', () => {
    room.say('change', { what: 'raise the pool', undo });
    const by = personSubject(ana, true);
    expectRefused(
      room.say('change', { what: 'drain', undo }, { by, override: 'B6' }),
      'practice/override-through-token',
    );
  });

  test('by a responder only when the commander has not answered for two minutes; that takes command', () => {
    room.say(
      'assign-role',
      { role: 'incident-commander', person: ben },
      { found: { person: { id: ben, active: true } } },
    );
    room.say('change', { what: 'raise the pool', undo });
    const held = room.say('change', { what: 'drain', undo });
    expect(held).toMatchObject({ hold: { override: { takesCommand: false } } });
    const early = room.say('start-change', { change: 'C2' }, { override: 'B6' });
    expectRefused(early, 'practice/override-not-yours');
    room.pass(minutes(2));
    expect(room.say('start-change', { change: 'C2' })).toMatchObject({ hold: { override: { takesCommand: true } } });
    const outcome = room.say('start-change', { change: 'C2' }, { override: 'B6' });
    expectAccepted(outcome, 'RoleAssigned', 'GuardrailOverridden', 'ChangeStarted');
    expect(room.state.roles['incident-commander']?.person).toBe(ana);
  });

  test('a commander who said anything has answered, and is asked anew by the next hold', () => {
    room.say(
      'assign-role',
      { role: 'incident-commander', person: ben },
      { found: { person: { id: ben, active: true } } },
    );
    room.say('change', { what: 'raise the pool', undo });
    room.say('change', { what: 'drain', undo }, { id: 'drain' });
    room.pass(minutes(3));
    room.say('note', { text: 'not now' }, { by: ben });
    const late = room.say('start-change', { change: 'C2' }, { override: 'B6' });
    expectRefused(late, 'practice/override-not-yours');
    const again = room.say('start-change', { change: 'C2' });
    expect(types(again)).toEqual(['CommandHeld']);
    expect(room.state.commanderAskedAt).toBe(room.now);
    // Told already, and asked already: nothing new. Answered, it is asked anew.
    expect(types(room.say('start-change', { change: 'C2' }))).toEqual([]);
    room.say('note', { text: 'still not' }, { by: ben });
    expect(types(room.say('start-change', { change: 'C2' }))).toEqual(['CommandHeld']);
    expect(types(room.say('start-change', { change: 'C2' }, { by: ben }))).toEqual([]);
  });

  test('two minutes are enough, to the millisecond', () => {
    room.say(
      'assign-role',
      { role: 'incident-commander', person: ben },
      { found: { person: { id: ben, active: true } } },
    );
    room.say('change', { what: 'raise the pool', undo });
    room.say('change', { what: 'drain', undo });
    room.pass(minutes(2) - 2000);
    expectRefused(room.say('start-change', { change: 'C2' }, { override: 'B6' }), 'practice/override-not-yours');
    expect(room.say('start-change', { change: 'C2' }, { override: 'B6' }).kind).toBe('accepted');
    expect(room.events.find(({ type, body }) => type === 'RoleAssigned' && body?.person === ana)?.body).toEqual({
      role: 'incident-commander',
      person: ana,
      by: 'taking-command',
    });
  });

  test('a refused one says which practice holds, which was named, and who commands', () => {
    const told = (override: 'A1' | 'B6', by: string | Subject = ana): unknown => {
      const outcome = room.say('change', { what: 'drain', undo }, { override, by });
      return outcome.kind === 'refused' ? outcome.problem : outcome;
    };
    room.say(
      'assign-role',
      { role: 'incident-commander', person: ben },
      { found: { person: { id: ben, active: true } } },
    );
    room.say('change', { what: 'raise the pool', undo });
    expect(told('A1')).toEqual({
      code: 'practice/override-mismatch',
      parameters: { practice: 'B6', given: 'A1' },
      pointer: '/override/practice',
    });
    expect(told('B6')).toEqual({
      code: 'practice/override-not-yours',
      parameters: { practice: 'B6', commander: ben },
    });
    expect(told('B6', { kind: 'system', name: 'timers' })).toEqual({
      code: 'practice/override-through-token',
      parameters: { practice: 'B6' },
    });
  });

  test('a caution is told in the log once for each change, and said each time', () => {
    room.policy = { ...room.policy, guardrails: { 'SEV-1': { B6: 'caution' } } };
    room.say('change', { what: 'raise the pool', undo });
    room.say('propose-change', { what: 'drain', undo });
    room.policy = { ...room.policy, guardrails: {} };
    room.say('start-change', { change: 'C2' });
    room.policy = { ...room.policy, guardrails: { 'SEV-1': { B6: 'caution' } } };
    const outcome = room.say('change', { what: 'reindex', undo });
    expect(room.events.findLast(({ type }) => type === 'CommandCautioned')?.body).toMatchObject({
      practice: 'B6',
      command: 'change',
      about: 'C3',
      says: 'practice/B6/waits',
      parameters: { change: 'C3', open: 'C1' },
    });
    expectCautions(outcome, 'B6/waits');
    expect(types(room.say('open-side-channel', { name: 'a' }))).toEqual(['CommandCautioned', 'SideChannelOpened']);
    room.say('return-findings', { name: 'a', findings: 'x' });
    const again = room.say('open-side-channel', { name: 'a' });
    expect(types(again)).toEqual(['SideChannelOpened']);
    expectCautions(again, 'A3/side-channel-says');
  });

  test('what cautions at most stays in the shadow where policy puts it there', () => {
    room.policy = { ...room.policy, guardrails: { 'SEV-1': { A1: 'shadow' } } };
    expectCautions(room.say('change', { what: 'restart it', undo }));
  });

  test('a hold is told once for each change', () => {
    room.say('change', { what: 'raise the pool', undo });
    expect(types(room.say('change', { what: 'drain', undo }))).toEqual(['ChangeProposed', 'CommandHeld']);
    expect(types(room.say('change', { what: 'reindex', undo }))).toEqual(['ChangeProposed', 'CommandHeld']);
    expect(types(room.say('start-change', { change: 'C2' }))).toEqual(['CommandHeld']);
    expect(types(room.say('start-change', { change: 'C2' }))).toEqual([]);
  });

  test('modes: off says nothing, shadow only counts, caution goes on and is told once', () => {
    room.say('change', { what: 'raise the pool', undo });
    const with_ = (mode: 'off' | 'shadow' | 'caution'): void => {
      room.policy = { ...room.policy, guardrails: { 'SEV-1': { B6: mode } } };
    };
    with_('off');
    expectAccepted(room.say('change', { what: 'a', undo }), 'ChangeProposed', 'ChangeStarted');
    with_('shadow');
    const shadow = room.say('change', { what: 'b', undo });
    expectCautions(shadow);
    expectAccepted(shadow, 'ChangeProposed', 'CommandCautioned', 'ChangeStarted');
    with_('caution');
    const caution = room.say('change', { what: 'c', undo });
    expectCautions(caution, 'B6/waits');
    expectAccepted(caution, 'ChangeProposed', 'CommandCautioned', 'ChangeStarted');
  });
});
