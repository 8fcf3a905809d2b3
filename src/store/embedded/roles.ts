import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { codeOf } from './embedded-postgres-error.ts';

const answerMs = 5_000;
const stillStarting = '57P03';

/** The address of a database on the server's socket. */
export function urlOf(role: string, database: string, socketFolder: string): string {
  // Port and sslmode are spelled out so that PGPORT and PGSSLMODE in somebody's environment do not matter.
  return `postgres://${role}@localhost:5432/${database}?host=${encodeURIComponent(socketFolder)}&sslmode=disable`;
}

/** Makes the product's two roles and its database where they are missing. Throws when the server does not answer. */
export async function ensureRoles(socketFolder: string): Promise<void> {
  const client = await connect(urlOf('postgres', 'postgres', socketFolder));
  try {
    const { rows } = await client.query<{ owner: boolean; app: boolean; database: boolean }>(
      `select exists (select from pg_roles where rolname = 'allclear_owner') as owner,
              exists (select from pg_roles where rolname = 'allclear_app') as app,
              exists (select from pg_database where datname = 'allclear') as database`,
    );
    const has = rows[0];
    if (!has?.owner) await client.query('create role allclear_owner login createrole createdb');
    if (!has?.app) await client.query('create role allclear_app login');
    if (!has?.database) await client.query('create database allclear owner allclear_owner');
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<Client> {
  for (const end = performance.now() + answerMs; ; await sleep(5)) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: answerMs, query_timeout: answerMs });
    // A connection lost between two statements also fails the next statement, which reports it.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (codeOf(error) !== stillStarting || performance.now() > end) throw error;
    }
  }
}
