import { type Instant, instant } from '../time.ts';

const dayMs = 86_400_000;

/** A day of the calendar, as a count from 1970-01-01. */
type DayNumber = number;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}

/** Days from 1970-01-01 to a date of the Gregorian calendar. */
function dayNumber(year: number, month: number, day: number): DayNumber {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** How far the clocks of a zone are ahead of UTC. */
function aheadMs(zone: string, at: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const local = dayNumber(year, month, day) * dayMs + ((hour * 60 + minute) * 60 + second) * 1000;
  return local - Math.floor(at / 1000) * 1000;
}

const dayAt = (zone: string, at: number): DayNumber => Math.floor((at + aheadMs(zone, at)) / dayMs);

/** The first instant of a day. Where clocks jump over midnight, the day begins after the jump. */
function startOf(zone: string, day: DayNumber): Instant {
  const noon = day * dayMs;
  const guesses = [aheadMs(zone, noon - dayMs), aheadMs(zone, noon + dayMs)].map((ahead) => noon - ahead);
  const [first = noon, second = noon] = guesses.toSorted((one, other) => one - other);
  return instant(dayAt(zone, first) >= day ? first : second);
}

/** The date of a day, as ISO 8601 writes it. */
function dateOf(day: DayNumber): string {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1;
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

export interface Day {
  readonly date: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** The last so many days in a time zone, today last. */
export function lastDays(zone: string, now: Instant, count: number): Day[] {
  const today = dayAt(zone, now);
  return Array.from({ length: count }, (_each, index) => {
    const day = today - count + 1 + index;
    return { date: dateOf(day), from: startOf(zone, day), to: startOf(zone, day + 1) };
  });
}
