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

function unavailable(error: unknown): unknown {
  const code = (error as { code?: string }).code;
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) {
    // Without an SQLSTATE it came from the socket or from node-postgres itself.
    return error instanceof Error ? new Unavailable('unreachable', error) : error;
  }
  const reason = byState[code] ?? (connectionClasses.includes(code.slice(0, 2)) ? 'unreachable' : undefined);
  return reason ? new Unavailable(reason, error) : error;
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
  try {
    return (await (transaction as OpenTransaction).client.query<Row>(text, [...values])).rows;
  } catch (error) {
    throw unavailable(error);
  }
}

async function commit(client: pg.PoolClient): Promise<void> {
  let warning: string | undefined;
  const listen = (notice: { severity?: string | undefined; message?: string | undefined }): void => {
    if (notice.severity === 'WARNING') warning = notice.message;
  };
  client.on('notice', listen);
  try {
    await client.query('commit');
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

  async function connect(): Promise<pg.PoolClient> {
    try {
      return await pool.connect();
    } catch (error) {
      throw unavailable(error);
    }
  }

  return {
    async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
      try {
        return (await pool.query<Row>(text, [...values])).rows;
      } catch (error) {
        throw unavailable(error);
      }
    },
    async transaction(work) {
      const client = await connect();
      let broken: Error | boolean = false;
      try {
        await client.query('begin');
        const result = await work({ kind: 'transaction', client } as OpenTransaction);
        await commit(client);
        return result;
      } catch (error) {
        const told = unavailable(error);
        broken = told instanceof Unavailable && told.reason !== 'busy';
        if (!broken)
          broken = await client.query('rollback').then(
            () => false,
            () => true,
          );
        throw told;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}
