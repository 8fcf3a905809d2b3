import { live } from './browser.ts';
import { call } from './call.ts';

/** Who is in a room, and who types there. */
export interface RoomPeople {
  readonly people: readonly string[];
  readonly typing: readonly string[];
}

const nobody: RoomPeople = { people: [], typing: [] };
const rooms = new Map<string, RoomPeople>();
const listeners = new Set<() => void>();

function put(incident: string, { people, typing }: RoomPeople): void {
  rooms.set(incident, { people, typing });
  for (const listener of listeners) listener();
}

live.subscribe((told) => {
  if (told.kind === 'presence') put(told.incident, told);
  if (told.kind === 'look-again') for (const incident of rooms.keys()) askPresence(incident);
});

/** Who is in this room, as last heard. */
export const peopleIn = (incident: string): RoomPeople => rooms.get(incident) ?? nobody;

/** Asks once; the stream tells what changes. */
export function askPresence(incident: string): void {
  call('GET /api/incidents/{incident}/presence', { incident }).then(
    (reply) => put(incident, reply),
    () => put(incident, nobody),
  );
}

export function onPeople(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** At the end of a session. */
export const forgetPeople = (): void => rooms.clear();
