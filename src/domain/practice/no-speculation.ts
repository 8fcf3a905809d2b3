import type { IncidentCommand } from '../incident/command.ts';
import type { Facts, SaidWords } from '../incident/facts.ts';
import { isScoped, type IncidentState } from '../incident/state.ts';
import { minutes } from '../time.ts';
import type { Finding, Guardrail } from './guardrail.ts';
import { keptDraft } from './kept-draft.ts';

/** A late update is worse than a hedged word: so close to its promised time nothing holds it. */
const tooCloseMs = minutes(5);

/** Words that any cause may have, and that make no two of them the same. */
const plainWord = /^(?:the|and|that|this|with|from|were|was|have|been|which|their|because|caused|cause|issue|problem)$/;

const wordsOf = (text: string): Set<string> =>
  new Set((text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).filter((word) => !plainWord.test(word)));

/** A cause may be named once scope exists and a hypothesis that says the same is supported by evidence. */
function mayName(state: IncidentState, words: string): boolean {
  if (!isScoped(state)) return false;
  const said = wordsOf(words);
  return state.hypotheses.some(
    ({ verdict, cause }) => verdict === 'supported' && [...wordsOf(cause)].some((word) => said.has(word)),
  );
}

function standsOut(state: IncidentState, read: readonly SaidWords[]): string[] {
  return read.flatMap(({ marks, statedCauses }) => [
    ...marks.filter(({ kind, words }) => kind !== 'cause' || !mayName(state, words)).map(({ words }) => words),
    ...statedCauses.filter((words) => !mayName(state, words)),
  ]);
}

function isClose(state: IncidentState, audience: string, { now }: Facts): boolean {
  return state.promises.some(
    (promise) => promise.audience === audience && promise.state === 'open' && promise.at - now <= tooCloseMs,
  );
}

/** C6: an update names no guessed cause, nobody at fault and no time by which it will be mended. */
export const noSpeculation: Guardrail = {
  practice: 'C6',
  judge(state: IncidentState, command: IncidentCommand, facts: Facts): Finding[] {
    if (command.verb !== 'send-update' && command.verb !== 'publish-status') return [];
    const words = [...new Set(standsOut(state, facts.found.prose ?? []))];
    if (words.length === 0) return [];
    const audience = command.verb === 'send-update' ? command.body.audience : 'customers';
    const close = isClose(state, audience, facts);
    return [
      {
        waits: close ? 'practice/C6/says' : 'practice/C6/waits',
        lifts: 'practice/C6/lifts',
        parameters: { words: words.join('”, “') },
        overriddenBy: 'communications-lead',
        ...(command.verb === 'send-update' ? { keeps: keptDraft(state, command.body) } : {}),
        ...(close ? { force: 'caution-at-most' as const } : {}),
      },
    ];
  },
};
