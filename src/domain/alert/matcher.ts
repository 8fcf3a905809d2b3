import type { Labels } from './label.ts';
import { compilePattern, type Pattern, PatternProblem } from './pattern.ts';

export const operators = ['=', '!=', '=~', '!~'] as const;
export type Operator = (typeof operators)[number];

/** A condition on one label, as it is written and kept. A label that is absent counts as empty. */
export interface Matcher {
  readonly label: string;
  readonly operator: Operator;
  readonly value: string;
}

/** A condition ready to be asked. */
export interface Condition {
  readonly matcher: Matcher;
  holds(labels: Labels): boolean;
}

export type Ready =
  { readonly ok: true; readonly condition: Condition } | { readonly ok: false; readonly reason: string };

/** Makes a matcher ready, or says what is wrong with its expression. */
export function toCondition(matcher: Matcher): Ready {
  const { label, operator, value } = matcher;
  const of = (labels: Labels): string => (Object.hasOwn(labels, label) ? (labels[label] as string) : '');
  if (operator === '=') return { ok: true, condition: { matcher, holds: (labels) => of(labels) === value } };
  if (operator === '!=') return { ok: true, condition: { matcher, holds: (labels) => of(labels) !== value } };
  let pattern: Pattern;
  try {
    pattern = compilePattern(value);
  } catch (error) {
    if (error instanceof PatternProblem) return { ok: false, reason: `${error.message}: \`${value}\`` };
    throw error;
  }
  const wanted = operator === '=~';
  const fits = remembering((text) => pattern.matches(text));
  return { ok: true, condition: { matcher, holds: (labels) => fits(of(labels)) === wanted } };
}

const remembered = { answers: 500, length: 64 } as const;

/** The labels that rules and silences look at have few values, and thousands of alerts share them. */
function remembering(ask: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = ask(text);
    if (answers.size >= remembered.answers) answers.clear();
    if (text.length <= remembered.length) answers.set(text, answer);
    return answer;
  };
}

export const allHold = (conditions: readonly Condition[], labels: Labels): boolean =>
  conditions.every((condition) => condition.holds(labels));

/** The matcher as people write it. */
export const written = ({ label, operator, value }: Matcher): string =>
  `${/^[A-Za-z_:][\w:]*$/.test(label) ? label : JSON.stringify(label)}${operator}${JSON.stringify(value)}`;

export type Parsed =
  { readonly ok: true; readonly matchers: readonly Matcher[] } | { readonly ok: false; readonly reason: string };

const one = /^(?:([A-Za-z_:][\w:]*)|"((?:[^"\\]|\\.)*)")\s*(=~|!~|!=|=)\s*(.*)$/s;

/** Reads what amtool and Alertmanager's API take: `a=b`, `a=~"b.*"`, `{a="b",c!="d"}`, names and values quoted or not. */
export function parseMatchers(text: string): Parsed {
  const trimmed = text.trim();
  const inner = trimmed.startsWith('{') && trimmed.endsWith('}') ? trimmed.slice(1, -1) : trimmed;
  const matchers: Matcher[] = [];
  for (const part of split(inner)) {
    const found = one.exec(part.trim());
    const value = found ? unquoted(found[4] as string) : null;
    if (!found || value === null) return { ok: false, reason: `bad matcher format: ${part.trim()}` };
    const label = found[1] ?? unescaped(found[2] as string);
    if (label === '') return { ok: false, reason: `bad matcher format: ${part.trim()}` };
    matchers.push({ label, operator: found[3] as Operator, value });
  }
  return { ok: true, matchers };
}

/** Parts between the commas that stand outside quotes. A comma at the end is allowed. */
function split(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\\') index += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === ',' && !quoted) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.at(-1)?.trim() === '' ? parts.slice(0, -1) : parts;
}

/** A value with or without quotes; null when a quote has no partner. */
function unquoted(value: string): string | null {
  if (!value.startsWith('"')) return /(?<!\\)"/.test(value) ? null : unescaped(value);
  if (!/^"(?:[^"\\]|\\.)*"$/s.test(value)) return null;
  return unescaped(value.slice(1, -1));
}

/** A backslash before anything but a quote, an n or another backslash is part of the text: regular expressions are full of them. */
const unescaped = (text: string): string =>
  text.replace(/\\(["n\\])/g, (_all, character: string) => (character === 'n' ? '\n' : character));

export type ReadConditions =
  { readonly ok: true; readonly conditions: readonly Condition[] } | { readonly ok: false; readonly reason: string };

/** Reads written matchers and makes them ready; or says what is wrong with the first that is not one. */
export function readConditions(texts: readonly string[]): ReadConditions {
  const conditions: Condition[] = [];
  for (const text of texts) {
    const parsed = parseMatchers(text);
    if (!parsed.ok) return parsed;
    for (const matcher of parsed.matchers) {
      const ready = toCondition(matcher);
      if (!ready.ok) return ready;
      conditions.push(ready.condition);
    }
  }
  return { ok: true, conditions };
}
