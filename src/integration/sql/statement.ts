import type { QueryFault } from '../../watch/ports.ts';

const reading = /^\(*\s*(select|with|values|table)\b/i;
const writing = /\(\s*(insert|update|delete|merge)\b/i;

/** Same length, without what stands in quotes or comments. Null, and where, when one of them does not end. */
export function bare(query: string): { readonly text: string } | { readonly openAt: number } {
  let text = '';
  for (let at = 0; at < query.length;) {
    const end = endOfQuiet(query, at);
    if (end === null) return { openAt: at };
    text += end === at ? (query[at] as string) : ' '.repeat(end - at);
    at = end === at ? at + 1 : end;
  }
  return { text };
}

/** Where a quote or comment that begins here ends; the same place when none begins; null when it does not end. */
function endOfQuiet(query: string, at: number): number | null {
  const rest = query.slice(at);
  const [dollars] = /^\$(?:[a-z_][a-z_0-9]*)?\$/i.exec(rest) ?? [];
  if (rest.startsWith('--')) return at + (/^[^\n]*/.exec(rest)?.[0].length ?? 0);
  if (rest.startsWith('/*')) return after(query, '*/', at + 2);
  if (dollars !== undefined) return after(query, dollars, at + dollars.length);
  if (rest.startsWith("'")) return after(query, "'", at + 1);
  if (rest.startsWith('"')) return after(query, '"', at + 1);
  return at;
}

function after(query: string, end: string, from: number): number | null {
  const found = query.indexOf(end, from);
  return found === -1 ? null : found + end.length;
}

/** The query without the semicolon that it may end with. */
export const withoutEnd = (query: string): string => query.replace(/;\s*$/, '');

/**
 * Why this query cannot be watched; null when nothing stands against it. PostgreSQL has the last word, and the
 * transaction it runs in can write nothing: this only says so while somebody is looking.
 */
export function queryFault(query: string): QueryFault | null {
  const found = bare(withoutEnd(query));
  if ('openAt' in found) return { at: found.openAt, says: 'does not close' };
  const start = found.text.search(/\S/);
  if (start === -1) return { at: 0, says: 'is empty' };
  if (!reading.test(found.text.slice(start))) return { at: start, says: 'must be a SELECT' };
  const second = found.text.indexOf(';');
  if (second !== -1) return { at: second, says: 'must be one statement' };
  const write = found.text.toLowerCase().startsWith('with', start) ? found.text.search(writing) : -1;
  return write === -1 ? null : { at: write, says: 'must only read' };
}
