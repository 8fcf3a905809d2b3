import pg from 'pg';
import { Unavailable } from '../../domain/unavailable.ts';
import { connectionSettings } from '../database.ts';

/** One connection of its own, on which every statement is a transaction by itself. */
export interface JournalConnection {
  /** Resolves when the statement has committed, on every server that has to have it. Throws `Unavailable`. */
  commit<Row extends object>(name: string, text: string, values: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** The connection is made when it is first used, and anew after it failed. One statement at a time. */
export function journalConnection(url: string): JournalConnection {
  let open: pg.Client | null = null;
  let warning: string | null = null;

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client(connectionSettings(url, 'alert journal'));
    client.on('error', () => drop(client));
    client.on('end', () => drop(client));
    client.on('notice', (notice) => {
      if (notice.severity === 'WARNING') warning = notice.message ?? 'a warning';
    });
    await client.connect();
    open = client;
    return client;
  }

  function drop(client: pg.Client): void {
    if (open === client) open = null;
    client.end().catch(() => undefined); // Already broken: there is nobody to say goodbye to.
  }

  return {
    async commit<Row extends object>(name: string, text: string, values: readonly unknown[]): Promise<Row[]> {
      let client: pg.Client | null = open;
      try {
        client ??= await connect();
        warning = null;
        const { rows } = await client.query<Row>({ name, text, values: [...values] });
        // "Canceling wait for synchronous replication": committed here, perhaps nowhere else.
        if (warning !== null) throw new Unavailable('not-replicated', new Error(warning));
        return rows;
      } catch (error) {
        if (client) drop(client);
        throw error instanceof Unavailable ? error : new Unavailable('unreachable', error);
      }
    },
    async close() {
      const client = open;
      open = null;
      await client?.end();
    },
  };
}
