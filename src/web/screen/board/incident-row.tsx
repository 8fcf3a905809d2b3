import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { isLive } from '../../../domain/incident/phase.ts';
import { nextPromise } from '../../data/next-promise.ts';
import { usePicture, useNameOf } from '../../data/query.ts';
import type { IncidentSummary } from '../../data/types.ts';
import { ExerciseTag, SeverityTag, Tag } from '../../part/tag.tsx';
import { face } from '../../part/length.ts';
import { Age, hourMinute, useNow } from '../../part/time.tsx';

function Clocks({ incident }: { readonly incident: IncidentSummary }) {
  const now = useNow();
  const picture = usePicture(incident.id).data;
  const promise = nextPromise(picture);
  const late = promise !== undefined && Date.parse(promise.at) < now;
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-0.5 text-xs text-quiet">
      <div className="flex gap-1.5">
        <dt>since</dt>
        <dd className="font-medium text-ink">
          {isLive(incident.phase) ? face(now - Date.parse(incident.declaredAt)) : hourMinute(incident.declaredAt)}
        </dd>
      </div>
      {promise === undefined ? null : (
        <div className="flex gap-1.5">
          <dt>next update</dt>
          <dd className={`font-medium ${late ? 'text-warn' : 'text-ink'}`}>
            {hourMinute(promise.at)}
            {late ? ` · late by ${face(now - Date.parse(promise.at))}` : ''}
          </dd>
        </div>
      )}
      {picture?.clock?.leftMs === null || picture?.clock === null || picture === undefined ? null : (
        <div className="flex gap-1.5">
          <dt>all-clear in</dt>
          <dd className="font-medium text-ink">{face(picture.clock.leftMs ?? 0)}</dd>
        </div>
      )}
    </dl>
  );
}

/** One incident on the board: what, how bad, how far, who, and the last thing said. */
export function IncidentRow({ incident }: { readonly incident: IncidentSummary }) {
  const nameOf = useNameOf();
  const { number, title, severity, phase, commander, lastLine, lastEntryAt, alertsFiring } = incident;
  return (
    <Link
      to="/incidents/$number"
      params={{ number }}
      className="block px-4 py-3 hover:bg-raise focus-visible:-outline-offset-2"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <SeverityTag severity={severity} />
        <span className="min-w-0 font-semibold">{title}</span>
        <span className="text-faint">{number}</span>
        {incident.exercise ? <ExerciseTag /> : null}
        {incident.private ? (
          <span className="inline-flex items-center gap-1 text-xs text-quiet">
            <Lock aria-hidden className="size-3" /> private
          </span>
        ) : null}
        <Tag tone={isLive(phase) ? 'accent' : phase === 'all-clear' ? 'ok' : 'plain'}>{phase}</Tag>
        <span className="ml-auto text-sm text-quiet">
          {commander === null ? (
            isLive(phase) ? (
              <span className="text-warn">nobody commands</span>
            ) : null
          ) : (
            <>
              <b className="font-semibold text-ink">{nameOf(commander)}</b> commands
            </>
          )}
        </span>
      </div>
      <div className="mt-1.5 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <p className="line-clamp-1 min-w-0 flex-1 basis-64 text-sm text-quiet">
          {lastLine || 'Nothing was written yet.'}
        </p>
        <span className="flex gap-4 text-xs text-faint">
          {alertsFiring === 0 ? null : <span>{alertsFiring === 1 ? '1 alert' : `${alertsFiring} alerts`} firing</span>}
          <Age since={lastEntryAt} />
        </span>
      </div>
      <div className="mt-1">
        <Clocks incident={incident} />
      </div>
    </Link>
  );
}
