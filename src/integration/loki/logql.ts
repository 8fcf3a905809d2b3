import type { QueryFault } from '../../watch/ports.ts';
import { endOfQuote, unclosed } from '../fresh.ts';

/** The streams that a LogQL query reads, as it writes them: `{app="checkout"}`. Their newest line tells its age. */
export function streamSelectors(query: string): readonly string[] {
  const found = new Set<string>();
  for (let at = 0; at < query.length; at += 1) {
    const each = query[at] as string;
    if (each === '"' || each === '`') at = endOfQuote(query, at) ?? query.length;
    else if (each === '{') {
      const end = endOfSelector(query, at);
      if (end === null) break;
      found.add(query.slice(at, end + 1));
      at = end;
    }
  }
  return [...found];
}

function endOfSelector(query: string, start: number): number | null {
  for (let at = start + 1; at < query.length; at += 1) {
    if (query[at] === '"' || query[at] === '`') at = endOfQuote(query, at) ?? query.length;
    else if (query[at] === '}') return at;
  }
  return null;
}

/** Same length, without what stands in quotes. */
const bare = (query: string): string =>
  query.replace(/"(?:\\.|[^"\\])*"|`[^`]*`/gs, (quoted) => ' '.repeat(quoted.length));

/** Why this query cannot be watched; null when nothing stands against it. Loki has the last word on its grammar. */
export function queryFault(query: string): QueryFault | null {
  const open = unclosed(query);
  if (open !== null) return { at: open, says: 'does not close' };
  const words = bare(query);
  const start = words.search(/\S/);
  if (start === -1) return { at: 0, says: 'is empty' };
  const selectors = streamSelectors(query);
  if (selectors.length === 0) return { at: start, says: 'names no streams, such as {app="checkout"}' };
  const empty = selectors.find((selector) => !/[=~]/.test(bare(selector)));
  if (empty !== undefined) return { at: query.indexOf(empty), says: 'must say which streams are meant' };
  if (words[start] === '{')
    return { at: start, says: 'gives lines; a number comes of count_over_time(… [1m]) or rate(… [1m])' };
  const range = words.search(/\[\s*\d+(ms|[smhd])/);
  if (range === -1) return { at: query.length, says: 'needs a time to look back over, such as [1m]' };
  const offset = words.search(/\boffset\b/);
  return offset === -1 ? null : { at: offset, says: 'must be of the present: `offset` asks of another time' };
}
