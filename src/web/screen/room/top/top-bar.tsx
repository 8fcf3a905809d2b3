import { Link } from '@tanstack/react-router';
import { ChevronDown, ChevronLeft, Ellipsis, Lock } from 'lucide-react';
import { isLive } from '../../../../domain/incident/phase.ts';
import { severities } from '../../../../domain/incident/vocabulary.ts';
import { usePresence } from '../../../data/query.ts';
import { Avatar } from '../../../part/avatar.tsx';
import { IconButton } from '../../../part/button.tsx';
import { Menu } from '../../../part/menu.tsx';
import type { MenuItem } from '../../../part/menu-item.ts';
import { ExerciseTag, SeverityTag } from '../../../part/tag.tsx';
import { verbLabels } from '../../../verb/label.ts';
import { useRoom } from '../room-context.tsx';
import { Clocks } from './clocks.tsx';
import { PhaseRail } from './phase-rail.tsx';
import { roomVerbs } from './room-verbs.ts';

function Severity() {
  const { incident, open, responds } = useRoom();
  if (!responds) return <SeverityTag severity={incident.severity} />;
  const trigger = (
    <button
      type="button"
      data-verb="set-severity"
      aria-label={`Severity ${incident.severity}, change it`}
      className="inline-flex items-center gap-0.5 rounded-md touch:min-h-11"
    >
      <SeverityTag severity={incident.severity} />
      <ChevronDown aria-hidden className="size-3 text-faint" />
    </button>
  );
  const items = severities
    .filter((severity) => severity !== incident.severity)
    .map((severity) => ({ label: severity, run: () => open('set-severity', { severity }) }));
  return <Menu trigger={trigger} items={items} align="start" />;
}

function Commander() {
  const { incident, nameOf, me, open, responds } = useRoom();
  const held = incident.roles.find(({ role }) => role === 'incident-commander');
  const offer = incident.offers.find(({ role, to }) => role === 'incident-commander' && to === me.person.id);
  const mine = held?.person === me.person.id;
  const role = 'incident-commander';
  const name = held === undefined ? null : nameOf(held.person);
  const items: MenuItem[] = [
    ...(offer === undefined
      ? []
      : [{ label: 'Accept command', verb: 'accept-role', run: () => open('accept-role', { role }) }]),
    ...(mine
      ? []
      : [{ label: 'Take command', verb: 'assign-role', run: () => open('assign-role', { role, person: 'me' }) }]),
    ...(mine ? [{ label: 'Hand command over…', verb: 'offer-role', run: () => open('offer-role', { role }) }] : []),
    ...(name === null || mine
      ? []
      : [{ label: `Call ${name}`, verb: 'call-in', run: () => open('call-in', { who: name }) }]),
  ];
  const label = name === null ? 'Nobody commands' : mine ? 'You command' : `${name} commands`;
  const text = (
    <span className="max-w-24 truncate text-sm wide:max-w-none">
      {name === null ? (
        <span className="text-warn">
          {isLive(incident.phase) ? 'Nobody' : 'No'}{' '}
          <span className="max-wide:hidden">{isLive(incident.phase) ? 'commands' : 'commander'}</span>
        </span>
      ) : (
        <>
          <b className="font-semibold">{mine ? 'You' : name}</b>{' '}
          <span className="text-quiet max-wide:hidden">{mine ? 'command' : 'commands'}</span>
        </>
      )}
    </span>
  );
  if (!responds) return text;
  const trigger = (
    <button
      type="button"
      aria-label={`${label}, more`}
      className="flex shrink-0 items-center gap-1 rounded-md touch:min-h-11"
    >
      {text}
      <ChevronDown aria-hidden className="size-3 shrink-0 text-faint" />
    </button>
  );
  return <Menu trigger={trigger} items={items} />;
}

function Present() {
  const { incident, nameOf } = useRoom();
  const { people } = usePresence(incident.id);
  const commander = incident.roles.find(({ role }) => role === 'incident-commander')?.person;
  const more = people.length - 4;
  return (
    <span aria-label="Here now" role="group" className="hidden items-center -space-x-1 wide:flex">
      {people.slice(0, 4).map((person) => (
        <Avatar key={person} name={nameOf(person)} commands={person === commander} />
      ))}
      {more > 0 ? <span className="pl-2 text-xs text-quiet">+{more}</span> : null}
    </span>
  );
}

function Channels() {
  const channels = useRoom().picture?.channels;
  const named = [channels?.bridge, channels?.chat].filter((name): name is string => Boolean(name));
  if (named.length === 0) return null;
  return (
    <span className="hidden text-sm text-quiet wide:inline">
      {named.map((name, index) => (
        <span key={name}>
          {index > 0 ? ' · ' : ''}
          {name.startsWith('https:') ? (
            <a href={name} rel="noreferrer" target="_blank" className="underline">
              {index === 0 && channels?.bridge === name ? 'Bridge' : 'Chat'}
            </a>
          ) : (
            name
          )}
        </span>
      ))}
    </span>
  );
}

function More() {
  const { incident, open } = useRoom();
  const items = roomVerbs(incident).map(({ verb, grave }) => ({
    label: verbLabels[verb],
    verb,
    grave,
    run: () => open(verb),
  }));
  return (
    <Menu
      trigger={
        <IconButton label="More to say of this incident" data-menu="room">
          <Ellipsis aria-hidden className="size-4" />
        </IconButton>
      }
      items={items}
    />
  );
}

/** Two seconds to orient: phase, severity, how long, who commands, when people hear next, how far the all-clear is. */
export function TopBar() {
  const { incident, responds } = useRoom();
  return (
    <header
      className={`shrink-0 border-b bg-panel px-3.5 pt-2 wide:px-5 wide:pt-2.5 ${incident.exercise ? 'border-b-2 border-accent' : 'border-rule'}`}
    >
      <div className="flex items-center gap-2 wide:gap-3">
        <Link
          to="/"
          aria-label="Back to the board"
          className="-ml-2 grid size-8 place-items-center text-quiet wide:hidden touch:size-11"
        >
          <ChevronLeft aria-hidden className="size-5" />
        </Link>
        <Severity />
        <h1 className="line-clamp-2 min-w-0 text-[0.9375rem] font-semibold tracking-tight wide:text-lg">
          {incident.title}
        </h1>
        <span className="hidden text-faint wide:inline">{incident.number}</span>
        {incident.exercise ? <ExerciseTag /> : null}
        {incident.private ? <Lock aria-label="Private" className="size-3.5 shrink-0 text-quiet" /> : null}
        <span className="flex-1" />
        <Channels />
        <Commander />
        <Present />
        {responds ? <More /> : null}
      </div>
      <div className="mt-1 flex items-end gap-3 wide:mt-2">
        <div className="pb-2.5">
          <PhaseRail phase={incident.phase} />
        </div>
        <span className="hidden flex-1 wide:block" />
        <Clocks />
      </div>
    </header>
  );
}
