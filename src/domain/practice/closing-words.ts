import type { CommandOf } from '../incident/command.ts';
import type { Facts, SaidWords } from '../incident/facts.ts';
import { isLive } from '../incident/phase.ts';
import type { IncidentState } from '../incident/state.ts';
import type { Finding, Guardrail } from './guardrail.ts';
import { keptDraft } from './kept-draft.ts';

/** Items that have been said, with evidence, to be back: of those it may be told. */
function isRecovered({ scope }: IncidentState, sentence: string): boolean {
  const said = sentence.toLowerCase();
  return scope.some(({ name, status }) => status === 'recovered' && said.includes(name.toLowerCase()));
}

const tooSoon = (state: IncidentState, read: readonly SaidWords[]): string[] =>
  read.flatMap(({ closing }) =>
    closing.filter(({ sentence }) => !isRecovered(state, sentence)).map(({ word }) => word),
  );

/** A component that is called operational although what it stands for is not back, or was said to be hurt. */
function notBack(state: IncidentState, { body }: CommandOf<'publish-status'>, { page }: Facts['found']): string[] {
  return body.components.flatMap(({ component, status }) => {
    if (status !== 'operational') return [];
    const known = page?.components.find(({ key }) => key === component);
    const names = [component, known?.name, known?.service].map((name) => name?.toLowerCase());
    const item = state.scope.find(({ name }) => names.includes(name.toLowerCase()));
    if (item !== undefined) {
      return item.status === 'recovered' || item.status === 'not-affected' ? [] : [`${component} operational`];
    }
    const hurt = state.posts.some(({ components }) =>
      components.some((said) => said.component === component && said.status !== 'operational'),
    );
    return hurt ? [`${component} operational`] : [];
  });
}

function heldBy(words: readonly string[], keeps: Finding['keeps']): Finding[] {
  if (words.length === 0) return [];
  return [
    {
      waits: 'practice/D4/closing-waits',
      lifts: 'practice/D4/closing-lifts',
      parameters: { words: [...new Set(words)].join('”, “') },
      ...(keeps ? { keeps } : {}),
    },
  ];
}

/** D4: no audience is told that it is over before the all-clear, or before that item is back. */
export const closingWords: Guardrail = {
  practice: 'D4',
  judge(state, command, { found }) {
    if (!isLive(state.phase)) return [];
    const words = tooSoon(state, found.prose ?? []);
    if (command.verb === 'send-update') return heldBy(words, keptDraft(state, command.body));
    if (command.verb !== 'publish-status') return [];
    const closes = command.body.status === 'resolved' ? ['resolved'] : [];
    return heldBy([...closes, ...words, ...notBack(state, command, found)], undefined);
  },
};
