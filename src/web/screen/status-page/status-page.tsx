import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useOperates, useResponds } from '../../data/query.ts';
import type { StatusPageView } from '../../data/types.ts';
import { Button } from '../../part/button.tsx';
import { Lost } from '../../part/lost.tsx';
import { Section } from '../../part/section.tsx';
import { Tag } from '../../part/tag.tsx';
import { statusWords, useStatusPage } from './asked.ts';
import { MaintenanceSheet } from './maintenance.tsx';
import { Posts } from './posts.tsx';
import { SubscribersSheet } from './subscribers.tsx';
import { Targets } from './targets.tsx';

const linkShape =
  'inline-flex min-h-8 items-center rounded-md border border-rule bg-raise px-2.5 text-sm font-medium hover:bg-press touch:min-h-11 touch:px-3.5';

function Components({ page }: { readonly page: StatusPageView }) {
  return (
    <Section title="Components">
      <ul className="divide-y divide-rule rounded-lg border border-rule bg-panel">
        {page.components.map(({ key, name, group, status, uptime }) => (
          <li key={key} className="flex flex-wrap items-baseline gap-x-3 px-4 py-2.5 text-sm">
            <span className="font-medium">{name}</span>
            <span className="text-faint">{group ?? ''}</span>
            <span className="ml-auto text-xs text-faint">
              {uptime === null ? 'no record yet' : `${(Math.floor(uptime * 100_000) / 1000).toFixed(2)} % in 90 days`}
            </span>
            <Tag tone={status === 'operational' ? 'ok' : status === 'major_outage' ? 'bad' : 'warn'}>
              {statusWords[status]}
            </Tag>
          </li>
        ))}
      </ul>
      {page.components.length > 0 ? null : <p className="text-sm text-faint">It has no components yet.</p>}
    </Section>
  );
}

type Shown = 'maintenance' | 'subscribers' | null;

function Ways({ page, show }: { readonly page: StatusPageView; readonly show: (what: Shown) => void }) {
  const operates = useOperates();
  const responds = useResponds();
  return (
    <div className="mb-5 flex flex-wrap gap-2">
      {responds ? (
        <>
          <Link to="/status-pages/$page/publish" params={{ page: page.slug }} className={linkShape}>
            Publish
          </Link>
          <Button onClick={() => show('maintenance')}>Plan maintenance</Button>
        </>
      ) : null}
      {operates ? (
        <>
          <Button onClick={() => show('subscribers')}>Subscribers ({page.subscribers})</Button>
          <Link to="/status-pages/$page/edit" params={{ page: page.slug }} className={linkShape}>
            Edit the page
          </Link>
        </>
      ) : null}
      <a href={page.path} target="_blank" rel="noreferrer" className={linkShape}>
        Open as customers see it
      </a>
    </div>
  );
}

/** One page, for those who run it. */
export function StatusPage() {
  const { page: slug = '' } = useParams({ strict: false });
  const [shown, setShown] = useState<Shown>(null);
  const asked = useStatusPage(slug);
  const page = asked.data;
  const name = page?.name ?? 'Status page';
  useEffect(() => {
    document.title = `${name} · Allclear`;
  }, [name]);
  if (page === undefined) return asked.isPending ? <p className="p-5 text-quiet">Reading…</p> : <Lost />;
  return (
    <main className="mx-auto w-full max-w-5xl px-4 py-5 wide:px-8 wide:py-7">
      <p className="text-sm text-quiet">
        <Link to="/status-pages" className="inline-flex items-center underline touch:min-h-11">
          Status pages
        </Link>
      </p>
      <h1 className="text-xl font-semibold tracking-tight">{page.name}</h1>
      <p className="mb-4 text-quiet">{page.says}.</p>
      <Ways page={page} show={setShown} />
      <Components page={page} />
      <Posts page={page} />
      <Targets page={page} />
      {shown === 'maintenance' ? <MaintenanceSheet page={page} onClose={() => setShown(null)} /> : null}
      {shown === 'subscribers' ? <SubscribersSheet page={page} onClose={() => setShown(null)} /> : null}
    </main>
  );
}
