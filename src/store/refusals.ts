import pg from 'pg';
import { connectionSettings } from './database.ts';
import { StartRefused } from './installation.ts';

const clockBody = 'select clock_timestamp()';
const oldest = 150_000;

/**
 * Refuses a database that could lose what it acknowledged: fsync or synchronous_commit off, a pooler that gives each
 * transaction another session, a server that is too old, or a clock that was shifted for tests.
 */
export async function refuseUnsafeDatabase(url: string, allowShiftedClock: boolean): Promise<void> {
  // Not pinned, so that it sees what the server gives to a session that asks for nothing.
  const first = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000, query_timeout: 4000 });
  const second = new pg.Client(connectionSettings(url, 'check'));
  for (const client of [first, second]) client.on('error', () => undefined);
  try {
    await first.connect();
    const { rows } = await first.query<Record<string, string>>(
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
        current_setting('server_version_num') as version, current_setting('full_page_writes') as full_page_writes,
        (select prosrc from pg_proc where oid = 'allclear.now()'::regprocedure) as clock,
        pg_backend_pid()::text as backend, pg_is_in_recovery()::text as standby`,
    );
    const server = rows[0] as Record<string, string>;
    if (Number(server['version']) < oldest) throw new StartRefused('PostgreSQL 15 or newer is needed.');
    if (server['standby'] === 'true') throw new StartRefused('This is a standby. Point DATABASE_URL at the primary.');
    if (server['fsync'] !== 'on') {
      throw new StartRefused('fsync is off: a power cut could lose what was acknowledged. Set fsync = on.');
    }
    if (server['synchronous_commit'] === 'off') {
      throw new StartRefused(
        'synchronous_commit is off: an acknowledged entry could be lost in a crash. Set synchronous_commit = on.',
      );
    }
    if (!allowShiftedClock && server['clock']?.trim() !== clockBody) {
      throw new StartRefused(
        'allclear.now() is not the database clock: this database was used by tests. Use another database.',
      );
    }
    await refuseTransactionPooler(first, second, server['backend'] as string);
  } finally {
    await Promise.allSettled([first.end(), second.end()]);
  }
}

/** Two sessions that are open at once have two backends, unless a pooler hands one around between transactions. */
async function refuseTransactionPooler(first: pg.Client, second: pg.Client, backend: string): Promise<void> {
  await second.connect();
  await second.query('begin');
  const { rows } = await second.query<{ backend: string }>('select pg_backend_pid()::text as backend');
  const { rows: after } = await first.query<{ backend: string }>('select pg_backend_pid()::text as backend');
  await second.query('rollback');
  if (rows[0]?.backend === backend || after[0]?.backend !== backend) {
    throw new StartRefused(
      'This connection goes through a pooler in transaction mode, where LISTEN and session settings do not last. Use session mode, or PostgreSQL itself.',
    );
  }
}
