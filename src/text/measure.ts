/** A value as people read it: four significant digits say enough. */
export const figure = (value: number | null): string =>
  value === null ? 'no value' : String(Number(value.toPrecision(4)));

export const minutesOf = (ms: number): number => Math.round(ms / 60_000);

/** A length of time: "40 s", "12 min", "1 h 30 min". */
export function duration(ms: number): string {
  const inSeconds = Math.ceil(ms / 1000);
  if (inSeconds < 90) return `${inSeconds} s`;
  const inMinutes = Math.ceil(inSeconds / 60);
  if (inMinutes < 90) return `${inMinutes} min`;
  const rest = inMinutes % 60;
  return `${Math.floor(inMinutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}

/** A length of time that has been reached: rounded down, so that nothing is called done before it is. */
export const reached = (ms: number): string => duration(ms - (ms % (ms < 90_000 ? 1000 : 60_000)));

/** An instant in UTC, to the minute. */
export const moment = (instant: number): string => `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')}Z`;

/** An instant of today in UTC, to the second. */
export const timeOfDay = (instant: number): string => `${new Date(instant).toISOString().slice(11, 19)}Z`;

/** An instant of today in UTC, to the minute, as it is said to people outside. */
export const shortTime = (instant: number): string => `${new Date(instant).toISOString().slice(11, 16)} UTC`;
