/** What kind of words the check points at. */
export type ProseKind = 'eta' | 'cause' | 'blame' | 'vague-root-cause';

/** Where a text will stand; it decides which kinds are looked for. */
export type ProseMode = 'live' | 'postmortem' | 'log';

export const proseModes: readonly ProseMode[] = ['live', 'postmortem', 'log'];

export interface Span {
  /** UTF-16 offsets into the text; the end is behind the last character. */
  readonly start: number;
  readonly end: number;
}

export interface ProseFinding extends Span {
  readonly kind: ProseKind;
  /** The construction that matched: a row of docs/prose.md. */
  readonly rule: string;
  /** What the rule picked out of the words, such as who is blamed. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Names that this organisation knows. They are the strongest sign of who is meant. */
export interface Lexicon {
  readonly people: readonly string[];
  readonly teams: readonly string[];
  readonly vendors: readonly string[];
  readonly services: readonly string[];
}

export interface ProseReport {
  readonly language: 'english' | 'not-checked';
  readonly findings: readonly ProseFinding[];
}
