/** A test of one code point. */
export type CharacterTest = (code: number) => boolean;

export type PatternNode =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly least: number; readonly most: number | null }
  | { readonly kind: 'edge'; readonly at: 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word' | 'not-word' };

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
}

/** Why a pattern is not one. Says it in the words of the syntax, for whoever wrote it. */
export class PatternProblem extends Error {}

const deepest = 100;
const mostRepeats = 1000;
const newline = 10;

const isDigit: CharacterTest = (code) => code >= 48 && code <= 57;
const isSpace: CharacterTest = (code) => code === 32 || (code >= 9 && code <= 13 && code !== 11);
export const isWord: CharacterTest = (code) =>
  isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
const not =
  (test: CharacterTest): CharacterTest =>
  (code) =>
    !test(code);

const shorthand: Record<string, CharacterTest> = {
  d: isDigit,
  D: not(isDigit),
  s: isSpace,
  S: not(isSpace),
  w: isWord,
  W: not(isWord),
};
const control: Record<string, number> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };
const posix: Record<string, RegExp> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  ascii: /[\0-\x7f]/,
  blank: /[\t ]/,
  cntrl: /[\0-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t-\r ]/,
  upper: /[A-Z]/,
  word: /\w/,
  xdigit: /[0-9A-Fa-f]/,
};

const oneOf =
  (expression: RegExp): CharacterTest =>
  (code) =>
    expression.test(String.fromCodePoint(code));

/** Reads RE2's syntax, which is what Prometheus and Alertmanager take. There are no back references in it. */
export class PatternParser {
  readonly #text: readonly string[];
  #next = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#text = Array.from(pattern);
  }

  parse(): PatternNode {
    const node = this.#choice({ ignoreCase: false, multiLine: false, dotAll: false });
    if (this.#next < this.#text.length) throw new PatternProblem('unexpected )');
    return node;
  }

  #choice(given: Flags): PatternNode {
    this.#depth += 1;
    if (this.#depth > deepest) throw new PatternProblem('expression nests too deeply');
    let flags = given;
    const options: PatternNode[] = [];
    let parts: PatternNode[] = [];
    while (this.#peek() !== undefined && this.#peek() !== ')') {
      if (this.#takes('|')) {
        options.push({ kind: 'sequence', parts });
        parts = [];
        continue;
      }
      const changed = this.#flagsAlone(flags);
      if (changed) flags = changed;
      else parts.push(this.#repeated(this.#atom(flags)));
    }
    this.#depth -= 1;
    const last: PatternNode = { kind: 'sequence', parts };
    return options.length === 0 ? last : { kind: 'choice', options: [...options, last] };
  }

  #repeated(atom: PatternNode): PatternNode {
    let node = atom;
    for (;;) {
      const bounds = this.#bounds();
      if (!bounds) return node;
      this.#takes('?'); // A lazy repeat finds the same texts; only which part of them differs.
      const [least, most] = bounds;
      node = { kind: 'repeat', part: node, least, most };
      if (/[*+?]/.test(this.#peek() ?? '')) throw new PatternProblem('invalid nested repetition operator');
    }
  }

  #bounds(): readonly [number, number | null] | null {
    if (this.#takes('*')) return [0, null];
    if (this.#takes('+')) return [1, null];
    if (this.#takes('?')) return [0, 1];
    const found = /^\{(\d{1,6})(,(\d{0,6}))?\}/.exec(this.#text.slice(this.#next, this.#next + 16).join(''));
    if (!found) return null;
    this.#next += found[0].length;
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] === '' ? null : Number(found[3]);
    if (least > mostRepeats || (most !== null && (most > mostRepeats || most < least))) {
      throw new PatternProblem(`invalid repeat count: ${found[0]}`);
    }
    return [least, most];
  }

  #atom(flags: Flags): PatternNode {
    const character = this.#take();
    switch (character) {
      case '(':
        return this.#group(flags);
      case '[':
        return { kind: 'character', test: this.#class(flags) };
      case '.':
        return { kind: 'character', test: flags.dotAll ? () => true : (code) => code !== newline };
      case '^':
        return { kind: 'edge', at: flags.multiLine ? 'line-start' : 'text-start' };
      case '$':
        return { kind: 'edge', at: flags.multiLine ? 'line-end' : 'text-end' };
      case '\\':
        return this.#escape(flags);
      case '*':
      case '+':
      case '?':
        throw new PatternProblem(`missing argument to repetition operator: ${character}`);
      default:
        return literal(character, flags);
    }
  }

  #group(flags: Flags): PatternNode {
    let inner = flags;
    if (this.#takes('?')) {
      const found = /^(?:P?<\w+>|([imsU]*)(?:-([imsU]+))?:)/.exec(this.#rest());
      if (!found) throw new PatternProblem('invalid or unsupported group');
      this.#next += Array.from(found[0]).length;
      inner = withFlags(flags, found[1] ?? '', found[2] ?? '');
    }
    const node = this.#choice(inner);
    if (!this.#takes(')')) throw new PatternProblem('missing closing )');
    return node;
  }

  #flagsAlone(flags: Flags): Flags | null {
    if (this.#peek() !== '(') return null;
    const found = /^\(\?([imsU]*)(?:-([imsU]+))?\)/.exec(this.#rest());
    if (!found) return null;
    this.#next += found[0].length;
    return withFlags(flags, found[1] ?? '', found[2] ?? '');
  }

  #escape(flags: Flags): PatternNode {
    const character = this.#take('trailing backslash');
    if (character === 'A') return { kind: 'edge', at: 'text-start' };
    if (character === 'z') return { kind: 'edge', at: 'text-end' };
    if (character === 'b') return { kind: 'edge', at: 'word' };
    if (character === 'B') return { kind: 'edge', at: 'not-word' };
    if (character === 'Q') return this.#quoted(flags);
    const set = this.#escapedSet(character);
    return set ? { kind: 'character', test: set } : literal(this.#escapedCharacter(character), flags);
  }

  #quoted(flags: Flags): PatternNode {
    const parts: PatternNode[] = [];
    while (this.#peek() !== undefined) {
      if (this.#peek() === '\\' && this.#text[this.#next + 1] === 'E') {
        this.#next += 2;
        break;
      }
      parts.push(literal(this.#take(), flags));
    }
    return { kind: 'sequence', parts };
  }

  #escapedSet(character: string): CharacterTest | null {
    const set = shorthand[character];
    if (set) return set;
    if (character !== 'p' && character !== 'P') return null;
    const found = /^(?:\{(\^?)(\w+)\}|(\w))/.exec(this.#rest());
    if (!found) throw new PatternProblem('invalid character class range');
    this.#next += found[0].length;
    const test = unicodeSet(found[2] ?? found[3] ?? '');
    return (character === 'P') !== (found[1] === '^') ? not(test) : test;
  }

  #escapedCharacter(character: string): string {
    const known = control[character];
    if (known !== undefined) return String.fromCodePoint(known);
    if (character === 'x') {
      const found = /^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(this.#rest());
      const code = Number.parseInt(found?.[1] ?? found?.[2] ?? '', 16);
      if (!found || code > 0x10ffff) throw new PatternProblem('invalid escape sequence: \\x');
      this.#next += found[0].length;
      return String.fromCodePoint(code);
    }
    if (/[0-9A-Za-z]/.test(character)) throw new PatternProblem(`invalid escape sequence: \\${character}`);
    return character;
  }

  #class(flags: Flags): CharacterTest {
    const negated = this.#takes('^');
    const tests: CharacterTest[] = [];
    for (let first = true; ; first = false) {
      const character = this.#take('missing closing ]');
      if (character === ']' && !first) break;
      tests.push(this.#member(character, flags));
    }
    const test: CharacterTest = (code) => tests.some((one) => one(code));
    return negated ? not(test) : test;
  }

  #member(character: string, flags: Flags): CharacterTest {
    if (character === '[' && this.#peek() === ':') {
      const found = /^:(\^?)(\w+):\]/.exec(this.#rest());
      const named = found ? posix[found[2] as string] : undefined;
      if (!found || !named) throw new PatternProblem('invalid character class range');
      this.#next += found[0].length;
      return found[1] === '^' ? not(oneOf(named)) : oneOf(named);
    }
    if (character === '\\') {
      const escaped = this.#take('missing closing ]');
      const set = this.#escapedSet(escaped);
      if (set) return set;
      return this.#range(this.#escapedCharacter(escaped), flags);
    }
    return this.#range(character, flags);
  }

  #range(from: string, flags: Flags): CharacterTest {
    const low = from.codePointAt(0) as number;
    let high = low;
    const after = this.#text[this.#next + 1];
    if (this.#peek() === '-' && after !== undefined && after !== ']') {
      this.#next += 1;
      const character = this.#take();
      const to = character === '\\' ? this.#escapedCharacter(this.#take('missing closing ]')) : character;
      high = to.codePointAt(0) as number;
      if (high < low) throw new PatternProblem(`invalid character class range: ${from}-${to}`);
    }
    const test: CharacterTest = (code) => code >= low && code <= high;
    return flags.ignoreCase ? (code) => cases(code).some(test) : test;
  }

  #peek(): string | undefined {
    return this.#text[this.#next];
  }

  #rest(): string {
    return this.#text.slice(this.#next, this.#next + 64).join('');
  }

  #takes(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#next += 1;
    return true;
  }

  #take(otherwise = 'unexpected end'): string {
    const character = this.#text[this.#next];
    if (character === undefined) throw new PatternProblem(otherwise);
    this.#next += 1;
    return character;
  }
}

function withFlags(flags: Flags, on: string, off: string): Flags {
  const after = (letter: string, before: boolean): boolean => (before || on.includes(letter)) && !off.includes(letter);
  return {
    ignoreCase: after('i', flags.ignoreCase),
    multiLine: after('m', flags.multiLine),
    dotAll: after('s', flags.dotAll),
  };
}

function cases(code: number): number[] {
  const character = String.fromCodePoint(code);
  const forms = [character, character.toLowerCase(), character.toUpperCase()];
  return forms.filter((form) => form.length === character.length).map((form) => form.codePointAt(0) as number);
}

function literal(character: string, flags: Flags): PatternNode {
  const wanted = character.codePointAt(0) as number;
  if (!flags.ignoreCase) return { kind: 'character', test: (code) => code === wanted };
  const forms = cases(wanted);
  return { kind: 'character', test: (code) => forms.includes(code) };
}

function unicodeSet(name: string): CharacterTest {
  for (const property of [name, `Script=${name}`]) {
    try {
      return oneOf(new RegExp(`^\\p{${property}}$`, 'u'));
    } catch {
      continue; // Not this kind of property: the engine only tells by refusing it.
    }
  }
  throw new PatternProblem(`invalid character class range: \\p{${name}}`);
}
