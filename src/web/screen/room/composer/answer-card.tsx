import { type FormEvent, useState } from 'react';
import { Button } from '../../../part/button.tsx';
import { TextField } from '../../../part/field.tsx';
import { Notice } from '../../../part/notice.tsx';
import { verbLabels } from '../../../verb/label.ts';
import { useRoom } from '../room-context.tsx';
import { Inline } from '../log/prose.tsx';
import type { Answer, Desk } from './desk.ts';
import { liftsOf } from './lifts.ts';

type Held = Extract<Answer, { kind: 'held' }>;

interface OverrideFormProps {
  readonly held: Held;
  readonly desk: Desk;
}

/** The override, set apart: one reason, in the same step. */
function OverrideForm({ held, desk }: OverrideFormProps) {
  const [reason, setReason] = useState('');
  const { practice, override: allowed } = held.problem;
  const override = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (reason.trim() === '') return;
    const result = await desk.say(held.verb, { ...held.body }, { practice, reason: reason.trim() });
    if (result.kind === 'accepted') desk.clearAnswer();
  };
  return (
    <form onSubmit={(event) => void override(event)} className="mt-2.5 border-t border-warn pt-2.5">
      <TextField
        label="Why it is right to go on now"
        says={`The log keeps it with your name.${allowed.takesCommand ? ' You take command with it.' : ''}`}
        value={reason}
        maxLength={2000}
        autoFocus
        onChange={(event) => setReason(event.target.value)}
      />
      <Button kind="grave" type="submit" className="mt-2">
        Override {practice}
      </Button>
    </form>
  );
}

function subjectOf({ verb, body }: Held): string {
  const text = body['what'] ?? body['cause'] ?? body['statement'];
  return typeof text === 'string' && text !== '' ? `“${text}”` : verbLabels[verb].toLowerCase();
}

/** A hold explains itself, in place, to the person acting: what waits for what, what lifts it, the override. */
function HoldCard({ held, desk }: { readonly held: Held; readonly desk: Desk }) {
  const room = useRoom();
  const [overriding, setOverriding] = useState(false);
  const { problem } = held;
  return (
    <div
      role="alert"
      data-hold={problem.practice}
      className="mb-2.5 rounded-lg border border-warn bg-warn-soft px-3.5 py-2.5"
    >
      <p className="font-semibold text-warn">
        Held by {problem.practice}: your {subjectOf(held)} waits
      </p>
      <p className="mt-0.5">
        <Inline text={problem.waits} />
      </p>
      <p className="mt-0.5 text-sm text-quiet">
        <Inline text={problem.lifts} />
      </p>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        {liftsOf(held, room).map(({ label, run }, index) => (
          <Button key={label} kind={index === 0 ? 'primary' : 'plain'} onClick={run}>
            {label}
          </Button>
        ))}
        <Button kind="quiet" onClick={desk.clearAnswer}>
          Leave it waiting
        </Button>
        <Button kind="quiet" aria-expanded={overriding} className="ml-auto" onClick={() => setOverriding(!overriding)}>
          Override with a reason…
        </Button>
      </div>
      {overriding ? <OverrideForm held={held} desk={desk} /> : null}
    </div>
  );
}

/** What came of what was said, where the person is looking. */
export function AnswerCard({ answer, desk }: { readonly answer: Answer; readonly desk: Desk }) {
  if (answer.kind === 'held') return <HoldCard held={answer} desk={desk} />;
  const dismiss = (
    <Button kind="quiet" className="-my-1 ml-2" onClick={desk.clearAnswer}>
      Understood
    </Button>
  );
  if (answer.kind === 'refused') {
    return (
      <div className="mb-2.5" role="alert">
        <Notice tone="bad">
          <b>{answer.problem.title}.</b> {answer.problem.detail} {answer.problem.next}
          {dismiss}
        </Notice>
      </div>
    );
  }
  return (
    <div className="mb-2.5">
      <Notice tone="warn" announced>
        {answer.says.map(({ practice, says }) => (
          <p key={practice}>
            <b>{practice}</b> <Inline text={says} />
          </p>
        ))}
        {dismiss}
      </Notice>
    </div>
  );
}
