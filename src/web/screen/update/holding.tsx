import { useState } from 'react';
import { outbox } from '../../data/browser.ts';
import { useHoldingStatement } from '../../data/speaking.ts';
import type { Incident } from '../../data/types.ts';
import { Button } from '../../part/button.tsx';
import { TextField } from '../../part/field.tsx';
import { Section } from '../../part/section.tsx';
import { hourMinute } from '../../part/time.tsx';

/** What leadership hears first, to be read aloud; that it was told is one tap (C1). */
export function Holding({ incident }: { readonly incident: Incident }) {
  const statement = useHoldingStatement(incident.id).data;
  const [whom, setWhom] = useState('');
  if (statement === undefined) return null;
  const told = (): void =>
    void outbox.send('record-update', incident.id, {
      audience: 'leadership',
      text: statement.text,
      toldWhom: whom.trim(),
      channel: 'spoken',
      nextAt: statement.nextAt,
    });
  return (
    <Section title="Holding statement" aside={statement.by === null ? null : `by ${hourMinute(statement.by)}`}>
      <p className="rounded-lg border border-rule bg-panel px-3.5 py-3 text-[1rem] leading-relaxed">{statement.text}</p>
      <div className="mt-2 grid gap-2">
        <TextField
          label="Told whom"
          value={whom}
          placeholder="Head of shop"
          onChange={(event) => setWhom(event.target.value)}
        />
        <Button data-verb="record-update" onClick={told}>
          I have read it to them
        </Button>
      </div>
    </Section>
  );
}
