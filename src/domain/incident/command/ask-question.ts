import { accepted, refused } from '../../outcome.ts';
import { nextKey } from '../change-plan.ts';
import { type Rule, underWay } from '../rule.ts';

const mostOpen = 50;

/** A question from outside the room: it waits for the communications lead and is answered in an update (C4). */
export const askQuestion: Rule<'ask-question'> = {
  decide: (state, { body }) => {
    const open = state.questions.filter(({ state: at }) => at === 'open').length;
    if (open >= mostOpen) return refused('incident/too-many-questions', { open });
    const key = nextKey('Q', state.questions);
    return underWay(state) ?? accepted({ type: 'QuestionAsked', body: { key, text: body.text, by: body.by } });
  },
};
