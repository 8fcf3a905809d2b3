import pg from 'pg';
import { appRole, connectionSettings } from './database.ts';
import { StartRefused } from './installation.ts';

const clockBody = 'select clock_timestamp()';
const oldest = 150_000;

/**
 * Refuses a database that could lose what it acknowledged: fsync or synchronous_commit off, a server that is too old,
 * a clock that was shifted for tests, or a pooler that keeps our session settings from the server.
 */
export async function refuseUnsafeDatabase(url: string, allowShiftedClock: boolean): Promise<void> {
  // Not pinned, so that it sees what the server gives to a session that asks for nothing.
  const plain = clientTo(url);
  const pinned = listening(new pg.Client(connectionSettings(url, 'check')));
  try {
    await plain.connect();
    refuseUnsafeServer(await settingsOf(plain), allowShiftedClock);
    await refuseLostSettings(pinned);
  } finally {
    await Promise.allSettled([plain.end(), pinned.end()]);
  }
}

function listening(client: pg.Client): pg.Client {
  return client.on('error', () => undefined);
}

const clientTo = (url: string): pg.Client =>
  listening(new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000, query_timeout: 4000 }));

async function settingsOf(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query<Record<string, string>>(
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
      current_setting('server_version_num') as version,
      (select prosrc from pg_proc where oid = 'allclear.now()'::regprocedure) as clock,
      pg_is_in_recovery()::text as standby`,
  );
  return rows[0] as Record<string, string>;
}

function refuseUnsafeServer(server: Record<string, string>, allowShiftedClock: boolean): void {
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
}

const poolerDrops =
  'This connection goes through a pooler that keeps session settings from the server. Connect to PostgreSQL itself.';

/** Every connection is pinned to a role and a search path as it opens; a pooler may refuse that, or drop it unsaid. */
async function refuseLostSettings(client: pg.Client): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    if (!String(error).includes('unsupported startup parameter')) throw error;
    throw new StartRefused(poolerDrops, { cause: error });
  }
  const { rows } = await client.query<{ pinned: boolean }>(
    `select current_user = $1 and current_setting('search_path') = 'allclear' as pinned`,
    [appRole],
  );
  if (!rows[0]?.pinned) throw new StartRefused(poolerDrops);
}

/**
 * Refuses a pooler that hands sessions around between transactions: LISTEN and advisory locks would not last.
 * Asked before migrating, which rests on such a lock.
 */
export async function refuseTransactionPooler(url: string): Promise<void> {
  const [first, second] = [clientTo(url), clientTo(url)];
  try {
    await Promise.all([first.connect(), second.connect()]);
    const before = await backendOf(first);
    await second.query('begin');
    // Two sessions that are open at once have two backends, and keep them.
    const other = await backendOf(second);
    const after = await backendOf(first);
    await second.query('rollback');
    if (other !== before && after === before) return;
    throw new StartRefused(
      'This connection goes through a pooler in transaction mode, where LISTEN and session settings do not last. Use session mode, or PostgreSQL itself.',
    );
  } finally {
    await Promise.allSettled([first.end(), second.end()]);
  }
}

async function backendOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ backend: number }>('select pg_backend_pid() as backend');
  return (rows[0] as { backend: number }).backend;
}
