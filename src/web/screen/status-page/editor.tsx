import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { StatusPage } from '../../../domain/status-page/page.ts';
import { Button } from '../../part/button.tsx';
import { Lost } from '../../part/lost.tsx';
import { Notice } from '../../part/notice.tsx';
import { pagesChanged, saidOf } from './asked.ts';
import { ComponentRows } from './component-rows.tsx';
import { PageFields } from './page-fields.tsx';
import { applyPages, emptyPage, loadPages, type Plan, planPages, type Stored, withPage } from './settings.ts';
import { TargetRows } from './target-rows.tsx';

/** How a page is set up. What would change is shown before it does. */
export function PageEditor() {
  const { page: slug = '' } = useParams({ strict: false });
  const asked = useQuery({
    queryKey: ['status-pages', 'settings'],
    queryFn: ({ signal }) => loadPages(signal),
    refetchOnWindowFocus: false,
    staleTime: 0,
    gcTime: 0,
  });
  useEffect(() => {
    document.title = 'Edit a status page · Allclear';
  }, []);
  if (asked.data === undefined) return asked.isPending ? <p className="p-5 text-quiet">Reading…</p> : <Lost />;
  const isNew = slug === 'new';
  const known = isNew ? emptyPage() : asked.data.pages.find((page) => page.slug === slug);
  return known === undefined ? <Lost /> : <Form stored={asked.data} before={isNew ? null : slug} known={known} />;
}

interface FormProps {
  readonly stored: Stored;
  readonly before: string | null;
  readonly known: StatusPage;
}

function Planned({ plan }: { readonly plan: Plan }) {
  const short = (value: unknown): string => JSON.stringify(value)?.slice(0, 120) ?? 'nothing';
  return (
    <Notice announced>
      {plan.changes.length === 0 ? 'Nothing would change.' : <b>This would change:</b>}
      <ul className="list-disc pl-5">
        {plan.changes.map(({ pointer, from, to }) => (
          <li key={pointer} className="break-all">
            {pointer}: {short(from)} → {short(to)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Form({ stored, before, known }: FormProps) {
  const [page, setPage] = useState(known);
  const [plan, setPlan] = useState<Plan | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const navigate = useNavigate();
  const change = (part: Partial<StatusPage>): void => {
    setPage({ ...page, ...part });
    setPlan(null);
  };
  const go = async (): Promise<void> => {
    const document = withPage(stored, before, page);
    try {
      if (plan === null) {
        setPlan(await planPages(document));
        return setFault(null);
      }
      await applyPages(plan.version, document);
      await pagesChanged();
      await navigate({ to: '/status-pages/$page', params: { page: page.slug } });
    } catch (error) {
      setFault(saidOf(error));
    }
  };
  return (
    <main className="mx-auto w-full max-w-3xl px-4 py-5 wide:px-8 wide:py-7">
      <h1 className="mb-4 text-xl font-semibold tracking-tight">{before === null ? 'New page' : known.name}</h1>
      <form
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        <PageFields page={page} isNew={before === null} onChange={change} />
        <ComponentRows components={page.components} onChange={(components) => change({ components })} />
        <TargetRows targets={page.targets} onChange={(targets) => change({ targets })} />
        {plan === null ? null : <Planned plan={plan} />}
        {fault === null ? null : (
          <Notice tone="bad" announced>
            {fault}
          </Notice>
        )}
        <div className="flex flex-wrap gap-2">
          <Button kind="primary" type="submit">
            {plan === null ? 'Show what would change' : 'Apply it'}
          </Button>
          <Button kind="quiet" onClick={() => window.history.back()}>
            Leave it
          </Button>
        </div>
      </form>
    </main>
  );
}
