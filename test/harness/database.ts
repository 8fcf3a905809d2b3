import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { onDatabase } from './postgres-urls.ts';

/** A database of a test's own, cloned from the migrated template. */
export interface TestDatabase {
  readonly app: string;
  readonly owner: string;
  readonly superuser: string;
  /** Runs a statement as superuser: for looking at what is stored, and for forging it. */
  query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Moves the clock that all SQL goes by, from now on, by this much in all. */
  moveClock(byMs: number): Promise<void>;
  drop(): Promise<void>;
}

export async function freshDatabase(): Promise<TestDatabase> {
  const urls = inject('postgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const server = new pg.Client({ connectionString: urls.superuser });
  await server.connect();
  await server.query(`create database ${name} template ${urls.template} owner allclear_owner`);
  const superuser = onDatabase(urls.superuser, name);
  const client = new pg.Client({ connectionString: superuser });
  client.on('error', () => undefined);
  await client.connect();
  return {
    app: onDatabase(urls.app, name),
    owner: onDatabase(urls.owner, name),
    superuser,
    query: async <Row extends object>(text: string, values: unknown[] = []) =>
      (await client.query<Row>(text, values)).rows,
    async moveClock(byMs) {
      await client.query(
        `create or replace function allclear.now() returns timestamptz language sql volatile as
          $$ select clock_timestamp() + interval '${byMs} milliseconds' $$`,
      );
    },
    async drop() {
      await client.end();
      await server.query(`drop database ${name} with (force)`);
      await server.end();
    },
  };
}
