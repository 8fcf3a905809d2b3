import { markNames, markParties } from './actors.ts';
import { blameFindings } from './blame.ts';
import { causeFindings } from './cause.ts';
import { etaFindings } from './eta.ts';
import type { Lexicon, ProseFinding, ProseKind, ProseMode, ProseReport } from './finding.ts';
import { settled } from './finish.ts';
import { hinted } from './hints.ts';
import { isEnglish } from './language.ts';
import { markTimes } from './time-words.ts';
import { proseOf, sentencesOf, type Token } from './tokens.ts';
import { vagueFindings } from './vague.ts';

const kindsOf: Readonly<Record<ProseMode, readonly ProseKind[]>> = {
  live: ['eta', 'cause', 'blame'],
  postmortem: ['blame', 'vague-root-cause'],
  log: ['eta', 'blame'],
};

const finders: Readonly<Record<ProseKind, (tokens: readonly Token[]) => ProseFinding[]>> = {
  eta: etaFindings,
  cause: causeFindings,
  blame: blameFindings,
  'vague-root-cause': vagueFindings,
};

const actorsCount = (kind: ProseKind): boolean => kind === 'blame' || kind === 'vague-root-cause';

const readingOf = (kind: ProseKind, marked: readonly Token[], parties: readonly Token[]): readonly Token[] => {
  if (kind === 'blame') return markNames(parties);
  return actorsCount(kind) ? parties : marked;
};

interface CheckOptions {
  readonly mode: ProseMode;
  readonly lexicon?: Lexicon | undefined;
}

/**
 * Points at forecasts, guessed causes, blame and vague root causes in English incident writing.
 * @example checkProse('We should be back shortly.', { mode: 'live' }).findings[0].kind // 'eta'
 */
export function checkProse(text: string, { mode, lexicon }: CheckOptions): ProseReport {
  if (!isEnglish(text)) return { language: 'not-checked', findings: [] };
  const found: ProseFinding[] = [];
  for (const sentence of sentencesOf(proseOf(text))) {
    if (sentence.filter(({ word }) => /[a-z]/.test(word)).length < 2) continue;
    if (!sentence.some(({ word }) => word.length > 2)) continue;
    const kinds = kindsOf[mode].filter((kind) => hinted(kind, sentence));
    if (kinds.length === 0) continue;
    const marked = markTimes(sentence);
    const parties = kinds.some(actorsCount) ? markParties(marked, lexicon) : marked;
    for (const kind of kinds) found.push(...finders[kind](readingOf(kind, marked, parties)));
  }
  return { language: 'english', findings: settled(found) };
}
