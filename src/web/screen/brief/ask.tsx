import { type FormEvent, useState } from 'react';
import { v7 } from 'uuid';
import type { Question } from '../../data/speaking.ts';
import { Button } from '../../part/button.tsx';
import { Field, inputShape } from '../../part/field.tsx';
import { Notice } from '../../part/notice.tsx';
import { Tag } from '../../part/tag.tsx';

interface AskProps {
  readonly questions: readonly Question[];
  readonly mayAsk: boolean;
  readonly onAsk: (id: string, text: string) => Promise<void>;
}

const states: Readonly<Record<Question['state'], string>> = {
  open: 'answered in the next update',
  answered: 'answered',
  'set-aside': 'set aside',
};

/** Questions do not reach the room: they wait, and are answered in an update. */
export function Ask({ questions, mayAsk, onAsk }: AskProps) {
  const [text, setText] = useState('');
  const [id, setId] = useState(() => v7());
  const [fault, setFault] = useState<string>();
  const [asked, setAsked] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      await onAsk(id, text.trim());
      setText('');
      setId(v7());
      setFault(undefined);
      setAsked(true);
    } catch (error) {
      setFault((error as Error).message);
    }
  };
  if (!mayAsk && questions.length === 0) return null;
  return (
    <section aria-label="Questions" className="mt-8 border-t border-rule pt-5">
      <h2 className="font-semibold">Questions</h2>
      {questions.length === 0 ? null : (
        <ul className="mt-2 grid gap-3">
          {questions.map(({ key, text: said, by, state, answer }) => (
            <li key={key}>
              <p>
                {said} <span className="text-sm text-quiet">{by}</span>{' '}
                <Tag tone={state === 'answered' ? 'ok' : 'plain'}>{states[state]}</Tag>
              </p>
              {answer === '' ? null : <p className="border-l-2 border-rule pl-3 text-quiet">{answer}</p>}
            </li>
          ))}
        </ul>
      )}
      {mayAsk ? (
        <form onSubmit={(event) => void submit(event)} className="mt-3 grid gap-2">
          <Field label="Ask something" says="It is answered in the next update." fault={fault}>
            {(given) => (
              <textarea
                {...given}
                rows={2}
                maxLength={1000}
                value={text}
                onChange={(event) => setText(event.target.value)}
                className={inputShape}
              />
            )}
          </Field>
          <Button type="submit" disabled={text.trim() === ''} className="justify-self-start">
            Ask
          </Button>
          {asked ? <Notice announced>Your question waits for the next update.</Notice> : null}
        </form>
      ) : null}
    </section>
  );
}
