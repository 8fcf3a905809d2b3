import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import type { PageComponent } from '../../../domain/status-page/page.ts';
import { Button, IconButton } from '../../part/button.tsx';
import { TextField } from '../../part/field.tsx';

interface RowsProps {
  readonly components: readonly PageComponent[];
  readonly onChange: (components: readonly PageComponent[]) => void;
}

const keyFrom = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');

const empty = { key: '', name: '', description: '', group: null, service: null, onlyShowIfDegraded: false };

/** The components of a page, in the order in which customers read them. */
export function ComponentRows({ components, onChange }: RowsProps) {
  const set = (index: number, change: Partial<PageComponent>): void =>
    onChange(components.map((each, at) => (at === index ? { ...each, ...change } : each)));
  const move = (index: number, by: number): void => {
    const next = [...components];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + by, 0, moved);
    onChange(next);
  };
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-semibold">Components</legend>
      <ol className="grid gap-3">
        {components.map(({ key, name, group, description }, index) => {
          const called = name === '' ? `component ${index + 1}` : name;
          return (
            <li key={index} className="grid gap-2 rounded-lg border border-rule p-3 wide:grid-cols-2">
              <TextField
                label="Name"
                required
                value={name}
                onChange={({ target }) => {
                  const follows = key === keyFrom(name);
                  set(index, { name: target.value, ...(follows ? { key: keyFrom(target.value) } : {}) });
                }}
              />
              <TextField
                label="Key"
                required
                says="Stays the same for ever: its history hangs on it."
                value={key}
                onChange={({ target }) => set(index, { key: target.value })}
              />
              <TextField
                label="Group (if any)"
                value={group ?? ''}
                onChange={({ target }) => set(index, { group: target.value === '' ? null : target.value })}
              />
              <TextField
                label="What it is (if you like)"
                value={description}
                onChange={({ target }) => set(index, { description: target.value })}
              />
              <div className="flex gap-1 wide:col-span-2">
                <IconButton label={`Move ${called} up`} disabled={index === 0} onClick={() => move(index, -1)}>
                  <ArrowUp aria-hidden className="size-4" />
                </IconButton>
                <IconButton
                  label={`Move ${called} down`}
                  disabled={index === components.length - 1}
                  onClick={() => move(index, 1)}
                >
                  <ArrowDown aria-hidden className="size-4" />
                </IconButton>
                <IconButton
                  label={`Remove ${called}`}
                  onClick={() => onChange(components.filter((_each, at) => at !== index))}
                >
                  <Trash2 aria-hidden className="size-4" />
                </IconButton>
              </div>
            </li>
          );
        })}
      </ol>
      <Button className="mt-2" onClick={() => onChange([...components, empty])}>
        Add a component
      </Button>
    </fieldset>
  );
}
