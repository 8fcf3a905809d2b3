import { Link, useParams } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { useIncident, useMe, useNameOf, usePicture, useResponds } from '../../data/query.ts';
import { live } from '../../data/browser.ts';
import { useKeptState } from '../../data/keep-state.ts';
import type { Incident, Me } from '../../data/types.ts';
import { AsOf } from '../../part/as-of.tsx';
import { setServerTime } from '../../part/time.tsx';
import { setStage } from '../../verb/stage.ts';
import { Composer } from './composer/composer.tsx';
import { useDesk } from './composer/desk.ts';
import { Log } from './log/log.tsx';
import { Now } from './now/now.tsx';
import { PictureColumn } from './picture/picture.tsx';
import { type RoomContext, RoomProvider } from './room-context.tsx';
import { OpenChangeLine } from './top/open-change-line.tsx';
import { TopBar } from './top/top-bar.tsx';

const tabs = ['log', 'picture', 'now'] as const;
type Tab = (typeof tabs)[number];
const tabNames: Readonly<Record<Tab, string>> = { log: 'Log', picture: 'Picture', now: 'Now' };

/** One incident: what is known, what was said, and what is being done. */
export function Room() {
  const { number } = useParams({ from: '/incidents/$number' });
  const me = useMe().data;
  const incident = useIncident(number);
  if (incident.error && incident.data === undefined) return <NotHere says={incident.error.message} />;
  if (me === undefined || incident.data === undefined) return <p className="p-6 text-quiet">Opening the room…</p>;
  return <OpenRoom key={incident.data.id} me={me} incident={incident.data} />;
}

function NotHere({ says }: { readonly says: string }) {
  useEffect(() => {
    document.title = 'Allclear';
  }, []);
  return (
    <main className="mx-auto max-w-xl px-5 pt-[12vh]">
      <h1 className="text-xl font-semibold tracking-tight">This room is not to be seen</h1>
      <p className="mt-2 mb-5 text-quiet">{says}</p>
      <Link to="/" className="text-accent underline">
        Go to the board
      </Link>
    </main>
  );
}

/** Tells the server that somebody is here, while the room is looked at. */
function usePresenceHere(incident: string): void {
  useEffect(() => {
    live.here(incident, 'here');
    return () => live.here(incident, 'gone');
  }, [incident]);
}

interface OpenRoomProps {
  readonly me: Me;
  readonly incident: Incident;
}

function OpenRoom({ me, incident }: OpenRoomProps) {
  const nameOf = useNameOf();
  const picture = usePicture(incident.id).data;
  const [tab, setTab] = useState<Tab>('log');
  const desk = useDesk(incident, () => setTab('log'));
  usePresenceHere(incident.id);
  useKeptState(incident.id, incident.version);
  const { number, title } = incident;
  const { open } = desk;
  const responds = useResponds();
  useEffect(() => {
    document.title = `${number} ${title}`;
    // The palette offers what may be said, and to whoever only reads that is nothing.
    if (responds) setStage({ number, title, open });
    return () => setStage(null);
  }, [number, title, open, responds]);
  useEffect(() => {
    if (picture !== undefined) setServerTime(picture.now);
  }, [picture]);
  const room = useMemo<RoomContext>(
    () => ({ incident, picture, me, nameOf, responds, open: desk.open, say: desk.say }),
    [incident, picture, me, nameOf, responds, desk.open, desk.say],
  );
  return (
    <RoomProvider value={room}>
      <div className="flex min-h-0 flex-1 flex-col print:block">
        <TopBar />
        <OpenChangeLine onLook={() => setTab('now')} />
        <AsOf />
        <main className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] wide:grid-cols-[19rem_minmax(0,1fr)_20.5rem] print:block">
          <PictureColumn shown={tab === 'picture'} />
          <section
            aria-label="Log"
            className={`min-h-0 flex-col ${tab === 'log' ? 'flex' : 'hidden wide:flex'} print:block`}
          >
            <Log />
            {room.responds ? <Composer desk={desk} /> : null}
          </section>
          <Now shown={tab === 'now'} />
        </main>
        <Tabs tab={tab} onTab={setTab} />
      </div>
    </RoomProvider>
  );
}

function Tabs({ tab, onTab }: { readonly tab: Tab; readonly onTab: (tab: Tab) => void }) {
  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? tab;
    onTab(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab=${next}]`)?.focus();
  };
  return (
    <nav
      aria-label="Room"
      className="border-t border-rule bg-panel pb-[env(safe-area-inset-bottom)] wide:hidden print:hidden"
    >
      <div role="tablist" tabIndex={-1} onKeyDown={move} aria-label="Parts of the room" className="grid grid-cols-3">
        {tabs.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            data-tab={each}
            tabIndex={tab === each ? 0 : -1}
            aria-selected={tab === each}
            onClick={() => onTab(each)}
            className="min-h-12 text-sm font-medium text-faint aria-selected:text-ink aria-selected:shadow-[inset_0_2px_0_var(--color-accent)]"
          >
            {tabNames[each]}
          </button>
        ))}
      </div>
    </nav>
  );
}
