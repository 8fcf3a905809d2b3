import type { CommandRow } from './command/row.ts';
import { commandTable, type PublicVerb, publicVerbs } from './command-table.ts';
import { fieldsOf, type VerbField } from './verb-field.ts';
import { durationFrom, instantFrom } from './when.ts';

/** What was typed, as text by field; not judged yet. */
export type Typed = Readonly<Record<string, string>>;

export type ReadLine =
  | { readonly kind: 'verb'; readonly verb: PublicVerb; readonly typed: Typed }
  /** Nothing has this name: the verbs that begin like it. */
  | { readonly kind: 'no-verb'; readonly word: string; readonly near: readonly PublicVerb[] };

/** Words that people say for a verb, with what they mean by it. */
const sayings: Readonly<Record<string, { verb: PublicVerb; typed: Typed }>> = {
  works: { verb: 'give-evidence', typed: { works: 'yes' } },
  broken: { verb: 'give-evidence', typed: { works: 'no' } },
};

const shorts = new Map(
  publicVerbs.flatMap((verb) => {
    const { short }: CommandRow = commandTable[verb];
    return short === undefined ? [] : [[short, verb] as const];
  }),
);

/** The verb that a word names: in full, in short, or as people say it. */
function verbNamed(word: string): { verb: PublicVerb; typed: Typed } | null {
  const name = word.toLowerCase();
  const said = Object.hasOwn(sayings, name) ? sayings[name] : undefined;
  if (said) return said;
  const verb = shorts.get(name) ?? publicVerbs.find((each) => each === name);
  return verb === undefined ? null : { verb, typed: {} };
}

/** Verbs whose name, short name or summary has this in it, the best first. */
export function verbsLike(text: string): readonly PublicVerb[] {
  const wanted = text.trim().toLowerCase();
  const rank = (verb: PublicVerb): number => {
    const { short = '', summary }: CommandRow = commandTable[verb];
    if (short.startsWith(wanted) || verb.startsWith(wanted)) return 0;
    if (verb.includes(wanted)) return 1;
    return summary.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return publicVerbs
    .map((verb) => ({ verb, at: rank(verb) }))
    .filter(({ at }) => at < 3)
    .sort((one, other) => one.at - other.at)
    .map(({ verb }) => verb);
}

const word = /"((?:[^"\\]|\\.)*)"|“([^”]*)”|(\S+)/g;

interface Token {
  readonly text: string;
  readonly option: boolean;
}

const tokensOf = (text: string): Token[] =>
  [...text.matchAll(word)].map(([, quoted, curly, bare]) => ({
    text: quoted?.replaceAll(/\\(.)/g, '$1') ?? curly ?? bare ?? '',
    option: bare?.startsWith('--') ?? false,
  }));

/** `checkout down for EU`: what, how it is, and where it ends. */
const scopeLine = /^(.+?)\s+(down|affected|failing|recovering|recovered|back|fine|unknown)(?:\s+(?:for|in)\s+(.+))?$/i;
const scopeWords: Readonly<Record<string, string>> = {
  down: 'affected',
  failing: 'affected',
  back: 'recovered',
  fine: 'not-affected',
};

function scopeSaid(what: string): Typed {
  const [, name, status, boundary] = scopeLine.exec(what) ?? [];
  if (name === undefined || status === undefined) return { what };
  const said = status.toLowerCase();
  return { what: name, status: scopeWords[said] ?? said, ...(boundary === undefined ? {} : { boundary }) };
}

/** Words without a name, given to the fields that are taken in order; the last one takes all that are left. */
function inOrder(fields: readonly VerbField[], words: readonly string[]): Record<string, string> {
  const taken = fields.filter(({ positional, kind }) => positional && kind !== 'file');
  const typed: Record<string, string> = {};
  let rest = [...words];
  taken.forEach(({ name, kind, choices }, index) => {
    const [first, ...others] = rest;
    if (first === undefined) return;
    // Somebody who goes straight on to the next field means what stands for this one.
    if (kind === 'choice' && !choices.includes(first)) return;
    const last = index === taken.length - 1;
    typed[name] = last ? rest.join(kind === 'list' ? ', ' : ' ') : first;
    rest = last ? [] : others;
  });
  return typed;
}

/**
 * Reads a line such as `change "restart pods" --undo "none needed"`, without its slash.
 * What it leaves out is left out; nothing is refused here.
 */
export function readVerbLine(line: string): ReadLine {
  const [first, ...tokens] = tokensOf(line);
  const named = first === undefined ? null : verbNamed(first.text);
  if (named === null) {
    const typed = first?.text ?? '';
    return { kind: 'no-verb', word: typed, near: verbsLike(typed) };
  }
  const fields = fieldsOf(named.verb);
  const firstOption = tokens.findIndex(({ option }) => option);
  const words = (firstOption === -1 ? tokens : tokens.slice(0, firstOption)).map(({ text }) => text);
  const typed: Record<string, string> = { ...named.typed, ...inOrder(fields, words) };
  if (named.verb === 'state-scope' && typed['what'] !== undefined) Object.assign(typed, scopeSaid(typed['what']));
  let field: VerbField | undefined;
  for (const { text, option } of firstOption === -1 ? [] : tokens.slice(firstOption)) {
    if (option) {
      field = fields.find(({ option: name }) => `--${name}` === text.toLowerCase());
      if (field) typed[field.name] = field.kind === 'yes-no' ? 'yes' : '';
    } else if (field) {
      const before = typed[field.name];
      typed[field.name] = before ? `${before}${field.kind === 'list' ? ', ' : ' '}${text}` : text;
    }
  }
  return { kind: 'verb', verb: named.verb, typed };
}

export type Bodied =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly faults: Readonly<Record<string, string>> };

/** What a text means to its field, or what is wrong with it. */
function valueOf({ kind }: VerbField, text: string, now: Date): { value: unknown } | { fault: string } {
  switch (kind) {
    case 'instant': {
      const at = instantFrom(text, now);
      return at === null ? { fault: 'Write it like 15:30, +30min or 2026-11-23T14:02:00Z.' } : { value: at };
    }
    case 'length': {
      const ms = durationFrom(text);
      return ms === null ? { fault: 'Write it like 30s, 10min or 2h.' } : { value: ms };
    }
    case 'list':
      return {
        value: text
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== ''),
      };
    case 'number':
      return Number.isNaN(Number(text)) ? { fault: 'Write a number.' } : { value: Number(text) };
    case 'yes-no':
      return { value: text === 'yes' };
    default:
      return { value: text };
  }
}

/** The request body that a filled form or a typed line stands for; what was left empty is left out. */
export function bodyFrom(verb: PublicVerb, typed: Typed, now: Date): Bodied {
  const body: Record<string, unknown> = {};
  const faults: Record<string, string> = {};
  for (const field of fieldsOf(verb)) {
    const text = typed[field.name]?.trim() ?? '';
    if (text === '') {
      if (field.required && field.kind !== 'file') faults[field.name] = 'This is needed.';
      continue;
    }
    const read = valueOf(field, text, now);
    if ('fault' in read) faults[field.name] = read.fault;
    else body[field.name] = read.value;
  }
  return Object.keys(faults).length > 0 ? { ok: false, faults } : { ok: true, body };
}
