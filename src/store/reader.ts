import type { StateCache } from '../command/ports.ts';
import type { StoredIncidentEvent } from '../domain/incident/event.ts';
import { evolve } from '../domain/incident/evolve.ts';
import { upcast } from '../domain/incident/upcast.ts';
import { incidentOf, incidentStream } from '../domain/log/record.ts';
import type { Instant } from '../domain/time.ts';
import type { LogReader } from '../http/ports.ts';
import type { Database } from './database.ts';
import { exportIncident } from './export.ts';
import { type EventRow, selectEvents, storedEvent } from './log-rows.ts';
import type { Vault } from './vault.ts';

/** Reads the log for doors, always from the primary. */
export function logReader(database: Database, vault: Vault, cache: StateCache): LogReader {
  const read = async (stream: string, after: number, limit: number): Promise<StoredIncidentEvent[]> => {
    const rows = await database.query<EventRow>(
      `${selectEvents} where e.stream = $1 and e.version > $2 order by e.version limit $3`,
      [stream, after, limit],
    );
    return rows.map((row) => upcast(storedEvent(row, vault)));
  };
  return {
    async state(incident) {
      const stream = incidentStream(incident);
      const [head] = await database.query<{ version: number }>('select version from stream where name = $1', [stream]);
      if (!head) return null;
      let state = cache.get(incident, head.version);
      if (state?.version === head.version) return state;
      for (const event of await read(stream, state?.version ?? 0, 2_147_483_647)) {
        state = evolve(incident, state, event);
      }
      if (state) cache.set(incident, state);
      return state;
    },

    entries: (incident, after, limit) => read(incidentStream(incident), after, limit),

    async entriesBefore(incident, before, limit) {
      const rows = await database.query<EventRow>(
        `${selectEvents} where e.stream = $1 and e.version < $2 order by e.version desc limit $3`,
        [incidentStream(incident), before, limit],
      );
      return rows.reverse().map((row) => upcast(storedEvent(row, vault)));
    },

    async entry(incident, id) {
      const [row] = await database.query<EventRow>(`${selectEvents} where e.stream = $1 and e.id = $2`, [
        incidentStream(incident),
        id,
      ]);
      return row ? upcast(storedEvent(row, vault)) : null;
    },

    async since(position, limit) {
      const rows = await database.query<EventRow>(
        `${selectEvents} where e.position > $1 and e.stream like 'incident:%' order by e.position limit $2`,
        [position, limit],
      );
      return rows.flatMap((row) => {
        const incident = incidentOf(row.stream);
        return incident === null ? [] : [{ ...upcast(storedEvent(row, vault)), incident }];
      });
    },

    async lastPosition() {
      const [row] = await database.query<{ last: number }>('select last from log_position');
      return row?.last ?? 0;
    },

    export: (incident) => exportIncident(database, vault, incident),

    async now() {
      const [row] = await database.query<{ now: Instant }>('select allclear.now() as now');
      return (row as { now: Instant }).now;
    },
  };
}
