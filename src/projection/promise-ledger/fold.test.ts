import { describe, expect, test } from 'vitest';
import { ready, Room } from '../../../test/domain/room.ts';
import { minutes } from '../../domain/time.ts';
import { fold } from './fold.ts';

const outcomes = (room: Room): string[] => fold(room.state).map(({ outcome }) => outcome);

describe('C7: promised against sent', () => {
  test('open, then kept; a replaced promise is in no figure', () => {
    const room = ready(new Room());
    room.say('promise-update', { inMs: minutes(30) });
    expect(outcomes(room)).toEqual(['open']);
    room.say('promise-update', { inMs: minutes(20) });
    room.say('send-update', { status: 'Orders fail.', nextInMs: minutes(30) });
    expect(outcomes(room)).toEqual(['kept', 'open']);
  });

  test('late, and missed for good', () => {
    const room = ready(new Room());
    room.say('promise-update', { inMs: minutes(10) });
    room.pass(minutes(12)).system('come-due');
    room.say('send-update', { status: 'Orders fail.', nextInMs: minutes(10) });
    expect(outcomes(room)).toEqual(['late', 'open']);
    room.pass(minutes(25)).system('come-due');
    room.say('send-update', { status: 'Orders fail.' });
    expect(outcomes(room)).toEqual(['late', 'missed', 'open']);
  });

  test('rehearsals and what is private count nowhere', () => {
    for (const more of [{ exercise: true }, { private: true }]) {
      const room = ready(new Room(more));
      room.say('promise-update', { inMs: minutes(10) });
      expect(fold(room.state)).toEqual([]);
    }
  });
});
