import type { InstrumentHealth, InstrumentState, MissingReason } from '../domain/telemetry/reading.ts';
import type { DurationMs, Instant } from '../domain/time.ts';
import type { RangeRead, Read } from '../watch/ports.ts';
import type { Lack } from './ask.ts';

export type Checked = Omit<InstrumentState, 'checkedAt'>;

/** Two readings may be late or lost without what they rest on being old. */
const intervalsTolerated = 3;
const usualWithinMs = 120_000;
/** How far a clock may be from the database's. */
export const clockToleranceMs = 30_000;
const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
const leastWindowMs = 60_000;

export const said = (health: InstrumentHealth, because: string): Checked => ({ health, because });
export const nothing = (missing: MissingReason): Read => ({ values: [], missing });
export const noRange = (missing: MissingReason): RangeRead => ({ points: [], missing });

/** How old the newest line, span, document or row may be for a reading. */
export const withinMs = (freshWithinMs: number | undefined, everyMs: DurationMs = 0): DurationMs =>
  Math.max(freshWithinMs ?? usualWithinMs, intervalsTolerated * everyMs);

/** What is wrong with the time of the newest; null when it is as new as it has to be. */
export function ageFault(newestMs: number | null, now: Instant, limitMs: DurationMs): MissingReason | null {
  if (newestMs === null || now - newestMs > limitMs) return 'stale';
  return newestMs - now > clockToleranceMs ? 'clock-off' : null;
}

/** What a check says of the newest of `what`, such as "log line". */
export function checkedAge(what: string, newestMs: number | null, now: Instant, limitMs: DurationMs): Checked {
  const limit = `${Math.round(limitMs / 1000)} s`;
  if (newestMs === null) return said('stale', `it answers, but has no ${what} of the last ${limit}`);
  const age = Math.round((now - newestMs) / 1000);
  if (newestMs - now > clockToleranceMs) return said('stale', `its newest ${what} is dated ${-age} s ahead`);
  if (now - newestMs > limitMs) return said('stale', `its newest ${what} is ${age} s old; ${limit} are allowed`);
  return said('fresh', `its newest ${what} is ${Math.max(0, age)} s old`);
}

/** That nothing answers, or cannot be asked, is *absent*; that something else answers is *stale*. */
export const checkedLack = ({ missing, says }: Lack): Checked =>
  said(missing === 'unreachable' ? 'absent' : 'stale', says);

/** A query and the window that it ends with: `… last 5m`. */
export function windowIn(query: string): { readonly text: string; readonly windowMs: DurationMs | null } {
  const [, text = query, count, unit = ''] = /^(.*\S)\s+last\s+(\d{1,4})([smh])\s*$/s.exec(query) ?? [];
  return { text: text.trim(), windowMs: count === undefined ? null : Number(count) * (unitsMs[unit] ?? 0) };
}

/** How far a count looks back where the query does not say. */
export const usualWindow = (everyMs: DurationMs): DurationMs => Math.max(everyMs, leastWindowMs);

/** The times at which a range is asked for: at most 360, since each may be a question of its own. */
export function times(from: Instant, to: Instant, stepMs: DurationMs): number[] {
  const count = Math.min(360, Math.max(0, Math.floor((to - from) / stepMs) + 1));
  return Array.from({ length: count }, (_each, index) => to - (count - 1 - index) * stepMs);
}

/** Where quotes or brackets of a query do not close, by character; null when all do. */
export function unclosed(query: string): number | null {
  const open: { readonly close: string; readonly at: number }[] = [];
  for (let at = 0; at < query.length; at += 1) {
    const each = query[at] as string;
    if (each === '"' || each === '`') {
      const end = endOfQuote(query, at);
      if (end === null) return at;
      at = end;
    } else if (each in closing) open.push({ close: closing[each] as string, at });
    else if (')]}'.includes(each) && open.pop()?.close !== each) return at;
  }
  return open.at(-1)?.at ?? null;
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The place of the quote that ends what begins at `start`; null when none does. */
export function endOfQuote(text: string, start: number): number | null {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\' && quote === '"') at += 1;
    else if (text[at] === quote) return at;
  }
  return null;
}
