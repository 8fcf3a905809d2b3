import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { isLive } from '../../../domain/incident/phase.ts';
import { useMe } from '../../data/query.ts';
import type { Draft, Words } from '../../data/speaking.ts';
import type { Incident, OverrideWords } from '../../data/types.ts';
import { Button } from '../../part/button.tsx';
import { AnswerCard } from './answer-card.tsx';
import { bodyOf, startTimes, type Times } from './body.ts';
import { Questions } from './questions.tsx';
import { Scheduled } from './scheduled.tsx';
import { useSending } from './sending.ts';
import { When } from './when.tsx';
import { WordsField } from './words-field.tsx';

interface UpdateFormProps {
  readonly incident: Incident;
  readonly draft: Draft;
}

const fields = [
  { name: 'status', label: 'How it stands', says: 'One sentence.', rows: 2 },
  { name: 'know', label: 'What we know', rows: 4 },
  { name: 'doing', label: 'What we are doing', says: 'Each line with who does it.', rows: 4 },
  { name: 'dontKnow', label: 'What we do not know yet', rows: 3 },
] as const;

/** The five fields. They begin with what was held before, or with the draft from the log. */
export function UpdateForm({ incident, draft }: UpdateFormProps) {
  const [words, setWords] = useState<Words>(draft.kept ?? draft.draft);
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const [times, setTimes] = useState<Times>(() => startTimes(isLive(incident.phase)));
  const [corrects, setCorrects] = useState(false);
  const { answer, busy, send, clear } = useSending(incident.id);
  const me = useMe().data;
  const leads = incident.roles.some(({ role, person }) => role === 'communications-lead' && person === me?.person.id);
  const last = corrects ? (draft.last?.key ?? null) : null;
  const give = async (override?: OverrideWords): Promise<void> => {
    const gone = await send(bodyOf(draft.audience, words, answers, times, last), override);
    if (gone) setAnswers({});
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void give();
  };
  return (
    <form onSubmit={submit} className="grid min-w-0 gap-4" data-verb="send-update">
      {draft.kept === null ? null : (
        <p className="text-sm text-quiet">
          These are the words that were held.{' '}
          <Button kind="quiet" onClick={() => setWords(draft.draft)}>
            Begin again from the log
          </Button>
        </p>
      )}
      {fields.map(({ name, label, rows, ...more }) => (
        <WordsField
          key={name}
          label={label}
          rows={rows}
          {...more}
          value={words[name]}
          before={draft.last === null ? null : draft.last[name]}
          onChange={(value) => setWords({ ...words, [name]: value })}
        />
      ))}
      <details className="text-sm text-quiet">
        <summary className="inline-flex min-h-8 items-center touch:min-h-11">“When will it be fixed?”</summary>
        <p className="mt-1 rounded-lg border border-rule bg-panel px-3 py-2 text-ink">{draft.whenFixed}</p>
      </details>
      <Questions
        incident={incident.id}
        questions={draft.questions}
        answers={answers}
        onAnswer={(key, text) => setAnswers({ ...answers, [key]: text })}
      />
      <When times={times} live={isLive(incident.phase)} onChange={setTimes} />
      {(draft.last?.key ?? '') === '' ? null : (
        <label className="flex min-h-8 items-center gap-2 text-sm touch:min-h-11">
          <input type="checkbox" checked={corrects} onChange={(event) => setCorrects(event.target.checked)} />
          It corrects the last one ({draft.last?.key})
        </label>
      )}
      <Scheduled incident={incident.id} scheduled={draft.scheduled} />
      {answer === null ? null : (
        <AnswerCard
          answer={answer}
          oneTap={leads && answer.kind === 'held' && answer.problem.practice === 'C6'}
          onOverride={(override) => void give(override)}
          onClose={clear}
        />
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button kind="primary" type="submit" disabled={busy || words.status.trim() === ''}>
          {times.sendAt === '' ? 'Send the update' : 'Schedule it'}
        </Button>
        <GoesTo recipients={draft.recipients} />
      </div>
    </form>
  );
}

function GoesTo({ recipients }: Pick<Draft, 'recipients'>) {
  if (recipients.length === 0) {
    return (
      <p className="text-sm text-quiet">
        Nobody is set up to be told; it stands in the brief.{' '}
        <Link to="/channels" className="text-accent underline">
          Channels
        </Link>
      </p>
    );
  }
  const names = recipients.map(({ name, channel }) => `${name} (${channel})`);
  return <p className="min-w-0 text-sm text-quiet">Goes to {names.join(', ')}</p>;
}
