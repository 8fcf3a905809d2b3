import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { severities, type Severity } from '../../domain/incident/vocabulary.ts';
import { outbox } from '../data/browser.ts';
import { useOrganisation } from '../data/query.ts';
import { Button } from '../part/button.tsx';
import { useKeyHint } from '../part/shortcut.ts';

/** Opens an incident in one line; everything else can be said later. */
export function DeclareLine({ focused = false, onDone }: { readonly focused?: boolean; readonly onDone?: () => void }) {
  const [title, setTitle] = useState('');
  const [severity, setSeverity] = useState<Severity>('SEV-2');
  const [says, setSays] = useState('');
  const navigate = useNavigate();
  const words = useOrganisation().data?.severities;
  const id = useId();
  const hint = useKeyHint('declare');
  const onPhone = matchMedia('(pointer: coarse)').matches;
  const declare = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (title.trim() === '') return;
    const answer = await outbox.send('declare', null, { title: title.trim(), severity });
    if (answer.kind === 'accepted') {
      setTitle('');
      onDone?.();
      await navigate({ to: '/incidents/$number', params: { number: answer.result.incident.number } });
    } else if (answer.kind === 'kept') {
      setTitle('');
      setSays('Kept. The incident opens as soon as the server answers.');
    } else setSays(answer.problem.detail);
  };
  return (
    <form
      onSubmit={(event) => void declare(event)}
      className="rounded-xl border border-edge bg-panel p-2 focus-within:border-accent"
    >
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={id} className="sr-only">
          What is wrong, in one line
        </label>
        <input
          id={id}
          value={title}
          maxLength={200}
          autoFocus={focused}
          onChange={(event) => setTitle(event.target.value)}
          placeholder={onPhone ? 'What is wrong, in one line?' : `What is wrong? One line opens a room  (${hint})`}
          className="min-h-9 min-w-0 flex-1 basis-full bg-transparent wide:basis-48 px-2 text-[1rem] outline-none touch:min-h-11"
        />
        <select
          aria-label="Severity"
          aria-describedby={`${id}-means`}
          value={severity}
          onChange={(event) => setSeverity(event.target.value as Severity)}
          className="min-h-9 rounded-md border border-rule bg-raise px-2 text-sm touch:min-h-11"
        >
          {severities.map((each) => (
            <option key={each} title={words?.[each]}>
              {each}
            </option>
          ))}
        </select>
        <Button kind="primary" type="submit" data-verb="declare" className="max-wide:flex-1">
          Declare
        </Button>
      </div>
      <p id={`${id}-means`} className="px-2 pt-1 text-xs text-faint empty:hidden">
        {words?.[severity]}
      </p>
      <p role="status" className="px-2 pt-1 text-sm text-quiet empty:hidden">
        {says}
      </p>
    </form>
  );
}
