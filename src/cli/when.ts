import { Misuse } from './context.ts';

const units: Readonly<Record<string, number>> = { s: 1000, min: 60_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const length = /^(\d+(?:\.\d+)?)\s*(s|min|m|h|d)$/;

/** Milliseconds of a length of time as people write it: `30s`, `10min`, `2h`. */
export function durationOf(text: string): number {
  const [, count, unit] = length.exec(text.trim()) ?? [];
  if (count === undefined || unit === undefined) {
    throw new Misuse(`"${text}" is not a length of time. Write it like 30s, 10min or 2h.`);
  }
  return Math.round(Number(count) * (units[unit] ?? 0));
}

const clock = /^([01]?\d|2[0-3]):([0-5]\d)(Z?)$/;

/** The nearest time of day that this can mean: none is more than twelve hours away. */
function onClock(hour: number, minute: number, utc: boolean, now: Date): Date {
  const at = new Date(now);
  if (utc) at.setUTCHours(hour, minute, 0, 0);
  else at.setHours(hour, minute, 0, 0);
  const halfDay = 12 * 3_600_000;
  const apart = at.getTime() - now.getTime();
  if (apart > halfDay) at.setDate(at.getDate() - 1);
  if (apart <= -halfDay) at.setDate(at.getDate() + 1);
  return at;
}

/** An instant as people write it: `+30min`, `-5min`, `15:30` of this machine's zone, `15:30Z`, or ISO 8601. */
export function instantOf(text: string, _previous?: unknown, now = new Date()): string {
  const given = text.trim();
  const sign = given[0];
  if (sign === '+' || sign === '-') {
    const by = durationOf(given.slice(1));
    return new Date(now.getTime() + (sign === '+' ? by : -by)).toISOString();
  }
  const [, hour, minute, zulu] = clock.exec(given) ?? [];
  if (hour !== undefined) return onClock(Number(hour), Number(minute), zulu === 'Z', now).toISOString();
  const at = Date.parse(given);
  if (Number.isNaN(at)) {
    throw new Misuse(`"${text}" is not an instant. Write it like 15:30, +30min or 2026-11-23T14:02:00Z.`);
  }
  return new Date(at).toISOString();
}
