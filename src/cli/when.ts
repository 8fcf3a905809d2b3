import { durationFrom, instantFrom } from '../api/when.ts';
import { Misuse } from './context.ts';

/** Milliseconds of a length of time as people write it: `30s`, `10min`, `2h`. */
export function durationOf(text: string): number {
  const ms = durationFrom(text);
  if (ms === null) throw new Misuse(`"${text}" is not a length of time. Write it like 30s, 10min or 2h.`);
  return ms;
}

/** An instant as people write it: `+30min`, `-5min`, `15:30` of this machine's zone, `15:30Z`, or ISO 8601. */
export function instantOf(text: string, _previous?: unknown, now = new Date()): string {
  const at = instantFrom(text, now);
  if (at === null)
    throw new Misuse(`"${text}" is not an instant. Write it like 15:30, +30min or 2026-11-23T14:02:00Z.`);
  return at;
}
