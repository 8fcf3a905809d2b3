import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useRoomLog } from '../../../data/use-room-log.ts';
import { useOperates } from '../../../data/query.ts';
import type { LogEntry, RoomLog } from '../../../data/types.ts';
import { useRoom } from '../room-context.tsx';
import { Announcer } from './announcer.tsx';
import { EntryRow } from './entry-row.tsx';
import { FilterBar } from './filter-bar.tsx';
import { KeptRow } from './kept-row.tsx';
import { type EntryKind, isAside, kindOf } from './kind.ts';
import { useNewSince } from './new-since.ts';
import { moveInLog } from './rove.ts';
import { useLinked, useStaysAtEnd } from './scroll.ts';
import { useWaiting } from './waiting.ts';
import { useCorrections } from './corrections.ts';

const guessedPx = 34;

interface Shown {
  readonly count: number;
  readonly versionAt: (index: number) => number;
  readonly readAll: boolean;
}

/** Versions that are shown: all of them, or those of one kind once everything has been read. */
function useShown(log: RoomLog, kind: EntryKind): Shown {
  const [readAll, setReadAll] = useState(false);
  useEffect(() => {
    if (kind === 'all') return;
    const show = (): void => setReadAll(true);
    // While nobody answers, what is known is shown; the screen says since when it is old news.
    log.wantAll().then(show, show);
  }, [kind, log]);
  return useMemo(() => {
    if (kind === 'all') return { count: log.newest, versionAt: (index: number) => index + 1, readAll };
    const versions = Array.from({ length: readAll ? log.newest : 0 }, (_, index) => index + 1).filter((version) => {
      const entry = log.at(version);
      return entry !== undefined && kindOf(entry.type) === kind;
    });
    return { count: versions.length, versionAt: (index: number) => versions[index] ?? 0, readAll };
  }, [kind, log, readAll]);
}

function useEntryVerbs() {
  const { open, responds, incident } = useRoom();
  const operates = useOperates();
  const { number } = incident;
  return useCallback(
    (entry: LogEntry) => {
      const address = `${location.origin}/incidents/${number}#e${entry.version}`;
      const correctable = responds && entry.type === 'NoteAdded' && entry.body !== null;
      const redactable = operates && ['NoteAdded', 'FileAttached', 'EntryCorrected'].includes(entry.type);
      return [
        { label: 'Copy the link to it', run: () => void navigator.clipboard.writeText(address) },
        ...(correctable
          ? [{ label: 'Correct it…', verb: 'correct', run: () => open('correct', { entry: entry.id }) }]
          : []),
        ...(redactable
          ? [{ label: 'Redact it…', verb: 'redact', grave: true, run: () => open('redact', { entry: entry.id }) }]
          : []),
      ];
    },
    [open, responds, operates, number],
  );
}

/** The log: what people wrote and what happened, in order, followed while its end is in sight. */
export function Log() {
  const { incident, picture, nameOf } = useRoom();
  const [kind, setKind] = useState<EntryKind>('all');
  const log = useRoomLog(incident.id, incident.version);
  const kept = useWaiting(incident.id, log);
  const { count, versionAt, readAll } = useShown(log, kind);
  const newAfter = useNewSince(incident.id, log.newest);
  const corrections = useCorrections(log);
  const verbs = useEntryVerbs();
  const element = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: count + kept.length,
    getScrollElement: () => element.current,
    estimateSize: () => guessedPx,
    overscan: 12,
    getItemKey: (index) => (index < count ? versionAt(index) : (kept[index - count]?.id ?? index)),
  });
  const { hold, onScroll, leaveEnd, isAtEnd } = useStaysAtEnd(element, virtualizer.getTotalSize());
  const linked = useLinked(
    kind === 'all' ? count : 0,
    (version) => {
      leaveEnd();
      virtualizer.scrollToIndex(version - 1, { align: 'center' });
    },
    () => setKind('all'),
  );
  let lastShown = count - 1;
  while (kind === 'all' && lastShown > 0 && isAside(log.at(lastShown + 1)?.type ?? '')) lastShown -= 1;
  const items = virtualizer.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (kind !== 'all' || count === 0) return;
    // Before the first scroll the beginning stands in sight, and it is the end that will be looked at.
    if (isAtEnd()) log.want(Math.max(1, count - (to - from)), count);
    else log.want(from + 1, Math.min(count, to + 1));
  }, [log, kind, from, to, count, isAtEnd]);
  return (
    <>
      <FilterBar kind={kind} onKind={setKind} />
      {readAll && kind !== 'all' && count === 0 ? (
        <p className="px-3.5 py-2 text-sm text-faint wide:px-6 print:hidden">No entry of this kind yet.</p>
      ) : null}
      <div
        ref={hold}
        data-log
        onScroll={onScroll}
        onKeyDown={moveInLog}
        tabIndex={-1}
        className="flex min-h-0 flex-1 flex-col overflow-auto px-3.5 wide:px-6 print:hidden"
      >
        <div className="relative mt-auto w-full shrink-0" style={{ height: virtualizer.getTotalSize() }}>
          <div className="absolute inset-x-0 top-0 pb-2" style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
            {items.map(({ index, key }) => {
              const version = versionAt(index);
              const entry = index < count ? log.at(version) : undefined;
              const line = kept[index - count];
              return (
                <div key={key} data-index={index} ref={virtualizer.measureElement}>
                  {newAfter !== null && index < count && version === newAfter + 1 ? <NewSince /> : null}
                  {line !== undefined ? (
                    <KeptRow kept={line} nameOf={nameOf} />
                  ) : entry !== undefined && kind === 'all' && isAside(entry.type) ? null : entry === undefined ? (
                    <div className="my-1 ml-14 h-5 rounded-sm bg-press" aria-hidden />
                  ) : (
                    <EntryRow
                      entry={entry}
                      number={incident.number}
                      nameOf={nameOf}
                      picture={cards.has(entry.type) ? picture : undefined}
                      corrects={corrections.target(entry)}
                      correctedBy={corrections.by(entry)}
                      linked={linked === version}
                      tabStop={index === lastShown}
                      verbs={verbs}
                    />
                  )}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      <Announcer log={log} />
    </>
  );
}

/** Only these look at the picture: a change of it must not render every line again. */
const cards = new Set([
  'HypothesisProposed',
  'ChangeProposed',
  'ChangeRecorded',
  'EffectMeasured',
  'WorkaroundRecorded',
]);

function NewSince() {
  return (
    <p className="my-1.5 flex items-center gap-2.5 pl-14 text-xs text-accent after:h-px after:flex-1 after:bg-accent-soft">
      new since you left
    </p>
  );
}
