import type { PageProjector, Projector } from '../command/ports.ts';
import { evolve } from '../domain/incident/evolve.ts';
import { upcast } from '../domain/incident/upcast.ts';
import { incidentOf } from '../domain/log/record.ts';
import { pageOf } from '../domain/status-page/page.ts';
import { type Database, queryIn } from './database.ts';
import { type EventRow, selectEvents, storedEvent } from './log-rows.ts';
import { projectionTables } from './migrate.ts';
import type { Vault } from './vault.ts';

/** Empties every projection and folds the log into it again, an incident at a time. Answers how many. */
export async function rebuild(
  database: Database,
  vault: Vault,
  projectors: readonly Projector[],
  pages: PageProjector,
): Promise<number> {
  const tables = projectionTables().flatMap(({ text }) => [...text.matchAll(/create table if not exists (\S+)/g)]);
  for (const [, table] of tables) await database.query(`delete from ${table}`);
  const streams = await database.query<{ name: string }>(
    `select name from stream where name like 'incident:%' order by name`,
  );
  for (const { name } of streams) await refold(database, vault, projectors, name);
  const ofPages = await database.query<{ name: string }>(
    `select name from stream where name like 'status-page/%' order by name`,
  );
  for (const { name } of ofPages) await refoldPage(database, vault, pages, name);
  return streams.length;
}

async function refold(
  database: Database,
  vault: Vault,
  projectors: readonly Projector[],
  stream: string,
): Promise<void> {
  const incident = incidentOf(stream) as string;
  await database.transaction(async (transaction) => {
    // Holding the head keeps writers out: a fold must not miss the entry that lands while it runs.
    await queryIn(transaction, 'select from stream where name = $1 for update', [stream]);
    const rows = await queryIn<EventRow>(transaction, `${selectEvents} where e.stream = $1 order by e.version`, [
      stream,
    ]);
    const events = rows.map((row) => upcast(storedEvent(row, vault)));
    let state = null;
    for (const event of events) state = evolve(incident, state, event);
    if (state === null) return;
    for (const projector of projectors) await projector.project(transaction, incident, events, state);
  });
}

async function refoldPage(database: Database, vault: Vault, pages: PageProjector, stream: string): Promise<void> {
  await database.transaction(async (transaction) => {
    await queryIn(transaction, 'select from stream where name = $1 for update', [stream]);
    const rows = await queryIn<EventRow>(transaction, `${selectEvents} where e.stream = $1 order by e.version`, [
      stream,
    ]);
    const events = rows.map((row) => storedEvent(row, vault));
    await pages.projectPage(transaction, pageOf(stream) ?? '', events);
  });
}
