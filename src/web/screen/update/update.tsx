import { Link, useParams, useSearch } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { isLive } from '../../../domain/incident/phase.ts';
import type { Audience } from '../../../domain/incident/vocabulary.ts';
import { useIncident, useResponds } from '../../data/query.ts';
import { useDraft } from '../../data/speaking.ts';
import type { Incident } from '../../data/types.ts';
import { ExerciseTag, SeverityTag } from '../../part/tag.tsx';
import { inWords } from '../../verb/label.ts';
import { Deliveries } from './deliveries.tsx';
import { Holding } from './holding.tsx';
import { LastUpdate } from './last-update.tsx';
import { PromiseLine } from './promise-line.tsx';
import { ShareBrief } from './share-brief.tsx';
import { UpdateForm } from './update-form.tsx';

const audiences: readonly Audience[] = ['leadership', 'customers', 'internal'];

/** Where the communications lead writes: five fields, what stands out in them, and who hears it when. */
export function UpdateScreen() {
  const { number } = useParams({ from: '/incidents/$number/update' });
  const incident = useIncident(number);
  if (incident.error && incident.data === undefined) {
    return <p className="p-6 text-quiet">{incident.error.message}</p>;
  }
  if (incident.data === undefined) return <p className="p-6 text-quiet">Opening the update…</p>;
  return <Writing key={incident.data.id} incident={incident.data} />;
}

function Heading({ incident }: { readonly incident: Incident }) {
  const { number, title, severity, exercise, phase } = incident;
  return (
    <header className="border-b border-rule bg-panel px-4 py-2.5 wide:px-8">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          to="/incidents/$number"
          params={{ number }}
          aria-label="Back to the room"
          className="-ml-2 grid size-8 place-items-center rounded-md text-quiet hover:bg-press touch:size-11"
        >
          <ChevronLeft aria-hidden className="size-5" />
        </Link>
        <SeverityTag severity={severity} />
        <h1 className="min-w-0 text-lg font-semibold tracking-tight">{title}</h1>
        <span className="text-faint">{number}</span>
        {exercise ? <ExerciseTag /> : null}
        <span className="text-sm text-quiet wide:ml-auto">{inWords(phase)}</span>
      </div>
    </header>
  );
}

function Writing({ incident }: { readonly incident: Incident }) {
  const search = useSearch({ strict: false }) as { audience?: Audience };
  const [audience, setAudience] = useState<Audience>(
    audiences.find((each) => each === search.audience) ?? 'leadership',
  );
  const draft = useDraft(incident.id, audience).data;
  const responds = useResponds();
  useEffect(() => {
    document.title = `Update · ${incident.number} ${incident.title}`;
  }, [incident.number, incident.title]);
  return (
    <>
      <Heading incident={incident} />
      <main className="mx-auto w-full max-w-6xl px-4 pt-4 pb-10 wide:px-8">
        <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
          <div role="group" aria-label="Who hears it" className="flex gap-1">
            {audiences.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={audience === each}
                onClick={() => setAudience(each)}
                className="min-h-8 rounded-md px-3 text-sm text-quiet capitalize aria-pressed:bg-press aria-pressed:font-medium aria-pressed:text-ink touch:min-h-11"
              >
                {each}
              </button>
            ))}
          </div>
          {draft === undefined ? null : <PromiseLine draft={draft} />}
        </div>
        <div className="grid gap-8 wide:grid-cols-[minmax(0,1fr)_20rem]">
          {draft === undefined ? (
            <p className="text-quiet">Drafting from the log…</p>
          ) : responds ? (
            <UpdateForm key={audience} incident={incident} draft={draft} />
          ) : (
            <p className="text-quiet">Whoever responds here writes the updates.</p>
          )}
          <aside className="min-w-0 space-y-5">
            {audience === 'leadership' && isLive(incident.phase) && draft?.last === null ? (
              <Holding incident={incident} />
            ) : null}
            {draft === undefined ? null : <LastUpdate draft={draft} />}
            {audience === 'leadership' && responds ? <ShareBrief incident={incident} /> : null}
            <Deliveries incident={incident.id} />
          </aside>
        </div>
      </main>
    </>
  );
}
