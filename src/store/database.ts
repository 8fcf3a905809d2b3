import pg from 'pg';
import type { Transaction } from '../command/ports.ts';
import { Unavailable, type UnavailableReason } from '../domain/unavailable.ts';
import type { Database } from './ports.ts';

export type { Database } from './ports.ts';

export const appRole = 'allclear_app';

/** Session settings that every connection of the app is pinned to, whatever the server's defaults are. */
const pinned = {
  role: appRole,
  search_path: 'allclear',
  synchronous_commit: 'on',
  timezone: 'UTC',
  lock_timeout: '1000',
  statement_timeout: '3500',
  idle_in_transaction_session_timeout: '1000',
};

const asOptions = (settings: Record<string, string>): string =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');

const types = new pg.TypeOverrides();
const int8 = 20;
const timestamptz = 1184;
types.setTypeParser(int8, Number);
// Sessions are pinned to UTC, so the offset is always +00. Milliseconds are as fine as instants get.
types.setTypeParser(timestamptz, (text: string) => Date.parse(text.replace(' ', 'T').replace(/\+00$/, 'Z')));

/** Connection settings for one purpose. Statements may take 3.5 s; whoever waits longer is told no. */
export function connectionSettings(
  url: string,
  purpose: string,
  settings: Partial<typeof pinned> = {},
): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: `allclear ${purpose}`,
    connectionTimeoutMillis: 1000,
    query_timeout: 4000,
    keepAlive: true,
    options: asOptions({ ...pinned, ...settings }),
    types,
  };
}

const byState: Record<string, UnavailableReason> = {
  '53100': 'storage-full',
  '58030': 'storage-full',
  '55P03': 'busy',
  '40001': 'busy',
  '40P01': 'busy',
  '57014': 'busy',
  '25006': 'read-only',
};

/** Classes of SQLSTATE that mean "not now", as against "your statement is wrong". */
const connectionClasses = ['08', '53', '57', '58'];

/** What an error of node-postgres means. Without a SQLSTATE it came from the socket, or from waiting too long. */
function unavailable(error: unknown): unknown {
  if (error instanceof Unavailable || error instanceof TypeError) return error;
  if (!(error instanceof pg.DatabaseError)) return new Unavailable('unreachable', error);
  const code = error.code ?? '';
  const reason = byState[code] ?? (connectionClasses.includes(code.slice(0, 2)) ? 'unreachable' : undefined);
  return reason ? new Unavailable(reason, error) : error;
}

async function reached<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw unavailable(error);
  }
}

interface OpenTransaction extends Transaction {
  readonly client: pg.PoolClient;
}

/** Runs a statement inside a transaction. */
export async function queryIn<Row extends object>(
  transaction: Transaction,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const { client } = transaction as OpenTransaction;
  return (await reached(client.query<Row>(text, [...values]))).rows;
}

async function commit(client: pg.PoolClient): Promise<void> {
  let warning: string | undefined;
  const listen = (notice: { severity?: string | undefined; message?: string | undefined }): void => {
    if (notice.severity === 'WARNING') warning = notice.message;
  };
  client.on('notice', listen);
  try {
    await reached(client.query('commit'));
  } finally {
    client.off('notice', listen);
  }
  // "Canceling wait for synchronous replication": committed here, perhaps nowhere else. Not an acknowledgement.
  if (warning !== undefined) throw new Unavailable('not-replicated', new Error(warning));
}

/** Opens a pool for the app. A lost connection never ends the process: the next query opens another. */
export function openDatabase(url: string, purpose: string, connections: number): Database {
  const pool = new pg.Pool({ ...connectionSettings(url, purpose), max: connections, idleTimeoutMillis: 30_000 });
  const ignore = (): void => undefined; // The query that used the connection gets the error; the event repeats it.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));

  return {
    async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
      return (await reached(pool.query<Row>(text, [...values]))).rows;
    },
    async transaction(work) {
      const client = await reached(pool.connect());
      let broken = true;
      try {
        await reached(client.query('begin'));
        const result = await work({ kind: 'transaction', client } as OpenTransaction);
        await commit(client);
        broken = false;
        return result;
      } catch (error) {
        const lost = error instanceof Unavailable && error.reason !== 'busy';
        // A connection in an unknown state is never used again.
        broken =
          lost ||
          (await client.query('rollback').then(
            () => false,
            () => true,
          ));
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}
