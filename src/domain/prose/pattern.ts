/** Alternatives, each a word or a phrase, followed by the space that ends every token. */
export const any = (words: string): string =>
  `(?:${words
    .trim()
    .split(/\s*\|\s*/)
    .join(' |')} )`;

/** Any of these single words, listed with spaces between. */
export const oneOf = (words: string): string => `(?:(?:${words.trim().split(/\s+/).join('|')}) )`;

/** A word, not a mark. */
export const word = `(?:[^ ,;:()—|.!?"]+ )`;

/** Up to `most` words within one clause. */
export const gap = (most: number): string => `${word}{0,${most}}?`;

/** Compiles what is built from these. Every token stands behind a space; a gap at the end takes what it can. */
export const rule = (source: string): RegExp => new RegExp(`(?<= )${source.replace(/\}\?$/, '}')}`, 'g');
export const has = (source: string): RegExp => new RegExp(`(?<= )${source}`);

/** Every match of a global pattern. `matchAll` copies the pattern for each text, which costs more than most searches. */
export function matchesOf(pattern: RegExp, text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    found.push(match);
    if (match[0] === '') pattern.lastIndex += 1;
  }
  return found;
}
