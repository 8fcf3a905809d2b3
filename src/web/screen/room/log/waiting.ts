import { useMemo } from 'react';
import { useKept } from '../../../data/query.ts';
import type { KeptCommand, RoomLog } from '../../../data/types.ts';

/** So far back an entry can stand whose answer is still under way. */
const looked = 400;

/** What was said here and is not in the log yet. An entry may be told before its sender has the answer. */
export function useWaiting(incident: string, log: RoomLog): readonly KeptCommand[] {
  const kept = useKept(incident);
  return useMemo(() => {
    if (kept.length === 0) return kept;
    const arrived = new Set<string>();
    for (let version = Math.max(1, log.newest - looked); version <= log.newest; version += 1) {
      const entry = log.at(version);
      if (entry !== undefined) arrived.add(entry.commandId);
    }
    return kept.filter(({ id }) => !arrived.has(id));
  }, [kept, log]);
}
