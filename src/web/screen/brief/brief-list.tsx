import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useBriefs, usePromiseMonths } from '../../data/speaking.ts';
import { SeverityTag } from '../../part/tag.tsx';
import { hourMinute } from '../../part/time.tsx';
import type { Severity } from '../../../domain/incident/vocabulary.ts';

/** What leaders see first: what is open, and when they hear next. */
export function BriefList() {
  const briefs = useBriefs().data ?? [];
  const [month] = usePromiseMonths().data ?? [];
  useEffect(() => {
    document.title = 'Briefs · Allclear';
  }, []);
  return (
    <main className="mx-auto w-full max-w-2xl px-5 pt-8 pb-16">
      <h1 className="mb-3 text-xl font-semibold tracking-tight">Briefs</h1>
      {briefs.length === 0 ? (
        <p className="text-quiet">Nothing is open. When something is, its brief stands here.</p>
      ) : (
        <ul className="divide-y divide-rule rounded-lg border border-rule bg-panel">
          {briefs.map(({ number, title, severity, nextAt }) => (
            <li key={number}>
              <Link
                to="/brief/$number"
                params={{ number }}
                className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 hover:bg-press"
              >
                <SeverityTag severity={severity as Severity} />
                <span className="min-w-0 flex-1 font-medium">{title}</span>
                <span className="text-sm text-quiet">
                  {nextAt === null ? 'no update promised' : `next update ${hourMinute(nextAt)}`}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {month === undefined ? null : (
        <p className="mt-4 text-sm text-quiet">
          Promised updates in {month.month}: {month.kept} on time, {month.late} late, {month.missed} missed.
        </p>
      )}
    </main>
  );
}
