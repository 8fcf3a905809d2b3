import { checkProse } from '../../domain/prose/check.ts';
import { sentenceAround } from '../../domain/prose/sentence.ts';
import { insteadOf, whyOf } from '../../text/prose.ts';
import type { ProseAnswer, ProseQuestion, ShownFinding } from './prose-finding.ts';

addEventListener('message', ({ data }: MessageEvent<ProseQuestion>) => {
  const { turn, text, mode, lexicon } = data;
  const findings = checkProse(text, { mode, lexicon }).findings.map((finding): ShownFinding => {
    const { kind, start, end } = finding;
    const sentence = sentenceAround(finding, text);
    return { kind, start, end, why: whyOf(finding), instead: insteadOf(finding, text), sentence };
  });
  const answer: ProseAnswer = { turn, findings };
  postMessage(answer);
});
