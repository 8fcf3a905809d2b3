import { clausesOf } from './clauses.ts';
import type { Span } from './finding.ts';
import { isEnglish } from './language.ts';
import { any, gap, oneOf, rule } from './pattern.ts';
import { markTimes } from './time-words.ts';
import { lineOf, proseOf, sentencesOf, spanOf, type Line } from './tokens.ts';

export interface ClosingWord extends Span {
  /** The words that close, in lower case. */
  readonly word: string;
}

const words =
  'resolved|fixed|fully operational|operational again|operational|back to normal|returned to normal|normal again|all clear|all-clear|recovered|restored|mitigated|is over|are over|was over|working again|back online|back up|up and running|functioning normally|operating normally|working normally|concluded|closed|solved|healthy again|fully functional|functional again|available again|back in service';
const closing = rule(any(words));
const aux = oneOf('is are was were has have had been be now all again fully completely');
/** Between the words and what they are said of; any of these takes the claim back. */
const takesBack = new RegExp(
  `(?<= )(?:${oneOf('not never no until till once when whenever if unless whether before will would should could may might can must shall to partially partly mostly almost nearly largely some expect expects expected hope hopes aim aims working appears appear seems seem believe think being half toward towards for')}|${any('in part|close to|as soon as|more than|about to')})`,
);
const affirmed = new RegExp(
  `(?<= )(?:${aux}|${oneOf('we the incident issue problem outage service services everything systems status this it they — : -')})${gap(3)}$`,
);
const percent = / [0-9.]+% | (?:half|part|most|many) of /;

/**
 * Words that tell an audience that it is over, where they are affirmed of now or the past. Not what is denied, hoped
 * for, only in part, or the condition of something else ("until it is resolved").
 */
export function closingWords(text: string): readonly ClosingWord[] {
  if (!isEnglish(text)) return [];
  const found: ClosingWord[] = [];
  for (const sentence of sentencesOf(proseOf(text))) {
    for (const { tokens, open } of clausesOf(markTimes(sentence))) {
      if (open) continue;
      const line = lineOf(tokens);
      for (const match of line.text.matchAll(closing)) {
        if (!affirms(line, match.index, match[0])) continue;
        found.push({ ...spanOf(line, match.index, match[0].length), word: match[0].trim() });
      }
    }
  }
  return found.sort((one, other) => one.start - other.start);
}

function affirms(line: Line, index: number, found: string): boolean {
  const before = line.text.slice(0, index);
  if (takesBack.test(before) || percent.test(before)) return false;
  // At the beginning it is a label, as in "Resolved: …"; elsewhere something must be said to be so.
  return before.trim() === '' || found === 'recovered ' || affirmed.test(before);
}
