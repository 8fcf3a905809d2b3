import { accepted } from '../../outcome.ts';
import { noItem, type Rule, underWay } from '../rule.ts';

/** A question that needs no answer in an update: asked twice, answered elsewhere. Whoever asked sees why. */
export const setQuestionAside: Rule<'set-question-aside'> = {
  decide: (state, { body }) => {
    const { question, reason } = body;
    const open = state.questions.find(({ key, state: at }) => key === question.toUpperCase() && at === 'open');
    if (!open) return noItem(question, 'question');
    return underWay(state) ?? accepted({ type: 'QuestionSetAside', body: { question: open.key, reason } });
  },
};
