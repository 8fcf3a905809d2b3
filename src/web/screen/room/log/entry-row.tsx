import { memo, type ReactNode } from 'react';
import { entryLine, type NameOf } from '../../../../text/entry.ts';
import type { LogEntry, Picture } from '../../../data/types.ts';
import { Menu } from '../../../part/menu.tsx';
import type { MenuItem } from '../../../part/menu-item.ts';
import { Tag } from '../../../part/tag.tsx';
import { bothZones, hourMinute } from '../../../part/time.tsx';
import { cardOf } from './entry-card.tsx';
import { Attached } from './attached.tsx';
import { Inline, Prose } from './prose.tsx';

export interface EntryRowProps {
  readonly entry: LogEntry;
  readonly number: string;
  readonly nameOf: NameOf;
  readonly picture: Picture | undefined;
  /** The entry that this one corrects, or is corrected by; null where none is known. */
  readonly corrects: number | null;
  readonly correctedBy: number | null;
  readonly linked: boolean;
  /** Whether the Tab key stops at it: at one entry of the log, from which the arrows go on. */
  readonly tabStop: boolean;
  readonly verbs: (entry: LogEntry) => readonly MenuItem[];
}

/** Entries that people wrote; everything else is what happened, said quietly. */
const written = new Set(['NoteAdded', 'FileAttached', 'EntryCorrected']);
const grave = new Set([
  'CommandHeld',
  'GuardrailOverridden',
  'RelapseReported',
  'UpdateMissed',
  'SignalTurned',
  'WatchingInterrupted',
]);

function Words({ entry, nameOf, picture }: Pick<EntryRowProps, 'entry' | 'nameOf' | 'picture'>): ReactNode {
  const { type, body } = entry;
  if (body === null)
    return <em className="text-faint">The body of this entry was destroyed; the chain stays intact.</em>;
  const card = cardOf(entry, picture);
  if (card !== null) return card;
  if (type === 'NoteAdded') return <Prose text={String(body['text'])} />;
  if (type === 'EntryCorrected') return <Prose text={String(body['text'])} />;
  if (type === 'FileAttached') return <Attached entry={entry} />;
  return <Inline text={entryLine(type, body, nameOf)} />;
}

const lateFromMs = 60_000;

function Marks({ entry, corrects, correctedBy }: Pick<EntryRowProps, 'entry' | 'corrects' | 'correctedBy'>) {
  const late = Date.parse(entry.recordedAt) - Date.parse(entry.happenedAt);
  return (
    <>
      {corrects === null ? null : (
        <>
          {' '}
          <a href={`#e${corrects}`}>
            <Tag tone="accent">corrects {corrects}</Tag>
          </a>
        </>
      )}
      {correctedBy === null ? null : (
        <>
          {' '}
          <a href={`#e${correctedBy}`}>
            <Tag tone="warn">corrected in {correctedBy}</Tag>
          </a>
        </>
      )}
      {entry.ahead ? (
        <>
          {' '}
          <Tag tone="warn">its sender’s clock was ahead</Tag>
        </>
      ) : null}
      {late > lateFromMs ? (
        <>
          {' '}
          <Tag>recorded {hourMinute(entry.recordedAt)}</Tag>
        </>
      ) : null}
    </>
  );
}

/** One entry of the log: when, who, what. Its time is its address and opens its verbs. */
export const EntryRow = memo(function EntryRow(props: EntryRowProps) {
  const { entry, nameOf, linked, verbs, number, tabStop } = props;
  const { type, version, happenedAt, actor } = entry;
  const byPerson = written.has(type);
  const items = verbs(entry);
  const time = <time dateTime={happenedAt}>{hourMinute(happenedAt)}</time>;
  const said = `Entry ${version}, ${bothZones(happenedAt)}`;
  const system = actor.startsWith('system') || actor.startsWith('key:');
  return (
    <article
      id={`e${version}`}
      data-version={version}
      aria-label={`Entry ${version}`}
      className={`grid grid-cols-[2.75rem_minmax(0,1fr)] gap-2.5 rounded-md py-1 wide:grid-cols-[3.25rem_minmax(0,1fr)] wide:gap-3 ${linked ? 'bg-accent-soft' : ''}`}
    >
      {items.length === 0 ? (
        <a href={`/incidents/${number}#e${version}`} title={said} className="pt-px text-right text-xs text-faint">
          {time}
        </a>
      ) : (
        <Menu
          align="start"
          items={items}
          trigger={
            <button
              type="button"
              data-menu="entry"
              tabIndex={tabStop ? 0 : -1}
              title={said}
              aria-label={`${said}: verbs`}
              className="flex h-fit justify-end rounded-sm pt-px text-xs text-faint tabular-nums hover:text-ink touch:min-h-11"
            >
              {time}
            </button>
          }
        />
      )}
      <div className={`min-w-0 max-w-[68ch] ${byPerson ? '' : grave.has(type) ? 'text-ink' : 'text-quiet'}`}>
        {system && !byPerson ? null : <span className="font-medium text-quiet">{nameOf(actor)} </span>}
        {type === 'EntryCorrected' ? <span className="text-faint">corrects: </span> : null}
        <Words {...props} />
        <Marks {...props} />
      </div>
    </article>
  );
});
