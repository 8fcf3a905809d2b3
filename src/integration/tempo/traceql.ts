import type { QueryFault } from '../../watch/ports.ts';
import { endOfQuote, unclosed, windowIn } from '../fresh.ts';

const metricFunctions = /\|\s*(rate|count_over_time|(min|max|avg|sum|quantile)_over_time)\s*\(/;
const severalNumbers = /\|\s*(histogram_over_time|compare)\s*\(/;

/** Same length, without what stands in quotes. */
function bare(query: string): string {
  let out = '';
  for (let at = 0; at < query.length; at += 1) {
    const each = query[at] as string;
    const end = each === '"' || each === '`' ? (endOfQuote(query, at) ?? query.length - 1) : at;
    out += end === at ? each : ' '.repeat(end - at + 1);
    at = end;
  }
  return out;
}

/** Whether Tempo answers this with numbers; else the traces that it finds are counted. */
export const isMetric = (query: string): boolean => metricFunctions.test(bare(query));

const resourceMatcher = /(?<![\w.])resource\.[\w./-]+\s*=\s*(?:"(?:\\.|[^"\\])*"|`[^`]*`)/g;

/**
 * The spans that have to be new for the query's answer to mean anything: those of the resources that it names. A
 * service that fell silent has no errors either. Null where some part of it names none.
 */
export function restsOn(query: string): readonly string[] | null {
  const blocks = blocksOf(query).map((block) => block.match(resourceMatcher) ?? []);
  if (blocks.length === 0 || blocks.some((matchers) => matchers.length === 0)) return null;
  return [...new Set(blocks.map((matchers) => `{ ${matchers.join(' && ')} }`))];
}

function blocksOf(query: string): string[] {
  const words = bare(query);
  return [...words.matchAll(/\{[^}]*\}/g)].map(({ index, 0: block }) => query.slice(index, index + block.length));
}

/** Why this query cannot be watched; null when nothing stands against it. Tempo has the last word on its grammar. */
export function queryFault(query: string): QueryFault | null {
  const { text } = windowIn(query);
  const open = unclosed(text);
  if (open !== null) return { at: open, says: 'does not close' };
  const start = text.search(/\S/);
  if (start === -1) return { at: 0, says: 'is empty' };
  if (!'{('.includes(text[start] as string))
    return { at: start, says: 'must begin with spans, such as { status = error }' };
  const several = bare(text).search(severalNumbers);
  return several === -1 ? null : { at: several, says: 'gives a distribution, not a number' };
}
