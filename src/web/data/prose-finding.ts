import type { Lexicon, ProseKind, ProseMode, Span } from '../../domain/prose/finding.ts';

export interface ShownFinding extends Span {
  readonly kind: ProseKind;
  readonly why: string;
  /** Words for the whole sentence. */
  readonly instead: string;
  readonly sentence: Span;
}

export interface ProseQuestion {
  readonly turn: number;
  readonly text: string;
  readonly mode: ProseMode;
  readonly lexicon: Lexicon;
}

export interface ProseAnswer {
  readonly turn: number;
  readonly findings: readonly ShownFinding[];
}
