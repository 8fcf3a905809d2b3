import { outbox } from '../../data/browser.ts';
import type { Draft } from '../../data/speaking.ts';
import { Button } from '../../part/button.tsx';
import { bothZones, hourMinute } from '../../part/time.tsx';

interface ScheduledProps extends Pick<Draft, 'scheduled'> {
  readonly incident: string;
}

/** Updates that wait for their time, each of which can be taken back. */
export function Scheduled({ incident, scheduled }: ScheduledProps) {
  if (scheduled.length === 0) return null;
  return (
    <ul aria-label="Scheduled" className="divide-y divide-rule rounded-lg border border-rule bg-panel">
      {scheduled.map(({ key, status, sendAt }) => (
        <li key={key} className="flex flex-wrap items-center gap-2 px-3.5 py-2 text-sm">
          <span className="min-w-0 flex-1">
            {key} leaves at <b title={bothZones(sendAt)}>{hourMinute(sendAt)}</b>: {status}
          </span>
          <Button
            data-verb="withdraw-update"
            onClick={() => void outbox.send('withdraw-update', incident, { update: key })}
          >
            Withdraw
          </Button>
        </li>
      ))}
    </ul>
  );
}
