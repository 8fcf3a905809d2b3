import type { SaidWords } from '../domain/incident/facts.ts';
import { checkProse } from '../domain/prose/check.ts';
import { closingWords } from '../domain/prose/closing-words.ts';
import type { Span } from '../domain/prose/finding.ts';
import { sentenceAround } from '../domain/prose/sentence.ts';
import { statedCauses } from '../domain/prose/stated-causes.ts';
import type { ReadProse } from './ports.ts';

const marked = ['eta', 'cause', 'blame'] as const;
type Marked = (typeof marked)[number];
const isMarked = (kind: string): kind is Marked => (marked as readonly string[]).includes(kind);

/** The words of the sentence around a place in a text. */
function sentenceAt(text: string, place: Span): string {
  const { start, end } = sentenceAround(place, text);
  return text
    .slice(start, end)
    .trim()
    .replace(/[.!?]$/, '');
}

/** Reads texts before anybody outside does. */
export const readProse: ReadProse = (texts, lexicon) =>
  texts.map((text): SaidWords => {
    const { findings } = checkProse(text, { mode: 'live', lexicon });
    return {
      marks: findings.flatMap(({ kind, start, end }) =>
        isMarked(kind) ? [{ kind, words: text.slice(start, end) }] : [],
      ),
      statedCauses: statedCauses(text).map(({ start, end }) => text.slice(start, end)),
      closing: closingWords(text).map((closing) => ({ word: closing.word, sentence: sentenceAt(text, closing) })),
    };
  });
