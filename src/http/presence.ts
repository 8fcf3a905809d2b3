import type { LogFollower } from './ports.ts';

/** Who has which room open. Kept in memory only: it is forgotten with the last connection. */
export interface Presence {
  /** Person ids in this room, on any replica. */
  here(incident: string): string[];
  enter(incident: string, person: string): void;
  leave(incident: string, person: string): void;
  onChange(listener: (incident: string) => void): () => void;
  /** Says again who is here, so that a replica that just came up learns it, and forgets who fell silent. */
  beat(): void;
}

interface Announced {
  readonly replica: string;
  readonly rooms: Readonly<Record<string, readonly string[]>>;
}

/** A replica that has said nothing for so long is gone, and its people with it. */
const silentMs = 30_000;

/** `elapsed` is a monotonic clock in milliseconds. */
export function presenceOf(follower: LogFollower, replica: string, elapsed: () => number): Presence {
  const own = new Map<string, string[]>();
  const others = new Map<string, { heard: number; rooms: Announced['rooms'] }>();
  const listeners = new Set<(incident: string) => void>();
  const tell = (incident: string): void => listeners.forEach((listener) => listener(incident));
  const announce = (): void => follower.announce('presence', { replica, rooms: Object.fromEntries(own) });

  follower.onAnnouncement((topic, message) => {
    if (topic !== 'presence') return;
    const { replica: from, rooms } = message as Announced;
    if (from === replica) return;
    const before = others.get(from)?.rooms ?? {};
    others.set(from, { heard: elapsed(), rooms });
    for (const incident of new Set([...Object.keys(before), ...Object.keys(rooms)])) {
      if (String(before[incident] ?? []) !== String(rooms[incident] ?? [])) tell(incident);
    }
  });

  return {
    here(incident) {
      const elsewhere = [...others.values()].flatMap(({ rooms }) => rooms[incident] ?? []);
      return [...new Set([...(own.get(incident) ?? []), ...elsewhere])].sort();
    },
    enter(incident, person) {
      own.set(incident, [...(own.get(incident) ?? []), person]);
      announce();
      tell(incident);
    },
    leave(incident, person) {
      const people = own.get(incident) ?? [];
      const at = people.indexOf(person);
      const rest = people.filter((_, index) => index !== at);
      if (rest.length === 0) own.delete(incident);
      else own.set(incident, rest);
      announce();
      tell(incident);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    beat() {
      for (const [from, { heard, rooms }] of others) {
        if (elapsed() - heard < silentMs) continue;
        others.delete(from);
        Object.keys(rooms).forEach(tell);
      }
      if (own.size > 0) announce();
    },
  };
}
