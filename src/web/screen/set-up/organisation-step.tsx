import { useState } from 'react';
import { severities } from '../../../domain/incident/vocabulary.ts';
import { call } from '../../data/call.ts';
import { queryClient, useOrganisation } from '../../data/query.ts';
import type { Organisation } from '../../data/types.ts';
import { Field, inputShape, TextField } from '../../part/field.tsx';
import { Step } from './step.tsx';

/** What your people call an incident bad, in words that they will understand at three in the morning. */
export function OrganisationStep({ onDone }: { readonly onDone: () => void }) {
  const organisation = useOrganisation();
  if (organisation.data === undefined) {
    return <p className="text-quiet">{organisation.isPending ? 'Reading…' : 'The server does not answer. Go on.'}</p>;
  }
  return <Words organisation={organisation.data} onDone={onDone} />;
}

const filled = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

function Words({ organisation, onDone }: { readonly organisation: Organisation; readonly onDone: () => void }) {
  const [name, setName] = useState(organisation.name ?? '');
  const [words, setWords] = useState(organisation.severities);
  const save = async (): Promise<void> => {
    const said = Object.fromEntries(severities.map((severity) => [severity, filled(words[severity])]));
    const document = { name: filled(name) ?? null, severities: said };
    try {
      await call('PUT /api/settings/{name}', { name: 'organisation', version: organisation.version, document });
    } finally {
      await queryClient.invalidateQueries({ queryKey: ['organisation'] });
    }
    onDone();
  };
  return (
    <Step
      title="What do severities mean here?"
      says="A lower number is worse, and whoever is unsure takes the worse one. These are words to begin with; make them yours."
      button="Save and go on"
      onSave={save}
    >
      {(faultAt) => (
        <>
          <TextField
            label="Name of your organisation"
            maxLength={120}
            autoComplete="organization"
            autoFocus
            fault={faultAt('/document/name')}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          {severities.map((severity) => (
            <Field key={severity} label={severity} fault={faultAt(`/document/severities/${severity}`)}>
              {(given) => (
                <textarea
                  {...given}
                  rows={2}
                  maxLength={400}
                  value={words[severity]}
                  onChange={(event) => setWords({ ...words, [severity]: event.target.value })}
                  className={`${inputShape} field-sizing-content`}
                />
              )}
            </Field>
          ))}
        </>
      )}
    </Step>
  );
}
