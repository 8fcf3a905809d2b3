import { type Instant, instant } from '../domain/time.ts';
import { Misuse } from './context.ts';

export interface SeriesPoint {
  readonly at: Instant;
  /** Null where nothing was measured. */
  readonly value: number | null;
}

const zoned = /(?:[zZ]|[+-]\d\d:?\d\d)$/;
const dated = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;
const nothing = /^(?:|nan|null|none|n\/a)$/i;
/** Smaller numbers are seconds since 1970, greater ones milliseconds. */
const leastMilliseconds = 100_000_000_000;

/** An instant in ISO 8601, UTC where it names no zone, or in seconds or milliseconds since 1970; null if it is none. */
export function instantIn(text: string): Instant | null {
  const given = text.trim();
  const count = Number(given);
  if (given !== '' && Number.isFinite(count))
    return instant(Math.abs(count) < leastMilliseconds ? count * 1000 : count);
  if (!dated.test(given)) return null;
  const at = Date.parse(`${given.replace(' ', 'T')}${zoned.test(given) ? '' : 'Z'}`);
  return Number.isNaN(at) ? null : instant(at);
}

const cellsOf = (line: string): string[] => line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));

/** Reads `timestamp,value` lines in order of time; the first may name the columns, and further columns are ignored. */
export function seriesFrom(text: string, file: string): SeriesPoint[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const points = new Map<Instant, SeriesPoint>();
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const [time = '', said = ''] = cellsOf(line);
    const at = instantIn(time);
    if (at === null && index === 0) return;
    const value = nothing.test(said) ? null : Number(said);
    const fault = at === null ? `"${time}" is no time` : Number.isNaN(value) ? `"${said}" is no number` : null;
    if (at === null || fault !== null) throw new Misuse(`${file}, line ${index + 1}: ${fault}`);
    points.set(at, { at, value: value !== null && Number.isFinite(value) ? value : null });
  });
  return [...points.values()].sort((one, other) => one.at - other.at);
}
