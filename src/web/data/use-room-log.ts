import { useEffect, useSyncExternalStore } from 'react';
import { live, reading } from './browser.ts';
import { call } from './call.ts';
import { openIncident } from './privacy.ts';
import { pageSize, RoomLogSource } from './room-log.ts';
import { onSessionEnd } from './session.ts';
import type { LogEntry, RoomLog } from './types.ts';

/** Rooms that were left are still here on the way back, but not all of them. */
const mostRooms = 4;
/** Only the end of a long log is kept on disk. */
const keptPages = 10;
const keepAfterMs = 200;

interface Room {
  readonly source: RoomLogSource;
  readonly leave: () => void;
}

const rooms = new Map<string, Room>();

onSessionEnd(() => {
  for (const { leave } of rooms.values()) leave();
  rooms.clear();
});

/** The log of a room, by the UUID of its incident; `newest` is the version that somebody knows of. */
export function useRoomLog(incident: string, newest: number): RoomLog {
  const { source } = roomOf(incident);
  useEffect(() => source.grow(newest), [source, newest]);
  return useSyncExternalStore(source.subscribe, source.snapshot);
}

/** Forgets the log of a room that is not to be seen any more. */
export function forgetRoomLog(incident: string): void {
  rooms.get(incident)?.leave();
  rooms.delete(incident);
}

function roomOf(incident: string): Room {
  const room = rooms.get(incident) ?? opened(incident);
  // What was looked at last stands last.
  rooms.delete(incident);
  rooms.set(incident, room);
  const [oldest] = rooms;
  if (rooms.size > mostRooms && oldest !== undefined) {
    oldest[1].leave();
    rooms.delete(oldest[0]);
  }
  return room;
}

function opened(incident: string): Room {
  const key = (page: number): string => `log ${incident} ${page}`;
  const waiting = new Map<number, ReturnType<typeof setTimeout>>();
  const source = new RoomLogSource({
    incident,
    read: async (after, limit) => (await call('GET /api/incidents/{incident}/log', { incident, after, limit })).items,
    kept: async (page) => ((await reading.kept(key(page)))?.value ?? []) as LogEntry[],
    keep(page, entries) {
      clearTimeout(waiting.get(page));
      const last = Math.floor((source.snapshot().newest - 1) / pageSize);
      if (openIncident(incident) === null || page <= last - keptPages) return;
      const keep = (): void => void reading.keep(key(page), incident, entries).catch(reportError);
      waiting.set(page, setTimeout(keep, keepAfterMs));
    },
    now: Date.now,
    soon: (run) => queueMicrotask(run),
  });
  const unsubscribe = live.subscribe(source.hear);
  return {
    source,
    leave() {
      unsubscribe();
      for (const timer of waiting.values()) clearTimeout(timer);
    },
  };
}
