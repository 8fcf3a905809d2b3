import { lazy, type ReactNode, Suspense, useState } from 'react';
import { isLive } from '../../../../domain/incident/phase.ts';
import { nextPromise } from '../../../data/next-promise.ts';
import { Ring } from '../../../part/ring.tsx';
import { face, spoken } from '../../../part/length.ts';
import { hourMinute, useNow } from '../../../part/time.tsx';
import { useRoom } from '../room-context.tsx';

const MeasuresSheet = lazy(() =>
  import('./measures-sheet.tsx').then(({ MeasuresSheet: sheet }) => ({ default: sheet })),
);

interface ClockProps {
  readonly label: string;
  /** More of the label, where there is room. */
  readonly labelMore?: string;
  readonly value: string;
  readonly more?: string;
  /** The whole, as a screen reader should say it. */
  readonly spoken: string;
  readonly ring?: ReactNode;
  readonly late?: boolean;
  readonly onOpen?: (() => void) | undefined;
  readonly verb?: string;
}

function Clock({ label, labelMore, value, more, spoken: said, ring, late = false, onOpen, verb }: ClockProps) {
  const inside = (
    <span aria-hidden className="flex items-center gap-2">
      <span className="max-wide:hidden">{ring}</span>
      <span className="text-left leading-tight">
        <span className="block text-xs whitespace-nowrap text-faint">
          {label}
          {labelMore === undefined ? null : <span className="max-wide:hidden">{labelMore}</span>}
        </span>
        <span className="block text-sm whitespace-nowrap wide:text-[0.9375rem]">
          <b className={`font-semibold tracking-tight tabular-nums ${late ? 'text-warn' : ''}`}>{value}</b>
          {more === undefined ? null : (
            <span className="ml-1 inline-block max-w-48 truncate align-bottom text-sm text-quiet max-wide:hidden">
              {more}
            </span>
          )}
        </span>
      </span>
    </span>
  );
  const shape = 'border-rule pb-2 wide:border-l wide:pl-5';
  if (onOpen === undefined) {
    return (
      <div role="img" aria-label={said} className={shape}>
        {inside}
      </div>
    );
  }
  return (
    <button type="button" aria-label={said} data-verb={verb} onClick={onOpen} className={`${shape} touch:min-h-11`}>
      {inside}
    </button>
  );
}

function Elapsed() {
  const { incident } = useRoom();
  const [measured, setMeasured] = useState(false);
  const now = useNow();
  const since = incident.impact.startedAt ?? incident.declaredAt;
  const until = incident.impact.endedAt ?? (isLive(incident.phase) ? null : incident.lastEntryAt);
  const passed = (until === null ? now : Date.parse(until)) - Date.parse(since);
  const label = incident.impact.startedAt === null ? 'Alarm' : 'Impact';
  return (
    <>
      <Clock
        label={label}
        value={face(passed)}
        more={until === null ? 'ago' : 'in all'}
        spoken={`${label} ${spoken(passed)} ${until === null ? 'ago' : 'in all'}. Show the figures.`}
        onOpen={() => setMeasured(true)}
      />
      {measured ? (
        <Suspense>
          <MeasuresSheet onClose={() => setMeasured(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

function NextUpdate() {
  const { picture, open, responds } = useRoom();
  const now = useNow();
  const promise = nextPromise(picture);
  if (promise === undefined) {
    return (
      <Clock
        label="Next update"
        value="not promised"
        spoken={`No update is promised.${responds ? ' Promise one.' : ''}`}
        ring={<Ring reached={0} broken />}
        onOpen={responds ? () => open('promise-update') : undefined}
        verb="promise-update"
      />
    );
  }
  const left = Date.parse(promise.at) - now;
  const late = left < 0;
  const says = late ? `late by ${face(-left)}` : `in ${face(left)}`;
  return (
    <Clock
      label="Next update"
      labelMore={` · ${promise.audience}`}
      value={hourMinute(promise.at)}
      more={says}
      late={late}
      spoken={`Update to ${promise.audience} ${late ? `was due ${spoken(-left)} ago` : `is due in ${spoken(left)}`}.${responds ? ' Write it.' : ''}`}
      ring={
        <Ring reached={late ? 1 : 1 - Math.min(1, left / 1_800_000)} broken={late} tone={late ? 'warn' : 'accent'} />
      }
      onOpen={responds ? () => open('send-update', { audience: promise.audience }) : undefined}
      verb="send-update"
    />
  );
}

const minutes = (ms: number): string => (ms < 90_000 ? `${Math.floor(ms / 1000)} s` : `${Math.floor(ms / 60_000)} min`);

function AllClearClock() {
  const { incident, picture, open, responds } = useRoom();
  const now = useNow();
  const clock = picture?.clock;
  if (picture === undefined || clock === undefined || clock === null) {
    const done = incident.phase === 'all-clear' || incident.phase === 'learning' || incident.phase === 'closed';
    return done ? (
      <Clock
        label="All-clear"
        value={incident.phase}
        spoken={`The incident is in phase ${incident.phase}`}
        ring={<Ring reached={1} tone="ok" />}
      />
    ) : null;
  }
  const { ready, leftMs, windowMs, says, blockers } = clock;
  const left = leftMs === null ? null : Math.max(0, leftMs - (now - Date.parse(picture.now)));
  const clean = left === null ? 0 : windowMs - left;
  return (
    <Clock
      label="All-clear"
      labelMore=" clock"
      value={
        ready ? (responds ? 'yours to declare' : 'ready to be declared') : `${minutes(clean)} of ${minutes(windowMs)}`
      }
      more={ready ? '' : left === null ? (blockers[0] ?? 'stands') : `${minutes(left)} left`}
      spoken={says}
      ring={<Ring reached={clean / windowMs} broken={left === null && !ready} tone={ready ? 'ok' : 'accent'} />}
      onOpen={responds ? () => open('declare-all-clear') : undefined}
      verb="declare-all-clear"
    />
  );
}

/** How long, when people hear next, and how far the all-clear is. */
export function Clocks() {
  return (
    <div className="flex items-end gap-x-3 max-wide:flex-1 max-wide:flex-wrap max-wide:justify-between wide:gap-5">
      <Elapsed />
      <NextUpdate />
      <AllClearClock />
    </div>
  );
}
