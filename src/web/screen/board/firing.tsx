import type { Alert, IncidentSummary } from '../../data/types.ts';
import { AlertRow } from '../../verb/alert-row.tsx';

interface FiringProps {
  readonly alerts: readonly Alert[];
  readonly open: readonly IncidentSummary[];
}

/** Alerts that fire and belong to no incident: each can open one, or join one. */
export function Firing({ alerts, open }: FiringProps) {
  return (
    <ul className="divide-y divide-rule rounded-lg border border-rule bg-panel">
      {alerts.map((alert) => (
        <AlertRow key={alert.fingerprint} alert={alert} open={open} />
      ))}
    </ul>
  );
}
