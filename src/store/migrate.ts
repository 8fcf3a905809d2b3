import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { appRole } from './database.ts';

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

const folder = new URL('./migration/', import.meta.url);
const projections = new URL('../projection/', import.meta.url);
/** Any number that nothing else in the database uses. */
const lockKey = 4_107_206_001;

function migrations(): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const checksum = createHash('sha256').update(text).digest('hex');
      return { number: Number(file.slice(0, 4)), name: file.slice(5, -4), text, checksum };
    });
}

/** The tables of every projection. They hold nothing that the log does not, so they have no migrations. */
export function projectionTables(): { name: string; text: string }[] {
  return readdirSync(projections, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, text: readFileSync(new URL(`${name}/table.sql`, projections), 'utf8') }));
}

/** A migration in the database is not the one in this release. Names it and says what to do. */
export class MigrationMismatch extends Error {}

/**
 * Brings the schema to this release. Each migration is a transaction of its own, so a kill in between resumes;
 * an advisory lock makes replicas take turns. `ownerUrl` may create roles; `appUrl`'s user gets the app's rights.
 */
export async function migrate(ownerUrl: string, appUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await prepare(client, appUrl);
    const done = await client.query<{ number: number; name: string; checksum: string }>(
      'select number, name, checksum from allclear.migration order by number',
    );
    const known = migrations();
    const newer = done.rows.find((row) => !known.some(({ number }) => number === row.number));
    if (newer) {
      throw new MigrationMismatch(
        `The database was migrated by a newer release (${newer.number} ${newer.name}). Start that release, or a newer one.`,
      );
    }
    for (const migration of known) await run(client, migration, done.rows);
    for (const { text } of projectionTables()) await client.query(text);
  } finally {
    await client.end();
  }
}

async function prepare(client: pg.Client, appUrl: string): Promise<void> {
  await client.query(`do $$ begin
    if not exists (select from pg_roles where rolname = '${appRole}') then create role ${appRole} nologin; end if;
  end $$`);
  const appUser = new pg.Client({ connectionString: appUrl }).user;
  if (appUser !== undefined && appUser !== appRole) {
    await client.query(`grant ${appRole} to ${client.escapeIdentifier(appUser)}`);
  }
  await client.query('create schema if not exists allclear');
  await client.query(`create table if not exists allclear.migration (
    number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now()
  )`);
  await client.query(`grant usage on schema allclear to ${appRole}; grant select on allclear.migration to ${appRole}`);
}

async function run(
  client: pg.Client,
  migration: Migration,
  done: readonly { number: number; checksum: string }[],
): Promise<void> {
  const { number, name, text, checksum } = migration;
  const row = done.find((applied) => applied.number === number);
  if (row?.checksum === checksum) return;
  if (row) {
    throw new MigrationMismatch(
      `Migration ${number} ${name} was applied with other text. A released migration is never edited: restore the file.`,
    );
  }
  await client.query('begin');
  try {
    await client.query(text);
    await client.query('insert into allclear.migration (number, name, checksum) values ($1, $2, $3)', [
      number,
      name,
      checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
