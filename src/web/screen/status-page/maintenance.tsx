import { useState } from 'react';
import { v7 as newId } from 'uuid';
import { instantFrom } from '../../../api/when.ts';
import { call } from '../../data/call.ts';
import type { StatusPageView } from '../../data/types.ts';
import { Button } from '../../part/button.tsx';
import { Field, inputShape, TextField } from '../../part/field.tsx';
import { Notice } from '../../part/notice.tsx';
import { Sheet } from '../../part/sheet.tsx';
import { pagesChanged, saidOf } from './asked.ts';

interface SheetProps {
  readonly page: StatusPageView;
  readonly onClose: () => void;
}

/** What a field of the browser's own date picker means here. */
const instantOf = (text: string): string | null => instantFrom(text, new Date());

/** Announces maintenance. It begins and ends by itself at its times. */
export function MaintenanceSheet({ page, onClose }: SheetProps) {
  const [typed, setTyped] = useState({ title: '', text: '', from: '', to: '' });
  const [components, setComponents] = useState<readonly string[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  const [id] = useState(() => newId());
  const set = (name: keyof typeof typed) => (event: { target: { value: string } }) =>
    setTyped({ ...typed, [name]: event.target.value });
  const save = async (): Promise<void> => {
    const [startsAt, endsAt] = [instantOf(typed.from), instantOf(typed.to)];
    if (startsAt === null || endsAt === null) return setFault('Say from when to when.');
    const { title, text } = typed;
    try {
      const body = { id, title, text, components: [...components], startsAt, endsAt };
      await call('POST /api/status-pages/{page}/maintenance', { page: page.slug, ...body });
      await pagesChanged();
      onClose();
    } catch (error) {
      setFault(saidOf(error));
    }
  };
  return (
    <Sheet title="Plan maintenance" onClose={onClose}>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField label="What customers notice" required maxLength={200} value={typed.title} onChange={set('title')} />
        <Field label="In the words that they read">
          {(given) => (
            <textarea {...given} required rows={3} className={inputShape} value={typed.text} onChange={set('text')} />
          )}
        </Field>
        <div className="grid gap-3 wide:grid-cols-2">
          <TextField label="From" type="datetime-local" required value={typed.from} onChange={set('from')} />
          <TextField label="To" type="datetime-local" required value={typed.to} onChange={set('to')} />
        </div>
        <fieldset>
          <legend className="text-sm font-medium text-quiet">Components</legend>
          {page.components.map(({ key, name }) => (
            <label key={key} className="flex min-h-8 items-center gap-2 text-sm touch:min-h-11">
              <input
                type="checkbox"
                className="size-6"
                checked={components.includes(key)}
                onChange={({ target }) =>
                  setComponents(target.checked ? [...components, key] : components.filter((each) => each !== key))
                }
              />
              {name}
            </label>
          ))}
        </fieldset>
        {fault === null ? null : (
          <Notice tone="bad" announced>
            {fault}
          </Notice>
        )}
        <div className="flex gap-2">
          <Button kind="primary" type="submit">
            Announce it
          </Button>
          <Button kind="quiet" onClick={onClose}>
            Leave it
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
