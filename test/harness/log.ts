import { entryLine } from '../../src/text/entry.ts';
import type { TestDatabase } from './database.ts';
import type { Caller } from './server.ts';

/** What is stored of an incident: the types of its events, in order. */
export async function typesOf(database: TestDatabase, incident: string): Promise<string[]> {
  const rows = await database.query<{ type: string }>(
    'select type from allclear.event where stream = $1 order by version',
    [`incident:${incident}`],
  );
  return rows.map(({ type }) => type);
}

/** The log as people read it, a line an entry, with ids left as they are. */
export async function linesOf(caller: Caller, incident: string): Promise<string[]> {
  const log = await caller.get<{ items: { type: string; body: unknown }[] }>(
    `/api/incidents/${incident}/log?limit=500`,
  );
  return log.body.items.map(({ type, body }) => entryLine(type, body, (id) => id));
}

/** A clock of the database that a test moves on. */
export function movedClock(database: TestDatabase): { pass(ms: number): Promise<void>; now(): Promise<number> } {
  let byMs = 0;
  return {
    async pass(ms) {
      byMs += ms;
      await database.moveClock(byMs);
    },
    async now() {
      const [row] = await database.query<{ now: Date | number }>('select allclear.now() as now');
      return Number(row?.now instanceof Date ? row.now.getTime() : row?.now);
    },
  };
}
