import { useState } from 'react';
import { outbox } from '../../data/browser.ts';
import type { Question } from '../../data/speaking.ts';
import { Button } from '../../part/button.tsx';
import { Field, inputShape } from '../../part/field.tsx';
import { Age } from '../../part/time.tsx';

interface QuestionsProps {
  readonly incident: string;
  readonly questions: readonly Question[];
  readonly answers: Readonly<Record<string, string>>;
  readonly onAnswer: (key: string, text: string) => void;
}

/** What leaders asked: answered in this update, or set aside with a reason. */
export function Questions({ incident, questions, answers, onAnswer }: QuestionsProps) {
  if (questions.length === 0) return null;
  return (
    <section aria-label="Questions" className="grid gap-3 rounded-lg border border-rule bg-panel px-3.5 py-3">
      <h2 className="text-sm font-semibold">
        {questions.length === 1 ? 'One question waits' : `${questions.length} questions wait`}
      </h2>
      {questions.map((question) => (
        <OneQuestion
          key={question.key}
          incident={incident}
          question={question}
          value={answers[question.key] ?? ''}
          onAnswer={onAnswer}
        />
      ))}
    </section>
  );
}

interface OneQuestionProps extends Pick<QuestionsProps, 'incident' | 'onAnswer'> {
  readonly question: Question;
  readonly value: string;
}

function OneQuestion({ incident, question, value, onAnswer }: OneQuestionProps) {
  const { key, text, by, askedAt } = question;
  const [aside, setAside] = useState(false);
  const [reason, setReason] = useState('');
  return (
    <div>
      <Field
        label={`${key} ${text}`}
        says={
          <>
            {by === '' ? 'asked' : `${by} asked`} <Age since={askedAt} /> ago
          </>
        }
      >
        {(given) => (
          <textarea
            {...given}
            rows={2}
            value={value}
            placeholder="The answer goes out with this update"
            onChange={(event) => onAnswer(key, event.target.value)}
            className={inputShape}
          />
        )}
      </Field>
      {aside ? (
        <div className="mt-1 flex flex-wrap items-end gap-2">
          <Field label={`Why ${key} needs no answer`}>
            {(given) => (
              <input
                {...given}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
                className={inputShape}
              />
            )}
          </Field>
          <Button
            data-verb="set-question-aside"
            disabled={reason.trim() === ''}
            onClick={() => void outbox.send('set-question-aside', incident, { question: key, reason: reason.trim() })}
          >
            Set it aside
          </Button>
        </div>
      ) : (
        <Button kind="quiet" data-verb="set-question-aside" onClick={() => setAside(true)}>
          Set {key} aside…
        </Button>
      )}
    </div>
  );
}
