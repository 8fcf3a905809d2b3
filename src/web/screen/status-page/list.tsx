import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useOperates, useStatusPages } from '../../data/query.ts';
import { Empty } from '../../part/empty.tsx';
import { Tag } from '../../part/tag.tsx';

/** The status pages, and how they are. */
export function StatusPages() {
  const pages = useStatusPages();
  const operates = useOperates();
  const items = pages.data ?? [];
  useEffect(() => {
    document.title = 'Status pages · Allclear';
  }, []);
  return (
    <main className="mx-auto w-full max-w-5xl px-4 py-5 wide:px-8 wide:py-7">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-semibold tracking-tight">Status pages</h1>
        {operates ? (
          <Link
            to="/status-pages/$page/edit"
            params={{ page: 'new' }}
            className="inline-flex min-h-8 items-center rounded-md border border-rule bg-raise px-2.5 text-sm font-medium touch:min-h-11"
          >
            New page
          </Link>
        ) : null}
      </div>
      {items.length === 0 && !pages.isPending ? (
        <Empty title="Customers have no page yet">
          A page tells them what is wrong, in words that you choose, without asking you: components, problems, planned
          maintenance, and how the last 90 days were. It is copied to where it stands when everything else is down.
        </Empty>
      ) : (
        <ul className="divide-y divide-rule rounded-lg border border-rule bg-panel">
          {items.map(({ slug, name, visibility, says, worst, open }) => (
            <li key={slug}>
              <Link
                to="/status-pages/$page"
                params={{ page: slug }}
                className="flex min-h-11 flex-wrap items-center gap-2 px-4 py-3 hover:bg-press"
              >
                <b className="font-semibold">{name}</b>
                {visibility === 'private' ? <Tag>private</Tag> : null}
                <span className="ml-auto text-sm text-quiet">{says}</span>
                <Tag tone={worst === 'operational' && open === 0 ? 'ok' : 'warn'}>{open} open</Tag>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}
