import type { RoomContext } from '../room-context.tsx';
import type { Answer } from './desk.ts';

type Held = Extract<Answer, { kind: 'held' }>;

interface Lift {
  readonly label: string;
  readonly run: () => void;
}

/** The key of the change that waits: named by the command, or kept from the words that were held. */
function heldChange({ body }: Held, { picture }: RoomContext): string | null {
  if (typeof body['change'] === 'string') return body['change'];
  const waiting = picture?.changes.filter(({ state, what }) => state === 'proposed' && what === body['what']) ?? [];
  return waiting.at(-1)?.key ?? null;
}

function oneAtATime(held: Held, room: RoomContext): Lift[] {
  const open = room.picture?.changes.find(({ state }) => state === 'started');
  const mine = heldChange(held, room);
  return [
    ...(open === undefined
      ? []
      : [{ label: `Say what ${open.key} did`, run: () => room.open('observe-change', { change: open.key }) }]),
    ...(mine === null ? [] : [{ label: 'Queue mine', run: () => room.open('queue-change', { change: mine }) }]),
  ];
}

/** A rough shape: that it is real, and what is affected. */
function forShape({ incident, picture, open }: RoomContext): Lift[] {
  return [
    ...(incident.phase === 'unconfirmed' ? [{ label: 'Confirm it', run: () => open('confirm') }] : []),
    ...(picture?.scope.length === 0 ? [{ label: 'Say what is affected', run: () => open('state-scope') }] : []),
  ];
}

/** What A1 still wants, in the order in which it can be given. */
function beforeIrreversible(held: Held, room: RoomContext): Lift[] {
  const { picture, open } = room;
  const mine = heldChange(held, room);
  const unchecked = picture !== undefined && !picture.instruments.some(({ health }) => health === 'fresh');
  return [
    ...forShape(room),
    ...(unchecked ? [{ label: 'Check an instrument', run: () => open('check-instrument') }] : []),
    ...(mine === null
      ? []
      : [{ label: 'Alone: type its target…', run: () => open('start-change', { change: mine, target: '' }) }]),
  ];
}

/** The go is the commander's: whoever is not has nothing to press, and where nobody commands, anybody may. */
function forRisk(mine: string | null, { incident, me, open }: RoomContext): Lift[] {
  const role = 'incident-commander';
  const commander = incident.roles.find((each) => each.role === role)?.person;
  if (commander === undefined) {
    return [{ label: 'Take command', run: () => open('assign-role', { role, person: 'me' }) }];
  }
  if (mine === null || commander !== me.person.id) return [];
  return [{ label: 'Give the go', run: () => open('approve-change', { change: mine }) }];
}

/** What the person can do about a hold, the likeliest first. */
export function liftsOf(held: Held, room: RoomContext): readonly Lift[] {
  const { open } = room;
  const mine = heldChange(held, room);
  switch (held.problem.practice) {
    case 'A5':
      return forShape(room);
    case 'B1':
      return [{ label: 'Say what is affected', run: () => open('state-scope') }];
    case 'B3':
      return [{ label: 'Check an instrument', run: () => open('check-instrument') }];
    case 'B5':
      return forRisk(mine, room);
    case 'B6':
      return oneAtATime(held, room);
    case 'A1':
      return beforeIrreversible(held, room);
    case 'D4':
      return room.picture?.signals.length === 0 ? [{ label: 'Name a key signal', run: () => open('add-signal') }] : [];
    default:
      return [];
  }
}
