import { useState } from 'react';
import { call } from '../../data/call.ts';
import { useOperates } from '../../data/query.ts';
import type { StatusPageView } from '../../data/types.ts';
import { Button } from '../../part/button.tsx';
import { TextField } from '../../part/field.tsx';
import { Section } from '../../part/section.tsx';
import { Tag } from '../../part/tag.tsx';
import { Age } from '../../part/time.tsx';
import { pagesChanged, saidOf } from './asked.ts';

type Target = StatusPageView['targets'][number];

function Secret({ page, target }: { readonly page: string; readonly target: Target }) {
  const [secret, setSecret] = useState('');
  const [fault, setFault] = useState<string | undefined>(undefined);
  const save = async (): Promise<void> => {
    try {
      await call('PUT /api/status-pages/{page}/targets/{target}/secret', { page, target: target.name, secret });
      setSecret('');
      setFault(undefined);
    } catch (error) {
      setFault(saidOf(error));
    }
    await pagesChanged();
  };
  return (
    <form
      className="mt-2 flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label={`Secret key of ${target.name}`}
        type="password"
        autoComplete="off"
        says={target.hasSecret ? 'One is set; it is never shown.' : 'None is set yet.'}
        fault={fault}
        value={secret}
        onChange={(event) => setSecret(event.target.value)}
      />
      <Button type="submit" disabled={secret === ''}>
        Set
      </Button>
    </form>
  );
}

/** Where copies stand, and how current they are. */
export function Targets({ page }: { readonly page: StatusPageView }) {
  const operates = useOperates();
  return (
    <Section title="Copies that outlive this installation">
      {page.targets.length === 0 ? (
        <p className="text-sm text-faint">
          None. Name a folder or a bucket, and the page stands there as plain files whatever happens here.
        </p>
      ) : null}
      <ul className="divide-y divide-rule rounded-lg border border-rule bg-panel empty:border-0">
        {page.targets.map((target) => (
          <li key={target.name} className="px-4 py-3 text-sm">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <b className="font-semibold">{target.name}</b>
              <span className="min-w-0 break-all text-quiet">{target.where}</span>
              <span className="ml-auto text-xs text-faint">
                {target.pushedAt === null ? (
                  'never written'
                ) : (
                  <>
                    written <Age since={target.pushedAt} />
                  </>
                )}
              </span>
              <Tag tone={target.failure !== null ? 'bad' : target.current ? 'ok' : 'plain'}>
                {target.failure ?? (target.current ? 'current' : 'waiting')}
              </Tag>
            </p>
            {target.kind === 's3' && operates ? <Secret page={page.slug} target={target} /> : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
