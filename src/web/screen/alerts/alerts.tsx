import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { isLive } from '../../../domain/incident/phase.ts';
import { useAlerts, useIncidents, useOperates } from '../../data/query.ts';
import { Empty } from '../../part/empty.tsx';
import { Sources } from './sources.tsx';
import { AlertRow } from '../../verb/alert-row.tsx';

const statuses = ['firing', 'lapsed', 'resolved'] as const;
type Status = (typeof statuses)[number];

const says: Readonly<Record<Status, string>> = {
  firing: 'Monitoring says that these are firing now.',
  lapsed: 'Their end passed and nobody said that they were resolved: not known.',
  resolved: 'Monitoring says that these are over.',
};

/** What monitoring says, and which room it belongs to. */
export function Alerts() {
  const [status, setStatus] = useState<Status>('firing');
  const alerts = useAlerts(status);
  const open = (useIncidents(true).data ?? []).filter(({ phase }) => isLive(phase));
  const operates = useOperates();
  const items = alerts.data ?? [];
  useEffect(() => {
    document.title = 'Alerts · Allclear';
  }, []);
  return (
    <main className="mx-auto w-full max-w-5xl px-4 py-5 wide:px-8 wide:py-7">
      <h1 className="mb-3 text-xl font-semibold tracking-tight">Alerts</h1>
      <div role="group" aria-label="Which alerts" className="mb-2 flex gap-1">
        {statuses.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={status === each}
            onClick={() => setStatus(each)}
            className="min-h-8 rounded-md px-3 text-sm text-quiet aria-pressed:bg-press aria-pressed:font-medium aria-pressed:text-ink touch:min-h-11"
          >
            {each}
          </button>
        ))}
      </div>
      <p className="mb-3 text-sm text-faint">{says[status]}</p>
      {alerts.isPending ? (
        <p className="text-sm text-quiet">Reading…</p>
      ) : items.length === 0 ? (
        <Empty title={`Nothing is ${status}`}>
          Alertmanager or Prometheus send alerts here once they know the address.{' '}
          {operates ? (
            <Link to="/set-up" className="text-accent underline">
              Connect them
            </Link>
          ) : null}
        </Empty>
      ) : (
        <ul className="divide-y divide-rule rounded-lg border border-rule bg-panel">
          {items.map((alert) => (
            <AlertRow key={alert.fingerprint} alert={alert} open={open} />
          ))}
        </ul>
      )}
      <Sources />
    </main>
  );
}
