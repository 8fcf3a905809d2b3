import { describe, expect, test } from 'vitest';
import { Room } from '../../../test/domain/room.ts';
import { fold } from './fold.ts';

describe('A2: what became of an alarm', () => {
  test('is open, then real', () => {
    const room = new Room({ detectedBy: 'customer' });
    expect(fold(room.state)).toMatchObject({ source: 'customer', verdict: 'open' });
    room.say('confirm', { evidence: 'seen' });
    expect(fold(room.state)).toMatchObject({ verdict: 'real' });
  });

  test.each(['false-positive', 'near-miss', 'duplicate'] as const)('or a %s, until that is taken back', (as) => {
    const room = new Room();
    room.say('dismiss', { reason: 'a probe', as });
    expect(fold(room.state)).toMatchObject({ source: 'person', verdict: as });
    room.say('reopen', { reason: 'it was not' });
    expect(fold(room.state)).toMatchObject({ verdict: 'open' });
  });

  test('counts for the alert that opened it', () => {
    const alert = { fingerprint: 'a', name: 'CheckoutFails', status: 'firing', startsAt: new Room().now } as const;
    expect(fold(new Room({ alerts: [alert] }, 'system:intake').state)).toMatchObject({ source: 'alert CheckoutFails' });
    expect(fold(new Room({ alerts: [alert] }).state)).toMatchObject({ source: 'person' });
  });

  test('is in no figure where it is a rehearsal or private', () => {
    expect(fold(new Room({ exercise: true }).state)).toBeNull();
    expect(fold(new Room({ private: true }).state)).toBeNull();
  });
});
