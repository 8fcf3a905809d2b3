import { useMemo } from 'react';
import type { LogEntry, RoomLog } from '../../../data/types.ts';

export interface Corrections {
  /** Version of the entry that this one corrects, where it has been read. */
  readonly target: (entry: LogEntry) => number | null;
  /** Version of the newest entry that corrects this one, where it has been read. */
  readonly by: (entry: LogEntry) => number | null;
}

/** Which entries correct which. Only what has been read is known. */
export function useCorrections(log: RoomLog): Corrections {
  return useMemo(() => {
    const versions = new Map<string, number>();
    const corrected = new Map<string, number>();
    for (let version = 1; version <= log.newest; version += 1) {
      const entry = log.at(version);
      if (entry === undefined) continue;
      if (entry.type === 'NoteAdded' || entry.type === 'FileAttached') versions.set(entry.id, version);
      if (entry.type === 'EntryCorrected' && entry.body !== null) corrected.set(String(entry.body['entry']), version);
    }
    return {
      target: ({ type, body }) => (type === 'EntryCorrected' ? (versions.get(String(body?.['entry'])) ?? null) : null),
      by: ({ id }) => corrected.get(id) ?? null,
    };
  }, [log]);
}
