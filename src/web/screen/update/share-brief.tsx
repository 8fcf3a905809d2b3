import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { call } from '../../data/call.ts';
import { queryClient } from '../../data/query.ts';
import { useBriefLinks } from '../../data/speaking.ts';
import type { Incident } from '../../data/types.ts';
import { Button } from '../../part/button.tsx';
import { inputShape, TextField } from '../../part/field.tsx';
import { Section } from '../../part/section.tsx';

/** Personal links to the brief. Each is shown once, ends after a day or at the all-clear, and tells how often it was opened. */
export function ShareBrief({ incident }: { readonly incident: Incident }) {
  const links = useBriefLinks(incident.id).data ?? [];
  const [name, setName] = useState('');
  const [made, setMade] = useState('');
  const [fault, setFault] = useState<string>();
  const again = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['brief-links', incident.id] });
  const make = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      const link = await call('POST /api/incidents/{incident}/brief-links', { incident: incident.id, name });
      setMade(`${window.location.origin}/brief#${link.secret}`);
      setName('');
      setFault(undefined);
      await again();
    } catch (error) {
      setFault((error as Error).message);
    }
  };
  const end = async (id: string): Promise<void> => {
    await call('DELETE /api/incidents/{incident}/brief-links/{id}', { incident: incident.id, id });
    await again();
  };
  if (incident.private) return null;
  return (
    <Section
      title="Brief"
      aside={
        <Link to="/brief/$number" params={{ number: incident.number }} className="text-accent underline">
          Look at it
        </Link>
      }
    >
      <form onSubmit={(event) => void make(event)} className="grid gap-2">
        <TextField
          label="A personal link for"
          value={name}
          placeholder="Head of shop"
          fault={fault}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" disabled={name.trim() === ''}>
          Make a link
        </Button>
      </form>
      {made === '' ? null : (
        <label className="mt-2 block text-sm text-quiet">
          Shown once; it works for a day
          <input readOnly value={made} onFocus={(event) => event.target.select()} className={inputShape} />
        </label>
      )}
      <ul className="mt-2 divide-y divide-rule text-sm">
        {links
          .filter(({ revokedAt }) => revokedAt === null)
          .map(({ id, name: whom, opened }) => (
            <li key={id} className="flex items-center gap-2 py-1">
              <span className="min-w-0 flex-1">
                {whom} <span className="text-quiet">{opened === 0 ? 'not opened' : `opened ${opened}×`}</span>
              </span>
              <Button kind="quiet" aria-label={`End the link of ${whom}`} onClick={() => void end(id)}>
                End
              </Button>
            </li>
          ))}
      </ul>
    </Section>
  );
}
