import type { Span } from './finding.ts';

const begins = /(?:[.!?]\s+|\n)(?=[^\s])/g;
const ends = /[.!?](?=\s|$)|\n/g;

/** The sentence that a place in a text stands in. A dot inside a word, as in "2.8.1", ends none. */
export function sentenceAround({ start, end }: Span, text: string): Span {
  let from = 0;
  for (const match of text.matchAll(begins))
    if (match.index + match[0].length <= start) from = match.index + match[0].length;
  ends.lastIndex = Math.max(start, end - 1);
  const stop = ends.exec(text);
  const to = stop === null ? text.length : stop.index + (stop[0] === '\n' ? 0 : 1);
  return { start: from, end: Math.max(end, to) };
}
