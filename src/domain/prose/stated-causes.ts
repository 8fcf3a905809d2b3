import type { Span } from './finding.ts';
import { isEnglish } from './language.ts';
import { any, gap, has, oneOf, rule } from './pattern.ts';
import { lineOf, proseOf, sentencesOf, spanOf } from './tokens.ts';

const states: readonly RegExp[] = [
  rule(
    `(?:${any('caused by|due to|because of|triggered by|stems from|stemmed from|stemming from|resulted from|resulting from|as a result of|the result of|attributed to|attributable to|traced to|traced back to|originated from|originates from|brought on by|owing to|introduced by')})${gap(8)}`,
  ),
  rule(
    `(?:root |underlying |primary |main )?(?:cause|culprit|reason|trigger) (?:of |for |behind )?${gap(6)}(?:is |was |has been identified as |: |identified as |confirmed as |turned out to be )${gap(8)}`,
  ),
  rule(
    `(?:identified|confirmed|found|isolated) (?:the |this )?(?:issue|problem|cause|root cause|source|fault) (?:as |to be |in )${gap(8)}`,
  ),
  rule(
    `(?:this|that|it|which|change|deploy|deployment|release|update|bug|error|failure|config|configuration) (?:has |have )?(?:caused|triggered|broke|led to|resulted in) ${gap(6)}`,
  ),
  rule(`because ${oneOf('the a an our one of its')}${gap(8)}`),
];
const unknown = has(
  any(
    'cause is not|cause is still|cause is unknown|cause is unclear|cause remains|cause has not|cause was not|not yet known|not known|not identified|not confirmed|not been identified|not been confirmed|under investigation|being investigated|not caused|not due|not because|not triggered|not the cause|not a result|not related|ruled out|rule out|is unknown|not found the cause|not yet found|do not know the cause|no longer believe|unlikely|whether|if it was caused|not stem|not attributed',
  ),
);
const effect = / (?:inconvenience|apolog\w*|sorry) /;

/** Causes that a text states as a fact, hedged or not. Not those that are unknown, negated or ruled out. */
export function statedCauses(text: string): readonly Span[] {
  if (!isEnglish(text)) return [];
  const found: Span[] = [];
  for (const sentence of sentencesOf(proseOf(text))) {
    const line = lineOf(sentence);
    if (unknown.test(line.text) || effect.test(line.text)) continue;
    for (const pattern of states) {
      for (const match of line.text.matchAll(pattern)) found.push(spanOf(line, match.index, match[0].length));
    }
  }
  const sorted = found.sort((one, other) => one.start - other.start || other.end - one.end);
  return sorted.filter(({ start }, index) => !sorted.slice(0, index).some(({ end }) => end > start));
}
