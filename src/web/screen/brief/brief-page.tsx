import type { Brief, Update } from '../../data/speaking.ts';
import { spoken } from '../../part/length.ts';
import { ExerciseTag, SeverityTag } from '../../part/tag.tsx';
import { Age, bothZones, hourMinute, useNow } from '../../part/time.tsx';
import { Ask } from './ask.tsx';

const parts = [
  { name: 'know', heading: 'What we know' },
  { name: 'doing', heading: 'What is being done' },
  { name: 'dontKnow', heading: 'What we do not know yet' },
] as const;

interface BriefPageProps {
  readonly brief: Brief;
  readonly onAsk: (id: string, text: string) => Promise<void>;
}

/** One page for leaders: how it stands, when they hear next, and where their questions go. */
export function BriefPage({ brief, onAsk }: BriefPageProps) {
  const { title, severity, number, exercise, phaseSays, beforeShape, latest, earlier, questions, mayAsk } = brief;
  return (
    <main className="mx-auto w-full max-w-2xl px-5 pt-6 pb-16">
      <p className="flex flex-wrap items-center gap-2 text-sm text-quiet">
        <SeverityTag severity={severity} />
        <span>{number}</span>
        {exercise ? <ExerciseTag /> : null}
      </p>
      <h1 className="mt-1 text-xl font-semibold tracking-tight">{title}</h1>
      <p className="mt-1 text-quiet">{phaseSays}</p>
      <NextTime brief={brief} />
      {latest === null ? (
        <p className="mt-6 text-lg">{beforeShape ?? 'Nothing was written yet.'}</p>
      ) : (
        <section aria-label="Latest update" className="mt-6">
          <Said update={latest} />
        </section>
      )}
      <Ask questions={questions} mayAsk={mayAsk} onAsk={onAsk} />
      <Kept promises={brief.promises} />
      {earlier.length === 0 ? null : (
        <details className="mt-6">
          <summary className="min-h-8 font-medium touch:min-h-11">Earlier updates ({earlier.length})</summary>
          <ol className="mt-2 grid gap-5">
            {earlier.map((update) => (
              <li key={update.sentAt} className="border-t border-rule pt-3">
                <Said update={update} small />
              </li>
            ))}
          </ol>
        </details>
      )}
    </main>
  );
}

/** The countdown, and the time for which the team is left alone. */
function NextTime({ brief }: { readonly brief: Brief }) {
  const now = useNow();
  const { nextAt, overdue, uninterruptedUntil } = brief;
  if (nextAt === null) return <p className="mt-5 text-quiet">No further update is promised.</p>;
  const left = Date.parse(nextAt) - now;
  return (
    <section
      aria-label="Next update"
      className={`mt-5 rounded-xl border px-4 py-3 ${overdue ? 'border-warn bg-warn-soft' : 'border-rule bg-panel'}`}
    >
      <p className="text-lg">
        Next update at{' '}
        <b className="font-semibold tabular-nums" title={bothZones(nextAt)}>
          {hourMinute(nextAt)}
        </b>{' '}
        <span role="timer" className={left < 0 ? 'text-warn' : 'text-quiet'}>
          {left < 0 ? `late by ${spoken(-left)}` : `in ${spoken(left)}`}
        </span>
      </p>
      {uninterruptedUntil === null ? null : (
        <p className="mt-0.5 text-sm text-quiet">
          Until then the team works without interruption. If it changes materially before, you hear at once.
        </p>
      )}
    </section>
  );
}

function Said({ update, small = false }: { readonly update: Update; readonly small?: boolean }) {
  const { status, sentAt, corrects, told, answers } = update;
  return (
    <article className="grid gap-3">
      <p className={small ? 'font-medium' : 'text-lg font-medium'}>{status}</p>
      {parts.map(({ name, heading }) =>
        update[name] === '' ? null : (
          <div key={name}>
            <h2 className="text-sm font-medium text-quiet">{heading}</h2>
            <p className="whitespace-pre-line">{update[name]}</p>
          </div>
        ),
      )}
      <p className="text-sm text-faint">
        {corrects === null ? '' : 'A correction. '}
        {told === '' ? 'Written' : `Told ${told}`} <Age since={sentAt} /> ago
        {answers.length === 0 ? '' : `, with ${answers.length === 1 ? 'one answer' : `${answers.length} answers`}`}
      </p>
    </article>
  );
}

/** Whether what was promised was kept, to everybody the same. */
function Kept({ promises }: Pick<Brief, 'promises'>) {
  const { kept, late, missed } = promises;
  if (kept + late + missed === 0) return null;
  return (
    <p className="mt-6 text-sm text-quiet">
      Promised updates so far: {kept} on time, {late} late, {missed} missed.
    </p>
  );
}
