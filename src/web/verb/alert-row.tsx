import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { outbox } from '../data/browser.ts';
import { useResponds } from '../data/query.ts';
import type { Alert, IncidentSummary } from '../data/types.ts';
import { Button } from '../part/button.tsx';
import { Glyph } from '../part/glyph.tsx';
import { Menu } from '../part/menu.tsx';
import { Age } from '../part/time.tsx';

function useAlertVerbs(alert: Alert) {
  const navigate = useNavigate();
  const [fault, setFault] = useState<string | null>(null);
  const declare = async (): Promise<void> => {
    const title = alert.annotations['summary']?.slice(0, 200) || alert.name;
    const answer = await outbox.send('declare', null, {
      title,
      fingerprints: [alert.fingerprint],
      detectedBy: 'monitor',
    });
    if (answer.kind === 'accepted') {
      await navigate({ to: '/incidents/$number', params: { number: answer.result.incident.number } });
    } else setFault(answer.kind === 'kept' ? 'Kept: it goes out when the server answers.' : answer.problem.detail);
  };
  const attach = async (incident: IncidentSummary): Promise<void> => {
    const answer = await outbox.send('attach-alerts', incident.id, { fingerprints: [alert.fingerprint] });
    if (answer.kind === 'refused' || answer.kind === 'held') setFault(answer.problem.detail);
  };
  return { declare, attach, fault };
}

interface AlertRowProps {
  readonly alert: Alert;
  /** Open incidents that it may be attached to. */
  readonly open: readonly IncidentSummary[];
}

const glyphs = { firing: 'down', resolved: 'works', lapsed: 'unknown' } as const;

/** An alert with what can be done about it: open a room for it, or attach it to one. */
export function AlertRow({ alert, open }: AlertRowProps) {
  const { declare, attach, fault } = useAlertVerbs(alert);
  const responds = useResponds();
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
      <Glyph kind={glyphs[alert.status]} />
      <span className="sr-only">{alert.status}</span>
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium">{alert.name}</p>
        <p className="line-clamp-1 text-sm text-quiet">{alert.annotations['summary'] ?? labelsOf(alert)}</p>
        {fault === null ? null : (
          <p role="alert" className="text-sm text-bad">
            {fault}
          </p>
        )}
      </div>
      <Age since={alert.startsAt} className="text-xs text-faint" />
      {alert.incident === null ? null : (
        <Link
          to="/incidents/$number"
          params={{ number: alert.incident }}
          className="text-sm text-accent underline underline-offset-2"
        >
          in its room
        </Link>
      )}
      <span className={alert.incident === null && responds ? 'flex gap-2' : 'hidden'}>
        {open.length === 0 ? null : (
          <Menu
            trigger={<Button>Attach…</Button>}
            items={open.map((incident) => ({
              label: `${incident.number} ${incident.title}`,
              run: () => void attach(incident),
            }))}
          />
        )}
        <Button onClick={() => void declare()}>Declare</Button>
      </span>
    </li>
  );
}

const labelsOf = ({ labels }: Alert): string =>
  Object.entries(labels)
    .filter(([name]) => name !== 'alertname')
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
