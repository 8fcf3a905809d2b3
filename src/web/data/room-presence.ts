export type PresenceState = 'here' | 'typing' | 'gone';

/** What is needed to say where this person is. */
export interface PresenceNeeds {
  /** `last`: the page may be gone before the answer. */
  readonly say: (incident: string, state: PresenceState, last: boolean) => void;
  readonly now: () => number;
  readonly visible: () => boolean;
}

/** Where this tab is, said as seldom as it can be. */
export interface RoomPresence {
  here(incident: string, state: PresenceState): void;
  /** Says again where it is; to be called every `renewMs`. */
  renew(): void;
  /** The page is being left, perhaps to come back. */
  leave(): void;
}

/** The server forgets after 30 s. */
export const renewMs = 15_000;
const typingMs = 3_000;

/** Says to the server which rooms are open here, and who types. */
export function roomPresence({ say, now, visible }: PresenceNeeds): RoomPresence {
  const rooms = new Map<string, { state: PresenceState; saidAt: number }>();

  return {
    here(incident, state) {
      const before = rooms.get(incident);
      if (state === 'gone') {
        if (before !== undefined) say(incident, 'gone', true);
        rooms.delete(incident);
        return;
      }
      const soon = state === 'typing' ? typingMs : renewMs;
      if (before?.state === state && now() - before.saidAt < soon) return;
      rooms.set(incident, { state, saidAt: now() });
      say(incident, state, false);
    },
    renew() {
      if (!visible()) return;
      for (const [incident, { saidAt }] of rooms) {
        if (now() - saidAt < typingMs) continue;
        rooms.set(incident, { state: 'here', saidAt: now() });
        say(incident, 'here', false);
      }
    },
    leave() {
      for (const incident of rooms.keys()) say(incident, 'gone', true);
    },
  };
}
