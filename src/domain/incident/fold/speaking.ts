import type { Answer, Question, Update, UpdatePromise } from '../item.ts';
import type { IncidentState } from '../state.ts';
import type { Audience } from '../vocabulary.ts';
import { type Change, type Folds, including, reached, type Row, withKey } from './fold.ts';

type Types =
  | 'UpdatePromised'
  | 'UpdateReminded'
  | 'UpdateDue'
  | 'UpdateLate'
  | 'UpdateMissed'
  | 'UpdateRecorded'
  | 'UpdateDrafted'
  | 'UpdateScheduled'
  | 'UpdateWithdrawn'
  | 'UpdateSent'
  | 'QuestionAsked'
  | 'QuestionSetAside'
  | 'StakeholderAdmitted'
  | 'BriefShared'
  | 'BriefLinkEnded'
  | 'StatusPublished';

const told = (state: IncidentState, promise: string, what: UpdatePromise['told']): Change => ({
  promises: withKey(state.promises, promise, () => ({ told: what })),
});

/** An update was given; the promise that it settles was kept, or kept late. */
function given(state: IncidentState, update: Update, promise: string | null, lateMs: number, row: Row): Change {
  return {
    ...reached(state, { is: 'update', at: row.happenedAt }),
    updatesGiven: state.updatesGiven + 1,
    updates: [...state.updates, update],
    promises:
      promise === null
        ? state.promises
        : withKey(state.promises, promise, () => ({ state: lateMs > 0 ? 'late' : 'kept' })),
  };
}

const answered = (questions: readonly Question[], answers: readonly Answer[], update: string): Question[] =>
  questions.map((question) => {
    const found = answers.find((answer) => answer.question === question.key);
    return found ? { ...question, state: 'answered', answer: found.answer, answeredIn: update } : question;
  });

const withoutDraft = (drafts: IncidentState['drafts'], audience: Audience): IncidentState['drafts'] => {
  const { [audience]: _sent, ...rest } = drafts;
  return rest;
};

export const speakingFolds: Folds<Types> = {
  UpdatePromised: (state, { key, audience, at, duty }, row) => ({
    promises: [
      ...state.promises.map((promise) =>
        promise.audience === audience && promise.duty === duty && promise.state === 'open'
          ? { ...promise, state: 'replaced' as const }
          : promise,
      ),
      { key, audience, duty, at, promisedAt: row.happenedAt, state: 'open', told: 'nothing' },
    ],
  }),
  UpdateReminded: (state, { promise }) => told(state, promise, 'reminded'),
  UpdateDue: (state, { promise }) => told(state, promise, 'due'),
  UpdateLate: (state, { promise }) => told(state, promise, 'late'),
  UpdateMissed: (state, { promise }) => told(state, promise, 'missed'),
  UpdateRecorded: (state, { audience, toldWhom, channel, text, promise, lateMs }, row) => {
    const by = [toldWhom, channel].filter((part) => part !== '').join(', ');
    const update: Update = {
      key: '',
      audience,
      status: text,
      know: '',
      doing: '',
      dontKnow: '',
      sentAt: row.happenedAt,
      nextAt: null,
      corrects: null,
      answers: [],
      told: by,
    };
    return given(state, update, promise, lateMs, row);
  },
  UpdateDrafted: (state, { audience, ...words }) => ({ drafts: { ...state.drafts, [audience]: words } }),
  UpdateScheduled: (state, body, row) => ({
    scheduled: [...state.scheduled, { ...body, scheduledAt: row.recordedAt }],
    drafts: withoutDraft(state.drafts, body.audience),
  }),
  UpdateWithdrawn: (state, { update }) => ({ scheduled: state.scheduled.filter(({ key }) => key !== update) }),
  UpdateSent: (state, { promise, lateMs, ...body }, row) => ({
    ...given(state, { ...body, sentAt: row.happenedAt, told: '' }, promise, lateMs, row),
    scheduled: state.scheduled.filter(({ key }) => key !== body.key),
    drafts: withoutDraft(state.drafts, body.audience),
    questions: answered(state.questions, body.answers, body.key),
  }),
  QuestionAsked: (state, body, row) => ({
    questions: [...state.questions, { ...body, askedAt: row.happenedAt, state: 'open', answer: '', answeredIn: null }],
  }),
  QuestionSetAside: (state, { question, reason }) => ({
    questions: withKey(state.questions, question, () => ({ state: 'set-aside', answer: reason })),
  }),
  StakeholderAdmitted: (state, { person }) => ({ admitted: including(state.admitted, person) }),
  BriefShared: () => ({}),
  BriefLinkEnded: () => ({}),
  StatusPublished: ({ posts }, body, { recordedAt: at }) => ({
    posts: posts.some(({ key }) => key === body.key)
      ? withKey(posts, body.key, () => ({ ...body, at }))
      : [...posts, { ...body, at }],
  }),
};
