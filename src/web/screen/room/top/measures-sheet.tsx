import { useQuery } from '@tanstack/react-query';
import { duration } from '../../../../text/measure.ts';
import { call } from '../../../data/call.ts';
import { Sheet } from '../../../part/sheet.tsx';
import { useRoom } from '../room-context.tsx';

interface Figure {
  readonly says: string;
  readonly ms: number | null;
}

function Figures({ title, items }: { readonly title: string; readonly items: readonly Figure[] }) {
  return (
    <section className="mb-4">
      <h3 className="mb-1 text-sm font-semibold text-quiet">{title}</h3>
      <dl className="divide-y divide-rule">
        {items.map(({ says, ms }) => (
          <div key={says} className="flex justify-between gap-4 py-1">
            <dt>{says}</dt>
            <dd className={`tabular-nums ${ms === null ? 'text-faint' : 'font-medium'}`}>
              {ms === null ? 'not yet' : duration(ms)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

type Measures = Awaited<ReturnType<typeof measuresOf>>;

const measuresOf = (incident: string) => call('GET /api/incidents/{incident}/measures', { incident });

const openingOf = ({ opening }: Measures): readonly Figure[] => [
  { says: 'Confirmed', ms: opening.confirmed },
  { says: 'One working channel', ms: opening.channel },
  { says: 'Somebody commands', ms: opening.commander },
  { says: 'A scribe', ms: opening.scribe },
  { says: 'More than one responder', ms: opening.responders },
  { says: 'Scope said', ms: opening.scope },
];

const timesOf = ({ times }: Measures): readonly Figure[] => [
  { says: 'To detect', ms: times.detect },
  { says: 'To confirm', ms: times.confirm },
  { says: 'To say the scope', ms: times.scope },
  { says: 'To stabilise', ms: times.stabilise },
  { says: 'To the all-clear', ms: times.allClear },
  { says: 'To the root-cause fix', ms: times.rootCauseFix },
  { says: 'Impact', ms: times.impact },
];

/** How it goes, in figures: the first minutes, the times, the promises. Rules are judged by them, not people. */
export function MeasuresSheet({ onClose }: { readonly onClose: () => void }) {
  const { incident } = useRoom();
  const { data } = useQuery({
    queryKey: ['measures', incident.id],
    queryFn: () => measuresOf(incident.id),
    staleTime: 0,
  });
  return (
    <Sheet title="How it goes, in figures" onClose={onClose}>
      {data === undefined ? (
        <p className="text-quiet">Reading…</p>
      ) : (
        <>
          <Figures title="The first minutes (A6), from the declaration" items={openingOf(data)} />
          <Figures title="Times (D1)" items={timesOf(data)} />
          <p className="text-sm text-quiet">
            Updates: {data.updates.given} given, {data.updates.kept} in time, {data.updates.late} late,{' '}
            {data.updates.missed} missed. Changes: {data.changes.made} made, {data.changes.outsideLock} outside the
            lock, {data.changes.improved} improved, {data.changes.worse} made it worse.{' '}
            {data.relapses === 0 ? '' : `Relapses: ${data.relapses}.`}
          </p>
          {data.monitoringGap ? (
            <p className="mt-2 text-sm text-warn">
              A customer noticed first: monitoring has a gap, kept for the review.
            </p>
          ) : null}
        </>
      )}
    </Sheet>
  );
}
