import { type FormEvent, useState } from 'react';
import { Button } from '../../part/button.tsx';
import { TextField } from '../../part/field.tsx';
import { Notice } from '../../part/notice.tsx';
import type { OverrideWords } from '../../data/types.ts';
import type { Answer, HeldProblem } from './sending.ts';

interface HeldProps {
  readonly problem: HeldProblem;
  /** Whether this person may send it with one tap: the communications lead, for words alone. */
  readonly oneTap: boolean;
  readonly onOverride: (override: OverrideWords) => void;
  readonly onClose: () => void;
}

function Held({ problem, oneTap, onOverride, onClose }: HeldProps) {
  const [reason, setReason] = useState('');
  const [asking, setAsking] = useState(false);
  const { practice } = problem;
  const override = (event: FormEvent): void => {
    event.preventDefault();
    if (reason.trim() !== '') onOverride({ practice, reason: reason.trim() });
  };
  return (
    <div role="alert" data-hold={practice} className="rounded-lg border border-warn bg-warn-soft px-3.5 py-2.5">
      <p className="font-semibold text-warn">Held by {practice}: this update waits</p>
      <p className="mt-0.5">{problem.waits}</p>
      <p className="mt-0.5 text-sm text-quiet">{problem.lifts}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button onClick={onClose}>Change the words</Button>
        {oneTap ? (
          <Button kind="grave" onClick={() => onOverride({ practice, reason: 'These words are fit to be sent.' })}>
            Send it as it is
          </Button>
        ) : (
          <Button kind="quiet" aria-expanded={asking} className="ml-auto" onClick={() => setAsking(!asking)}>
            Override with a reason…
          </Button>
        )}
      </div>
      {asking && !oneTap ? (
        <form onSubmit={override} className="mt-2.5 border-t border-warn pt-2.5">
          <TextField
            label="Why it is right to send it now"
            says="The log keeps it with your name."
            value={reason}
            maxLength={2000}
            autoFocus
            onChange={(event) => setReason(event.target.value)}
          />
          <Button kind="grave" type="submit" className="mt-2">
            Override {practice}
          </Button>
        </form>
      ) : null}
    </div>
  );
}

interface AnswerCardProps extends Omit<HeldProps, 'problem'> {
  readonly answer: Answer;
}

/** What came of sending, above the button that was pressed. */
export function AnswerCard({ answer, ...held }: AnswerCardProps) {
  switch (answer.kind) {
    case 'held':
      return <Held problem={answer.problem} {...held} />;
    case 'refused':
      return (
        <div role="alert">
          <Notice tone="bad">
            <b>{answer.problem.title}.</b> {answer.problem.detail} {answer.problem.next}
          </Notice>
        </div>
      );
    case 'kept':
      return (
        <Notice tone="warn" announced>
          Nobody answers. It is kept here and goes out by itself; tell them by telephone meanwhile.
        </Notice>
      );
    case 'sent':
      return (
        <Notice tone="ok" announced>
          {answer.says}
        </Notice>
      );
  }
}
