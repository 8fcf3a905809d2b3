import { matchesOf } from './pattern.ts';
import type { Span } from './finding.ts';

/** One word, one mark, or a phrase that was taken together and stands as `<tag>`. */
export interface Token extends Span {
  /** Lower case, apostrophes made plain; never holds a space. */
  readonly word: string;
  readonly capital: boolean;
  /** Written in capitals only, as abbreviations are. */
  readonly shouted?: boolean;
}

/** A run of tokens with the line that rules match: every token followed by one space, one space before the first. */
export interface Line {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Where each token begins in `text`. */
  readonly at: readonly number[];
}

const longestSentence = 120;
const longestWord = 60;
const piece = /[\p{L}\p{N}@#<]|[^\s]/uy;
const inWord = /[\p{L}\p{N}_]/u;
const joins = /['’._/:@%+–-]/u;
const negated = /^(.+)n't$/;
const shortened = new Map(
  Object.entries({
    ll: 'will',
    re: 'are',
    ve: 'have',
    m: 'am',
    d: 'would',
  }),
);
const pronouns = new Set('it that this he she there what who here where how everything something'.split(' '));
const odd = new Map<string, readonly string[]>(
  Object.entries({
    "won't": ['will', 'not'],
    "can't": ['can', 'not'],
    "shan't": ['shall', 'not'],
    cannot: ['can', 'not'],
    dont: ['do', 'not'],
    didnt: ['did', 'not'],
    doesnt: ['does', 'not'],
    wasnt: ['was', 'not'],
    hadnt: ['had', 'not'],
    hasnt: ['has', 'not'],
    havent: ['have', 'not'],
    shouldnt: ['should', 'not'],
    couldnt: ['could', 'not'],
    isnt: ['is', 'not'],
    wont: ['will', 'not'],
    gonna: ['going', 'to'],
  }),
);

/** Blanks out what is not prose (code, addresses) and keeps every offset. */
export function proseOf(text: string): string {
  const blank = (found: string): string => found.replace(/[^\n]/g, found.length > 2 ? 'x' : ' ');
  return text
    .replace(/```[^`]*```/g, (found) => found.replace(/[^\n]/g, ' '))
    .replace(/`[^`\n]{1,200}`/g, blank)
    .replace(/\bhttps?:\/\/[^\s)>\]]+/g, blank);
}

/** The sentences of a text as tokens. Nothing in here looks at a character more than a few times. */
export function sentencesOf(text: string): Token[][] {
  const sentences: Token[][] = [];
  let sentence: Token[] = [];
  const end = (): void => {
    if (sentence.length > 0) sentences.push(sentence);
    sentence = [];
  };
  for (let at = 0; at < text.length;) {
    const char = text[at] as string;
    if (char === '\n' && endsAtLine(text, at)) end();
    if (/\s/.test(char)) {
      at += 1;
      continue;
    }
    const stop = wordEnd(text, at);
    if (stop > at) {
      sentence.push(...wordsOf(text.slice(at, stop), at));
      at = stop;
    } else {
      piece.lastIndex = at;
      const mark = piece.exec(text)?.[0] ?? char;
      sentence.push({
        word: mark === '<' || mark === '>' ? '|' : dashed(mark),
        start: at,
        end: at + mark.length,
        capital: false,
      });
      at += mark.length;
      if (/[.!?…。]/u.test(mark)) end();
    }
    if (sentence.length >= longestSentence) end();
  }
  end();
  return sentences;
}

// A line that goes on in lower case was wrapped; anything else begins a sentence.
const endsAtLine = (text: string, at: number): boolean => !/^\n[ \t]?\p{Ll}/u.test(text.slice(at, at + 4));

const dashed = (mark: string): string => (/^[–—]$/.test(mark) ? '—' : mark);

function wordEnd(text: string, from: number): number {
  let at = from;
  const most = Math.min(text.length, from + longestWord);
  if (text[at] === '@' || text[at] === '~') at += 1;
  const first = at;
  while (at < most) {
    const char = text[at] as string;
    if (inWord.test(char) || (char >= '\uD800' && char <= '\uDFFF')) at += 1;
    else if (at > first && joins.test(char) && at + 1 < text.length && inWord.test(text[at + 1] as string)) at += 2;
    else if (at > first && char === '%') return at + 1;
    else break;
  }
  return at > first ? at : from;
}

function wordsOf(raw: string, start: number): Token[] {
  const capital = /^@?\p{Lu}/u.test(raw);
  const shouted = /^\p{Lu}{2,}s?$/u.test(raw);
  const word = raw.toLowerCase().replaceAll('’', "'").replaceAll('–', '-');
  const whole = { start, end: start + raw.length };
  const parts = odd.get(word) ?? split(word);
  if (parts.length === 1) return [{ word: parts[0] as string, ...whole, capital, shouted }];
  const [first = '', second = ''] = parts;
  const cut = second === "'s" || verbs.has(second) ? start + word.lastIndexOf("'") : start + raw.length - 3;
  const middle = Math.max(start + 1, Math.min(cut, start + raw.length - 1));
  return [
    { word: first, start, end: middle, capital, shouted: /^\p{Lu}{2,}'/u.test(raw) },
    { word: second, start: middle, end: whole.end, capital: false },
  ];
}

const verbs = new Set(['will', 'are', 'have', 'am', 'would', 'is']);

function split(word: string): readonly string[] {
  const not = negated.exec(word);
  if (not) return [not[1] as string, 'not'];
  const mark = word.lastIndexOf("'");
  if (mark < 1) return [word];
  const [head, tail] = [word.slice(0, mark), word.slice(mark + 1)];
  if (tail === 's') return [head, pronouns.has(head) ? 'is' : "'s"];
  const whole = shortened.get(tail);
  return whole === undefined ? [word] : [head, whole];
}

export function lineOf(tokens: readonly Token[]): Line {
  let text = ' ';
  const at: number[] = [];
  for (const { word } of tokens) {
    at.push(text.length);
    text += `${word} `;
  }
  return { text, tokens, at };
}

/** The tokens that a match in `line.text` covers, as first and behind the last. */
export function covered({ at, tokens }: Line, index: number, length: number): readonly [number, number] {
  let first = at.findIndex((position, token) => position + (tokens[token] as Token).word.length > index);
  if (first < 0) first = tokens.length;
  let last = first;
  while (last < tokens.length && (at[last] as number) < index + length) last += 1;
  return [first, last];
}

/** Where the words of a match stand in the text itself, without a mark at either end. */
export function spanOf(line: Line, index: number, length: number): Span {
  let [first, last] = covered(line, index, length);
  const bare = (token: Token | undefined): boolean => token !== undefined && /^[^\p{L}\p{N}<@]+$/u.test(token.word);
  while (first < last - 1 && bare(line.tokens[first])) first += 1;
  while (last - 1 > first && bare(line.tokens[last - 1])) last -= 1;
  const from = line.tokens[Math.min(first, line.tokens.length - 1)] as Token;
  const to = line.tokens[Math.max(first, last - 1)] ?? from;
  return { start: from.start, end: to.end };
}

/** A pattern and what the words that it covers are taken together as; what is answered null for stays as it is. */
export interface Collapse {
  readonly pattern: RegExp;
  readonly tag: (match: RegExpExecArray) => string | null;
}

/** Takes each match of each pattern together as one token, one pattern after the other. */
export function collapse(tokens: readonly Token[], steps: readonly Collapse[]): readonly Token[] {
  let line = lineOf(tokens);
  for (const step of steps) {
    const taken = collapsed(line, step);
    if (taken !== null) line = lineOf(taken);
  }
  return line.tokens;
}

function collapsed(line: Line, { pattern, tag }: Collapse): Token[] | null {
  let result: Token[] | null = null;
  let next = 0;
  for (const match of matchesOf(pattern, line.text)) {
    const [first, last] = covered(line, match.index + (match[0].startsWith(' ') ? 1 : 0), match[0].trim().length);
    if (first < next || last <= first) continue;
    const head = line.tokens[first] as Token;
    const name = tag(match);
    if (name === null) continue;
    result ??= [];
    result.push(...line.tokens.slice(next, first));
    result.push({ word: name, start: head.start, end: (line.tokens[last - 1] as Token).end, capital: head.capital });
    next = last;
  }
  result?.push(...line.tokens.slice(next));
  return result;
}
