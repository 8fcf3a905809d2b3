import { lazy, Suspense, useState } from 'react';
import { figure } from '../../../../text/measure.ts';
import { useReadings } from '../../../data/readings.ts';
import type { Picture } from '../../../data/types.ts';
import { Menu } from '../../../part/menu.tsx';
import type { MenuItem } from '../../../part/menu-item.ts';
import { RoomSection } from '../room-section.tsx';
import { SuggestedSignals } from './suggested-signals.tsx';
import { Sparkline } from '../../../part/sparkline.tsx';
import { age } from '../../../part/length.ts';
import { hourMinute, useNow } from '../../../part/time.tsx';
import { type RoomContext, useRoom } from '../room-context.tsx';

const SignalSheet = lazy(() => import('./signal-sheet.tsx').then(({ SignalSheet: sheet }) => ({ default: sheet })));

export type Signal = Picture['signals'][number];

const statusTones = { healthy: 'text-ok', breached: 'text-bad', unknown: 'text-unknown' } as const;

export const startedAt = (picture: Picture | undefined): number[] =>
  (picture?.changes ?? []).flatMap(({ startedAt: at }) => (at === null ? [] : [Date.parse(at)]));

function says(signal: Signal, now: number): string {
  const { healthy, status, lastAt, cleanSince, proof } = signal;
  const parts = [
    healthy === null ? 'watched by people' : `healthy ${healthy}`,
    status === 'unknown' ? (lastAt === null ? 'not read yet' : `no reading for ${age(now - Date.parse(lastAt))}`) : '',
    status === 'healthy' && cleanSince !== null ? `since ${hourMinute(cleanSince)}` : '',
    proof === 'none' ? 'never seen to move' : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

const verbsFor = (signal: string, open: RoomContext['open']): readonly MenuItem[] => [
  { label: 'Say what you saw of it…', verb: 'observe-signal', run: () => open('observe-signal', { signal }) },
  { label: 'Take its new level for usual…', verb: 'accept-baseline', run: () => open('accept-baseline', { signal }) },
  { label: 'Loosen it…', verb: 'loosen-signal', run: () => open('loosen-signal', { signal }) },
  { label: 'Drop it…', verb: 'drop-signal', grave: true, run: () => open('drop-signal', { signal }) },
];

function SignalCard({ signal, onOpen }: { readonly signal: Signal; readonly onOpen: () => void }) {
  const { incident, picture, open, responds } = useRoom();
  const readings = useReadings(incident.id, signal.key, signal.query !== null);
  const now = useNow();
  const { key, name, status, last } = signal;
  const value = last === null ? '—' : figure(last);
  const items = [
    ...(signal.query === null ? [] : [{ label: 'Show the chart', run: onOpen }]),
    ...(responds ? verbsFor(key, open) : []),
  ];
  const shape = 'mb-2 block w-full rounded-lg border border-rule bg-panel px-3 py-2 text-left';
  const card = (
    <>
      <span className="flex items-baseline justify-between gap-2">
        <span className="min-w-0">
          <span className="text-faint">{key}</span> {name}
        </span>
        <span className="whitespace-nowrap">
          <b className={`text-[0.9375rem] font-semibold ${statusTones[status]}`}>{value}</b>
          <span className="sr-only">, {status}</span>
        </span>
      </span>
      <span className="block text-xs text-faint">{says(signal, now)}</span>
      {signal.query === null ? null : (
        <Sparkline
          points={readings}
          healthy={signal.band}
          marks={startedAt(picture)}
          label={`${name}: ${status}, ${value}`}
        />
      )}
    </>
  );
  if (items.length === 0) return <div className={shape}>{card}</div>;
  const trigger = (
    <button type="button" data-menu="signal" className={`${shape} hover:border-edge`}>
      {card}
    </button>
  );
  return <Menu trigger={trigger} items={items} align="start" />;
}

/** The signals that the all-clear rests on. */
export function Signals({ picture }: { readonly picture: Picture }) {
  const { open, responds } = useRoom();
  const [opened, setOpened] = useState<string | null>(null);
  const signal = picture.signals.find(({ key }) => key === opened);
  return (
    <RoomSection
      title="Key signals"
      aside={picture.clock?.ready ? 'clean' : ''}
      add={{ label: 'Name a key signal', verb: 'add-signal', run: () => open('add-signal') }}
    >
      {picture.signals.map((each) => (
        <SignalCard key={each.key} signal={each} onOpen={() => setOpened(each.key)} />
      ))}
      {picture.signals.length > 0 ? null : (
        <p className="text-sm text-faint">None named: nothing could show yet that it is over.</p>
      )}
      {picture.signals.length === 0 && responds ? <SuggestedSignals /> : null}
      {signal === undefined ? null : (
        <Suspense>
          <SignalSheet signal={signal} onClose={() => setOpened(null)} />
        </Suspense>
      )}
    </RoomSection>
  );
}
