import { type CharacterTest, isWord, type PatternNode, PatternParser, PatternProblem } from './pattern-syntax.ts';

export { PatternProblem } from './pattern-syntax.ts';

type Step =
  | { readonly op: 'character'; readonly test: CharacterTest }
  | { readonly op: 'split'; readonly one: number; other: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'edge'; readonly at: Extract<PatternNode, { kind: 'edge' }>['at'] }
  | { readonly op: 'match' };

const longestPattern = 4096;
const mostSteps = 10_000;
const newline = 10;
const nowhere = -1;

/** A compiled regular expression that has to fit a whole text, as matchers of alerts do. */
export interface Pattern {
  readonly source: string;
  matches(text: string): boolean;
}

/**
 * Compiles RE2 syntax into a machine that reads the text once and follows all ways at the same time. Its work is at most
 * steps × characters, whatever the expression: no pattern can hang the server. Throws `PatternProblem`.
 */
export function compilePattern(source: string): Pattern {
  if (source.length > longestPattern) throw new PatternProblem('expression too long');
  const steps: Step[] = [];
  emit(new PatternParser(source).parse(), steps);
  add(steps, { op: 'match' });
  return { source, matches: (text) => run(steps, text) };
}

function add<S extends Step>(steps: Step[], step: S): S {
  if (steps.length >= mostSteps) throw new PatternProblem('expression too large');
  steps.push(step);
  return step;
}

function emit(node: PatternNode, steps: Step[]): void {
  switch (node.kind) {
    case 'character':
      add(steps, { op: 'character', test: node.test });
      return;
    case 'edge':
      add(steps, { op: 'edge', at: node.at });
      return;
    case 'sequence':
      for (const part of node.parts) emit(part, steps);
      return;
    case 'choice':
      emitChoice(node.options, steps);
      return;
    case 'repeat':
      emitRepeat(node, steps);
  }
}

function emitChoice(options: readonly PatternNode[], steps: Step[]): void {
  const exits: { to: number }[] = [];
  options.forEach((option, index) => {
    if (index === options.length - 1) {
      emit(option, steps);
      return;
    }
    const split = add(steps, { op: 'split' as const, one: steps.length + 1, other: nowhere });
    emit(option, steps);
    exits.push(add(steps, { op: 'jump' as const, to: nowhere }));
    split.other = steps.length;
  });
  for (const exit of exits) exit.to = steps.length;
}

function emitRepeat({ part, least, most }: Extract<PatternNode, { kind: 'repeat' }>, steps: Step[]): void {
  for (let count = 0; count < least; count += 1) emit(part, steps);
  if (most === null) {
    const start = steps.length;
    const split = add(steps, { op: 'split' as const, one: start + 1, other: nowhere });
    emit(part, steps);
    add(steps, { op: 'jump', to: start });
    split.other = steps.length;
    return;
  }
  const splits: { other: number }[] = [];
  for (let count = least; count < most; count += 1) {
    splits.push(add(steps, { op: 'split' as const, one: steps.length + 1, other: nowhere }));
    emit(part, steps);
  }
  for (const split of splits) split.other = steps.length;
}

/** The places of the machine that are reached before a character, each once. */
class Front {
  readonly places: number[] = [];
  readonly #mark: Int32Array;
  readonly #steps: readonly Step[];

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
    this.#mark = new Int32Array(steps.length).fill(nowhere);
  }

  clear(): void {
    this.places.length = 0;
  }

  /** Follows everything that reads no character, without recursion: the machine may be deep. */
  reach(start: number, position: number, before: number, after: number): void {
    const waiting = [start];
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      if (this.#mark[place] === position) continue;
      this.#mark[place] = position;
      const step = this.#steps[place] as Step;
      if (step.op === 'jump') waiting.push(step.to);
      else if (step.op === 'split') waiting.push(step.other, step.one);
      else if (step.op === 'edge') {
        if (isAt(step.at, before, after)) waiting.push(place + 1);
      } else this.places.push(place);
    }
  }
}

function isAt(edge: Extract<PatternNode, { kind: 'edge' }>['at'], before: number, after: number): boolean {
  switch (edge) {
    case 'text-start':
      return before === nowhere;
    case 'text-end':
      return after === nowhere;
    case 'line-start':
      return before === nowhere || before === newline;
    case 'line-end':
      return after === nowhere || after === newline;
    case 'word':
      return isWord(before) !== isWord(after);
    case 'not-word':
      return isWord(before) === isWord(after);
  }
}

function run(steps: readonly Step[], text: string): boolean {
  let front = new Front(steps);
  let next = new Front(steps);
  let before = nowhere;
  let index = 0;
  front.reach(0, 0, before, text.codePointAt(0) ?? nowhere);
  while (index < text.length && front.places.length > 0) {
    const code = text.codePointAt(index) as number;
    index += code > 0xffff ? 2 : 1;
    const after = text.codePointAt(index) ?? nowhere;
    next.clear();
    for (const place of front.places) {
      const step = steps[place] as Step;
      if (step.op === 'character' && step.test(code)) next.reach(place + 1, index, code, after);
    }
    before = code;
    [front, next] = [next, front];
  }
  return index >= text.length && front.places.some((place) => (steps[place] as Step).op === 'match');
}
