import type { LogFollower } from './ports.ts';

/** What somebody says of being in a room. */
export type PresenceState = 'here' | 'typing' | 'gone';

export interface InRoom {
  /** Ids of everybody who has the room open, in order. */
  readonly people: string[];
  /** Those of them who are writing. */
  readonly typing: string[];
}

/** Who has which room open. Kept in memory only, and forgotten soon after the last word. */
export interface Presence {
  /** In this room, on any replica. */
  here(incident: string): InRoom;
  /** Somebody who is here until the answer is called. */
  enter(incident: string, person: string): () => void;
  /** What a browser's tab says; to be said again before it is forgotten. */
  say(incident: string, person: string, tab: string, state: PresenceState): void;
  onChange(listener: (incident: string) => void): () => void;
  /** Forgets what has run out. To be called about every second. */
  tick(): void;
  /** Says again who is here, so that a replica that just came up learns it. */
  beat(): void;
}

/** Of one person in one room on this replica. */
interface Own {
  readonly incident: string;
  readonly person: string;
  /** As it was last told. */
  state: PresenceState;
  /** By tab or open stream: when each is forgotten, and when its typing is. */
  readonly stays: Map<string, { readonly until: number; readonly typingUntil: number }>;
}

interface Heard {
  readonly incident: string;
  readonly person: string;
  readonly state: PresenceState;
  readonly until: number;
}

type Word = readonly [incident: string, person: string, state: PresenceState];
interface Announced {
  readonly replica: string;
  readonly words: readonly Word[];
}

export const forgottenAfterMs = 30_000;
export const typingForMs = 6_000;
/** Not the name that versions gave it whose announcements had another shape: both may run at once. */
const topicOfRooms = 'in-rooms';
/** An announcement has to fit into 8000 bytes. */
const wordsAtOnce = 60;
/** Of one person in one room: more are not tabs, but somebody filling our memory. */
const mostTabs = 20;
const never = -Infinity;

/** `elapsed` is a monotonic clock in milliseconds. */
export function presenceOf(follower: LogFollower, replica: string, elapsed: () => number): Presence {
  const listeners = new Set<(incident: string) => void>();
  const tell = (incident: string): void => listeners.forEach((listener) => listener(incident));
  const announce = (words: readonly Word[]): void => follower.announce(topicOfRooms, { replica, words });
  const elsewhere = presenceElsewhere(elapsed, tell);
  const here = presenceHere(elapsed, (word) => {
    announce([word]);
    tell(word[0]);
  });
  follower.onAnnouncement((topic, message) => {
    if (topic !== topicOfRooms) return;
    const { replica: from, words } = message as Announced;
    if (from !== replica) elsewhere.hear(from, words);
  });
  return {
    here(incident) {
      const states = [...here.words(), ...elsewhere.words()].filter(([room]) => room === incident);
      return { people: peopleOf(states), typing: peopleOf(states.filter(([, , state]) => state === 'typing')) };
    },
    enter: here.enter,
    say: here.say,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tick() {
      here.tick();
      elsewhere.tick();
    },
    beat() {
      const words = here.words();
      for (let from = 0; from < words.length; from += wordsAtOnce) announce(words.slice(from, from + wordsAtOnce));
    },
  };
}

const peopleOf = (words: readonly Word[]): string[] => [...new Set(words.map(([, person]) => person))].sort();

function presenceHere(elapsed: () => number, changed: (word: Word) => void) {
  const all = new Map<string, Own>();
  let streams = 0;

  function of(incident: string, person: string): Own {
    const key = `${incident} ${person}`;
    const own = all.get(key) ?? { incident, person, state: 'gone', stays: new Map() };
    all.set(key, own);
    return own;
  }

  /** Tells the state if it is another than was told. */
  function settle(own: Own): void {
    const now = elapsed();
    for (const [tab, { until }] of own.stays) if (until <= now) own.stays.delete(tab);
    const stays = [...own.stays.values()];
    const state = stays.some(({ typingUntil }) => typingUntil > now) ? 'typing' : stays.length > 0 ? 'here' : 'gone';
    if (state === 'gone') all.delete(`${own.incident} ${own.person}`);
    if (state === own.state) return;
    own.state = state;
    changed([own.incident, own.person, state]);
  }

  return {
    enter: (incident: string, person: string): (() => void) => {
      const stream = `stream ${(streams += 1)}`;
      const own = of(incident, person);
      own.stays.set(stream, { until: Infinity, typingUntil: never });
      settle(own);
      return () => {
        own.stays.delete(stream);
        settle(own);
      };
    },
    say: (incident: string, person: string, tab: string, state: PresenceState): void => {
      const own = of(incident, person);
      const now = elapsed();
      // Put in anew, so that the oldest word comes first.
      own.stays.delete(tab);
      if (state !== 'gone') {
        const typingUntil = state === 'typing' ? now + typingForMs : never;
        own.stays.set(tab, { until: now + forgottenAfterMs, typingUntil });
      }
      const spoken = [...own.stays.keys()].filter((key) => own.stays.get(key)?.until !== Infinity);
      for (const oldest of spoken.slice(0, -mostTabs)) own.stays.delete(oldest);
      settle(own);
    },
    tick: (): void => [...all.values()].forEach(settle),
    words: (): Word[] => [...all.values()].map(({ incident, person, state }) => [incident, person, state]),
  };
}

function presenceElsewhere(elapsed: () => number, changed: (incident: string) => void) {
  const all = new Map<string, Heard>();
  return {
    hear(replica: string, words: readonly Word[]): void {
      for (const [incident, person, state] of words) {
        const key = `${replica} ${incident} ${person}`;
        const before = all.get(key)?.state ?? 'gone';
        if (state === 'gone') all.delete(key);
        else all.set(key, { incident, person, state, until: elapsed() + forgottenAfterMs });
        if (state !== before) changed(incident);
      }
    },
    tick(): void {
      const now = elapsed();
      for (const [key, { incident, until }] of all) {
        if (until > now) continue;
        all.delete(key);
        changed(incident);
      }
    },
    words: (): Word[] => [...all.values()].map(({ incident, person, state }) => [incident, person, state]),
  };
}
