import pg from 'pg';
import type { SqlSetting } from '../../domain/telemetry/source.ts';
import { type Instant, instant } from '../../domain/time.ts';
import type { Read, TelemetrySource } from '../../watch/ports.ts';
import { authorities, secretAt } from '../access.ts';
import { type Asked, isLack, type Lack, timeoutMs } from '../ask.ts';
import { ageFault, checkedLack, clockToleranceMs, noRange, nothing, said, withinMs } from '../fresh.ts';
import { queryFault, withoutEnd } from './statement.ts';

type Setting = Omit<SqlSetting, 'name' | 'kind'>;

const connections = 4;
const connectMs = 1500;
const statementMs = 2500;
const mostRows = 1000;
const usualPort = 5432;
const noPassword = 'none';
const [timestamptz, timestamp] = [1184, 1114];

const begin = `begin transaction read only; set local statement_timeout = ${statementMs}; set local lock_timeout = 1000;
  set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'iso_8601'`;
const clock = `select extract(epoch from clock_timestamp()) * 1000`;
/** A replica is as old as what it last replayed. */
const state = `select case when pg_is_in_recovery()
  then extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000 end`;

interface Answer {
  readonly types: readonly number[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** The clock of the database that was asked, in milliseconds. */
  readonly clockMs: number;
}

/** Opens a PostgreSQL whose numbers are read by a query. It has no past; each answer is of now. */
export function openSql(setting: Setting, now: () => Instant): TelemetrySource {
  const { freshWithinMs } = setting;
  const { pool, fault } = openPool(setting);

  async function ask(text: string): Promise<Asked<Answer>> {
    if (fault !== null) return { missing: 'unreachable', says: fault };
    const began = performance.now();
    try {
      const client = await pool.connect();
      return { answer: await inReadOnly(client, text, timeoutMs - (performance.now() - began)) };
    } catch (error) {
      return lackOf(error);
    }
  }

  return {
    async read(query, everyMs) {
      if (queryFault(query) !== null) return nothing('refused');
      // Inside of another a statement can be no second one and nothing but a SELECT.
      const asked = await ask(`select * from (${withoutEnd(query)}\n) as watched limit ${mostRows + 1}`);
      if (isLack(asked)) return nothing(asked.missing);
      return readOf(asked.answer, now(), withinMs(freshWithinMs, everyMs));
    },
    range: async () => noRange('absent'),
    async check() {
      const asked = await ask(state);
      if (isLack(asked)) return checkedLack(asked);
      const apartMs = asked.answer.clockMs - now();
      if (Math.abs(apartMs) > clockToleranceMs) {
        const seconds = Math.round(Math.abs(apartMs) / 1000);
        return said('stale', `its clock is ${seconds} s ${apartMs > 0 ? 'ahead' : 'behind'}`);
      }
      const lag = asked.answer.rows[0]?.[0] ?? null;
      if (lag === null) return said('fresh', 'it answers');
      const text = `it answers as a replica, ${Math.round(Number(lag) / 1000)} s behind`;
      return said(Number(lag) > withinMs(freshWithinMs) ? 'stale' : 'fresh', text);
    },
    close: () => pool.end(),
  };
}

function openPool({ url, credential = {}, caFile, tls }: Setting): { pool: pg.Pool; fault: string | null } {
  const ca = authorities(caFile);
  const secret = secretAt(credential);
  const trusted = 'fault' in ca || ca.value === null ? {} : { ca: ca.value };
  const pool = new pg.Pool({
    ...placeOf(url),
    application_name: 'allclear source',
    max: connections,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: 30_000,
    // A function, so that no PGPASSWORD meant for another database is sent. A server that wants a password refuses
    // this one; to an empty one the driver itself says no, and leaves the connection open.
    password: async () => ('fault' in secret ? noPassword : (secret.value ?? noPassword)),
    ...(tls === true || 'ca' in trusted ? { ssl: trusted } : {}),
  });
  const ignore = (): void => undefined; // The query that used the connection gets the error; the event repeats it.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return { pool, fault: 'fault' in ca ? ca.fault : 'fault' in secret ? secret.fault : null };
}

/** Not as a connection string: what that leaves out, such as the password, would take the place of what is said beside it. */
function placeOf(text: string): pg.ClientConfig {
  const url = new URL(text);
  const host = url.searchParams.get('host') ?? url.hostname.replace(/^\[|\]$/g, '');
  const database = decodeURIComponent(url.pathname.slice(1));
  return {
    host,
    port: url.port === '' ? usualPort : Number(url.port),
    user: decodeURIComponent(url.username),
    database: database === '' ? decodeURIComponent(url.username) : database,
  };
}

/** Runs one statement where nothing can be written, and takes back whatever it did. */
async function inReadOnly(client: pg.PoolClient, text: string, leftMs: number): Promise<Answer> {
  let done = false;
  const release = (broken: boolean): void => {
    if (!done) client.release(broken);
    done = true;
  };
  // Ends the connection, and with it the question, of a server that is frozen.
  const timer = setTimeout(() => release(true), Math.max(1, leftMs));
  let broken = true;
  try {
    await client.query(begin);
    const { rows, fields } = await client.query<(string | null)[]>(plain(text));
    const { rows: times } = await client.query<(string | null)[]>(plain(clock));
    await client.query('rollback');
    broken = false;
    return { types: fields.map(({ dataTypeID }) => dataTypeID), rows, clockMs: Number(times[0]?.[0]) };
  } catch (error) {
    if (!done && error instanceof pg.DatabaseError) {
      broken = await client.query('rollback').then(
        () => false,
        () => true,
      );
    }
    throw error;
  } finally {
    clearTimeout(timer);
    release(broken);
  }
}

/** One statement, whatever it says; values as PostgreSQL writes them. */
const plain = (text: string): pg.QueryArrayConfig & { readonly queryMode: 'extended' } => ({
  text,
  rowMode: 'array',
  queryMode: 'extended',
  types: { getTypeParser: () => (value: string | Buffer) => value.toString() } as pg.CustomTypesConfig,
});

const passing = ['08', '53', '57', '58'];

function lackOf(error: unknown): Lack {
  if (!(error instanceof pg.DatabaseError)) return { missing: 'unreachable', says: 'it does not answer' };
  const { code = '' } = error;
  // As a pooler says it, a password that is wrong is a fault of the protocol.
  if (code.startsWith('28') || (code === '08P01' && /authentication|password/.test(error.message)))
    return { missing: 'refused', says: 'it refuses the user or the password' };
  const missing = passing.includes(code.slice(0, 2)) ? 'unreachable' : 'refused';
  return { missing, says: `it answers with an error (${code})` };
}

function readOf({ types, rows, clockMs }: Answer, now: Instant, limitMs: number): Read {
  const [, second] = types;
  if (second !== undefined && second !== timestamptz && second !== timestamp) return nothing('refused');
  if (rows.length > mostRows) return nothing('refused');
  if (rows.length === 0 || rows.some(([value]) => value === null)) return nothing('absent');
  if (second !== undefined) {
    if (Math.abs(clockMs - now) > clockToleranceMs) return nothing('clock-off');
    for (const [, time] of rows) {
      const fault = ageFault(instantIn(time ?? ''), instant(clockMs), limitMs);
      if (fault !== null) return nothing(fault);
    }
  }
  const values = rows.map(([value]) => numberIn(value ?? ''));
  return values.every(Number.isFinite) ? { values, missing: null } : nothing('not-a-number');
}

/** Sessions are set to UTC, so the offset is +00, or there is none. */
function instantIn(text: string): number | null {
  const at = Date.parse(`${text.replace(' ', 'T').replace(/\+00$/, '')}Z`);
  return Number.isNaN(at) ? null : at;
}

function numberIn(text: string): number {
  if (text === 't' || text === 'f') return Number(text === 't');
  return text.trim() === '' ? Number.NaN : Number(text);
}
