import type { QueryFault } from '../../watch/ports.ts';
import { windowIn } from '../fresh.ts';

/** Which documents are counted. */
export interface DocumentQuery {
  readonly index: string;
  readonly lucene: string;
  /** Which of them have to be new: what stands left of a bar; null: any of the index. */
  readonly busy: string | null;
  readonly windowMs: number | null;
}

const form = /^(\s*)([^\s:]+)\s*:\s+(\S.*)$/s;
/** What `_cat` or `..` would say to the address is not for a query to say. */
export const indexPattern = /^[a-z0-9*][a-z0-9*.,_+-]*$/;

/** Reads `index-pattern: lucene query last 5m`, or `index-pattern: what is busy | what is counted of it last 5m`. */
export function parsed(query: string): { readonly documents: DocumentQuery } | { readonly fault: QueryFault } {
  const { text, windowMs } = windowIn(query);
  const [, before = '', index, lucene] = form.exec(text) ?? [];
  if (index === undefined || lucene === undefined) {
    return { fault: { at: 0, says: 'must be an index and a query, such as logs-*: level:error' } };
  }
  const at = query.indexOf(text) + before.length;
  if (!indexPattern.test(index) || index.includes('..')) {
    return { fault: { at, says: 'must begin with the name or pattern of an index' } };
  }
  const start = query.indexOf(lucene, at + index.length);
  const open = unclosed(lucene);
  if (open !== null) return { fault: { at: start + open, says: 'does not close' } };
  const [bar, second] = barsIn(lucene);
  if (second !== undefined) return { fault: { at: start + second, says: 'must be the only bar' } };
  if (bar === undefined) return { documents: { index, lucene, busy: null, windowMs } };
  const [busy, counted] = [lucene.slice(0, bar).trim(), lucene.slice(bar + 1).trim()];
  const faulty = [busy, counted].some((part) => part === '' || unclosed(part) !== null);
  if (faulty) return { fault: { at: start + bar, says: 'must stand between two whole queries' } };
  return { documents: { index, lucene: `(${busy}) AND (${counted})`, busy, windowMs } };
}

/** Why this query cannot be watched; null when nothing stands against it. */
export function queryFault(query: string): QueryFault | null {
  const read = parsed(query);
  return 'fault' in read ? read.fault : null;
}

/** Bars between spaces, outside of quotes. */
function barsIn(lucene: string): number[] {
  const bare = lucene.replace(/\\.|"(?:\\.|[^"\\])*"/gs, (quoted) => '_'.repeat(quoted.length));
  return [...` ${bare} `.matchAll(/(?<=\s)\|(?=\s)/g)].map(({ index }) => index - 1);
}

const opening = '([{';

/** Where quotes, regular expressions or brackets do not close. Ranges may mix theirs: `[1 TO 2}`. */
function unclosed(lucene: string): number | null {
  const open: { readonly round: boolean; readonly at: number }[] = [];
  let quoted: number | null = null;
  for (let at = 0; at < lucene.length; at += 1) {
    const each = lucene[at] as string;
    if (each === '\\') at += 1;
    else if (each === '"') quoted = quoted === null ? at : null;
    else if (quoted !== null) continue;
    else if (opening.includes(each)) open.push({ round: each === '(', at });
    else if (')]}'.includes(each) && open.pop()?.round !== (each === ')')) return at;
  }
  return quoted ?? open.at(-1)?.at ?? null;
}
