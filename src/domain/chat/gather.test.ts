import { expect, test } from 'vitest';
import { instant } from '../time.ts';
import { isToldInChat, nextPostAt, postEveryMs } from './gather.ts';

test('the first post leaves at once, the next when five minutes have passed', () => {
  expect(nextPostAt(null, instant(1000))).toBe(1000);
  expect(nextPostAt(instant(1000), instant(2000))).toBe(1000 + postEveryMs);
  expect(nextPostAt(instant(1000), instant(1000 + postEveryMs))).toBe(1000 + postEveryMs);
  expect(nextPostAt(instant(1000), instant(9_000_000))).toBe(9_000_000);
});

test('what matters is told, what only the log needs is not', () => {
  expect(['IncidentConfirmed', 'ScopeStated', 'EffectDue', 'AllClearDeclared'].every(isToldInChat)).toBe(true);
  expect(['NoteAdded', 'CommandHeld', 'AlertsChanged', 'SignalTurned'].some(isToldInChat)).toBe(false);
});
