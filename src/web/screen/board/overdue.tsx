import { Link } from '@tanstack/react-router';
import { usePicture } from '../../data/query.ts';
import type { IncidentSummary } from '../../data/types.ts';
import { age } from '../../part/length.ts';
import { hourMinute, useNow } from '../../part/time.tsx';

interface Late {
  readonly key: string;
  readonly says: string;
  readonly byMs: number;
}

function useLate(incident: IncidentSummary): readonly Late[] {
  const now = useNow();
  const picture = usePicture(incident.id).data;
  if (picture === undefined) return [];
  const promises = picture.promises
    .filter(({ state, at }) => state === 'open' && Date.parse(at) < now)
    .map(({ key, audience, at }) => ({
      key,
      says: `update to ${audience}, promised for ${hourMinute(at)}`,
      byMs: now - Date.parse(at),
    }));
  const chases = picture.waits
    .filter(({ endedAt, nextChaseAt }) => endedAt === null && Date.parse(nextChaseAt) < now)
    .map(({ key, on, nextChaseAt }) => ({ key, says: `chase ${on}`, byMs: now - Date.parse(nextChaseAt) }));
  const changes = picture.changes.flatMap(({ key, what, state, startedAt, expectedWithinMs }) => {
    const byMs = startedAt === null ? -1 : now - Date.parse(startedAt) - expectedWithinMs;
    return state === 'started' && byMs > 0 ? [{ key, says: `what ${key} did: ${what}`, byMs }] : [];
  });
  return [...promises, ...chases, ...changes];
}

function OverdueOf({ incident }: { readonly incident: IncidentSummary }) {
  const late = useLate(incident);
  return late.map(({ key, says, byMs }) => (
    <li key={key}>
      <Link
        to="/incidents/$number"
        params={{ number: incident.number }}
        className="flex flex-wrap items-baseline gap-x-3 px-4 py-2 text-sm hover:bg-press"
      >
        <span className="text-quiet">{incident.number}</span>
        <span className="min-w-0 flex-1 font-medium">{says}</span>
        <span className="text-warn">late by {age(byMs)}</span>
      </Link>
    </li>
  ));
}

/** What was promised and is late, across everything that is open. Nothing is shown while nothing is. */
export function Overdue({ incidents }: { readonly incidents: readonly IncidentSummary[] }) {
  return (
    <section aria-label="Overdue" className="mt-5 has-[ul:empty]:hidden">
      <h2 className="mb-2 text-sm font-semibold text-quiet">Overdue</h2>
      <ul className="divide-y divide-rule rounded-lg border border-warn bg-warn-soft">
        {incidents.map((incident) => (
          <OverdueOf key={incident.id} incident={incident} />
        ))}
      </ul>
    </section>
  );
}
