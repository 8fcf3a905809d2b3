import { CatchBoundary, Link, Navigate, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Bell, BookOpen, Globe, LayoutDashboard, Megaphone } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useConnection, useIncident, useKept, useKeptAt, useMe, useResponds } from './data/query.ts';
import { signOut } from './data/session.ts';
import { Menu } from './part/menu.tsx';
import { useShortcut } from './part/shortcut.ts';
import { Avatar } from './part/avatar.tsx';
import { Button } from './part/button.tsx';
import { PartMissing } from './part/broken.tsx';
import { OfflineStrip } from './part/offline-strip.tsx';

const Palette = lazy(() => import('./verb/palette.tsx').then(({ Palette: component }) => ({ default: component })));
const BriefList = lazy(() =>
  import('./screen/brief/brief-list.tsx').then(({ BriefList: component }) => ({ default: component })),
);
const KeySheet = lazy(() => import('./verb/key-sheet.tsx').then(({ KeySheet: component }) => ({ default: component })));

const places = [
  { to: '/', label: 'Board', icon: LayoutDashboard },
  { to: '/alerts', label: 'Alerts', icon: Bell },
  { to: '/catalog', label: 'Catalog', icon: BookOpen },
  { to: '/channels', label: 'Channels', icon: Megaphone },
  { to: '/status-pages', label: 'Pages', icon: Globe },
] as const;

/** Pages that stand without the frame: nobody has to be signed in there. */
const bare = ['/sign-in', '/set-up', '/brief', '/dev/parts'];

function Places({ inRoom }: { readonly inRoom: boolean }) {
  return (
    <nav
      aria-label="Places"
      className={`${inRoom ? 'hidden wide:flex' : 'fixed inset-x-0 bottom-0 z-10 flex border-t pb-[env(safe-area-inset-bottom)] wide:static wide:border-t-0 wide:pb-0'} justify-around gap-1 border-rule bg-panel wide:sticky wide:top-0 wide:h-dvh wide:w-14 wide:flex-col wide:items-center wide:justify-start wide:border-r wide:py-3.5 print:hidden`}
    >
      <svg aria-hidden viewBox="0 0 26 26" fill="none" className="mb-3 hidden size-[26px] wide:block">
        <path
          d="M3 15c3.4 0 3.4-8 6.8-8s3.4 11 6.4 11 2.6-6 6.8-6"
          className="stroke-accent"
          strokeWidth="2.2"
          strokeLinecap="round"
        />
      </svg>
      {places.map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          aria-label={label}
          title={label}
          activeOptions={{ exact: to === '/' }}
          className="grid h-12 min-w-11 place-items-center rounded-lg text-faint hover:text-ink data-[status=active]:text-ink wide:size-10 wide:min-w-0 wide:data-[status=active]:bg-press"
        >
          <Icon aria-hidden className="size-[18px]" />
          <span className="text-xs wide:hidden">{label}</span>
        </Link>
      ))}
      <Who />
    </nav>
  );
}

function useSignOut(): () => Promise<void> {
  const kept = useKept();
  const navigate = useNavigate();
  return async () => {
    const sure =
      kept.length === 0 ||
      window.confirm(`${kept.length} of your lines have not gone out yet. They stay here until you sign in again.`);
    if (!sure) return;
    await signOut();
    await navigate({ to: '/sign-in' });
  };
}

function Who() {
  const me = useMe().data;
  const leave = useSignOut();
  if (!me) return null;
  const trigger = (
    <button
      type="button"
      aria-label={`You are ${me.person.name}`}
      className="grid h-12 min-w-11 place-items-center rounded-lg wide:mt-auto wide:size-10 wide:min-w-0"
    >
      <Avatar name={me.person.name} />
    </button>
  );
  return <Menu trigger={trigger} align="start" items={[{ label: 'Sign out', run: () => void leave() }]} />;
}

/** What somebody sees who reads briefs: those, and a room that the commander let them into. */
function ForStakeholders({ name, pathname }: { readonly name: string; readonly pathname: string }) {
  const leave = useSignOut();
  return (
    <>
      <header className="flex items-center gap-3 border-b border-rule bg-panel px-5 py-2 text-sm print:hidden">
        <Link to="/" className="inline-flex min-h-8 items-center font-semibold touch:min-h-11">
          Allclear
        </Link>
        <span className="ml-auto text-quiet">{name}</span>
        <Button kind="quiet" onClick={() => void leave()}>
          Sign out
        </Button>
      </header>
      {pathname.startsWith('/incidents/') ? (
        <IfAdmitted number={pathname.split('/')[2] ?? ''} />
      ) : pathname.startsWith('/brief/') ? (
        <Outlet />
      ) : (
        <Suspense>
          <BriefList />
        </Suspense>
      )}
    </>
  );
}

/** Leads to the brief whoever was not let in (C4). */
function IfAdmitted({ number }: { readonly number: string }) {
  const { data, error } = useIncident(number);
  if (data !== undefined) return <Outlet />;
  return error === null ? <Waiting /> : <Navigate to="/brief/$number" params={{ number }} replace />;
}

/** Sends whoever is not signed in to where that is done. */
function useSignInFirst(): boolean {
  const { data, isPending, error } = useMe();
  const navigate = useNavigate();
  const out = !isPending && data === undefined && error !== null && 'problem' in error;
  useEffect(() => {
    if (out) void navigate({ to: '/sign-in', replace: true });
  }, [out, navigate]);
  return data !== undefined;
}

/** A dialog that was opened while nothing had the focus gives it back to nothing: the next Tab would begin anywhere. */
function focusSomething(): void {
  if (document.activeElement !== document.body) return;
  const main = document.querySelector('main');
  if (main === null) return;
  main.tabIndex = -1;
  main.focus();
}

/** What stands around every screen. */
export function Frame() {
  const { pathname } = useLocation();
  return bare.includes(pathname) ? <Outlet /> : <Framed pathname={pathname} />;
}

/** What stands over the screen. A dialog tells late that it was closed: by then the next one may be open. */
interface Shown {
  readonly what: 'palette' | 'keys' | 'declare' | null;
  readonly turn: number;
}

function Framed({ pathname }: { readonly pathname: string }) {
  const isIn = useSignInFirst();
  const [{ what, turn }, setShown] = useState<Shown>({ what: null, turn: 0 });
  const show = (next: Shown['what']): void => setShown((now) => ({ what: next, turn: now.turn + 1 }));
  const navigate = useNavigate();
  useShortcut('palette', () => show('palette'));
  useShortcut('help', () => show('keys'));
  useShortcut('board', () => void navigate({ to: '/' }));
  useShortcut('declare', () => show('declare'), useResponds());
  const person = useMe().data?.person;
  if (!isIn) return <Waiting />;
  if (person?.role === 'stakeholder') return <ForStakeholders name={person.name} pathname={pathname} />;
  const inRoom = /^\/incidents\/[^/]+\/?$/.test(pathname);
  const close = (): void => {
    setShown((now) => (now.turn === turn ? { ...now, what: null } : now));
    requestAnimationFrame(focusSomething);
  };
  return (
    <div className="min-h-dvh wide:grid wide:grid-cols-[3.5rem_minmax(0,1fr)]">
      <Places inRoom={inRoom} />
      <div className={`flex min-w-0 flex-col ${inRoom ? 'h-dvh print:h-auto' : 'pb-16 wide:pb-0'}`}>
        <Outside />
        <Outlet />
      </div>
      <CatchBoundary getResetKey={() => turn} errorComponent={PartMissing}>
        <Suspense>
          {what === 'palette' || what === 'declare' ? (
            <Palette key={turn} declaring={what === 'declare'} onClose={close} onKeys={() => show('keys')} />
          ) : null}
          {what === 'keys' ? <KeySheet key={turn} onClose={close} /> : null}
        </Suspense>
      </CatchBoundary>
    </div>
  );
}

/** Says steadily when nobody answers. */
function Outside(): ReactNode {
  const connection = useConnection();
  const kept = useKept();
  const since = useKeptAt();
  const waiting = kept.filter(({ state }) => state !== 'refused').length;
  return connection === 'offline' ? <OfflineStrip kept={waiting} since={since} /> : null;
}

function Waiting() {
  return (
    <p role="status" className="grid min-h-dvh place-items-center text-quiet">
      Looking for the server…
    </p>
  );
}
