import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isLive } from '../../../domain/incident/phase.ts';
import { useAlerts, useIncidents, useOperates, useResponds } from '../../data/query.ts';
import type { IncidentSummary } from '../../data/types.ts';
import { Empty } from '../../part/empty.tsx';
import { AsOf } from '../../part/as-of.tsx';
import { DeclareLine } from '../../verb/declare-line.tsx';
import { Firing } from './firing.tsx';
import { IncidentRow } from './incident-row.tsx';
import { Overdue } from './overdue.tsx';

const bySeverity = (one: IncidentSummary, other: IncidentSummary): number =>
  one.severity.localeCompare(other.severity) || other.declaredAt.localeCompare(one.declaredAt);

function Heading({ children, aside }: { readonly children: string; readonly aside?: string }) {
  return (
    <div className="mb-2 flex items-baseline justify-between">
      <h2 className="text-sm font-semibold text-quiet">{children}</h2>
      {aside === undefined ? null : <span className="text-xs text-faint">{aside}</span>}
    </div>
  );
}

function Rows({ incidents }: { readonly incidents: readonly IncidentSummary[] }) {
  return (
    <ul className="divide-y divide-rule overflow-hidden rounded-lg border border-rule bg-panel">
      {incidents.map((incident) => (
        <li key={incident.id}>
          <IncidentRow incident={incident} />
        </li>
      ))}
    </ul>
  );
}

function Quiet() {
  const operates = useOperates();
  if (!useResponds()) return <Empty title="Nothing is open">When something is, its room stands here.</Empty>;
  return (
    <Empty title="Nothing is open">
      <p>
        When something looks wrong, say it in one line above: <q>Checkout answers 500</q>. It opens a room, unconfirmed;
        you can still dismiss it. Monitoring that points here opens them by itself.
      </p>
      {operates ? (
        <p className="mt-2">
          <Link to="/set-up" className="text-accent underline">
            Connect Alertmanager or Prometheus
          </Link>
        </p>
      ) : null}
    </Empty>
  );
}

/** Everything that is open, what is overdue, and what fires without a room. */
export function Board() {
  const responds = useResponds();
  const list = useIncidents(true);
  const ended = useIncidents(false).data ?? [];
  const alerts = useAlerts('firing');
  const open = (list.data ?? []).filter(({ phase }) => isLive(phase)).toSorted(bySeverity);
  const recent = [...(list.data ?? []).filter(({ phase }) => !isLive(phase)), ...ended].slice(0, 8);
  const loose = (alerts.data ?? []).filter(({ incident, silenced }) => incident === null && !silenced);
  useEffect(() => {
    document.title = open.length === 0 ? 'Allclear' : `(${open.length}) Allclear`;
  }, [open.length]);
  return (
    <main className="mx-auto w-full max-w-5xl px-4 py-5 wide:px-8 wide:py-7">
      <h1 className="mb-4 text-xl font-semibold tracking-tight">Board</h1>
      <AsOf />
      {responds ? <DeclareLine /> : null}
      <Overdue incidents={open} />
      <section className="mt-6">
        <Heading aside={open.length === 0 ? 'all quiet' : `${open.length}`}>Open</Heading>
        {list.isPending ? (
          <p className="text-sm text-quiet">Reading…</p>
        ) : open.length === 0 ? (
          <Quiet />
        ) : (
          <Rows incidents={open} />
        )}
      </section>
      {loose.length === 0 ? null : (
        <section className="mt-6">
          <Heading aside={`${loose.length}`}>Firing, in no room</Heading>
          <Firing alerts={loose.slice(0, 12)} open={open} />
        </section>
      )}
      {recent.length === 0 ? null : (
        <section className="mt-6">
          <Heading>Recent</Heading>
          <Rows incidents={recent} />
        </section>
      )}
    </main>
  );
}
