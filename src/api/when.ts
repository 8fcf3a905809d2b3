const units: Readonly<Record<string, number>> = { s: 1000, min: 60_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const length = /^(\d+(?:\.\d+)?)\s*(s|min|m|h|d)$/;

/** Milliseconds of a length of time as people write it: `30s`, `10min`, `2h`; null if it is none. */
export function durationFrom(text: string): number | null {
  const [, count, unit] = length.exec(text.trim()) ?? [];
  return count === undefined || unit === undefined ? null : Math.round(Number(count) * (units[unit] ?? 0));
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

/** An instant as people write it: `+30min`, `-5min`, `15:30` of this machine's zone, `15:30Z`, or ISO 8601; or null. */
export function instantFrom(text: string, now: Date): string | null {
  const given = text.trim();
  const sign = given[0];
  if (sign === '+' || sign === '-') {
    const by = durationFrom(given.slice(1));
    return by === null ? null : new Date(now.getTime() + (sign === '+' ? by : -by)).toISOString();
  }
  const [, hour, minute, zulu] = clock.exec(given) ?? [];
  if (hour !== undefined) return onClock(Number(hour), Number(minute), zulu === 'Z', now).toISOString();
  const at = Date.parse(given);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
