import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../../test/harness/child-server.ts';
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { toolPaths } from '../../../test/harness/monitoring.ts';
import { instant } from '../../domain/time.ts';
import type { TelemetrySource } from '../../watch/ports.ts';
import { openSql } from './query.ts';

const variable = 'ALLCLEAR_SOURCE_OF_POOLER';
const now = (): ReturnType<typeof instant> => instant(Date.now());

let database: TestDatabase;
let folder: string;
let pooler: ChildProcess;
let url: string;
/** A real PgBouncer, one server connection for all, that asks for a password. */
beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'allclear-pooler-'));
  chmodSync(folder, 0o755);
  const server = new URL(database.app);
  const socketFolder = server.searchParams.get('host') ?? '/';
  const port = await freePort();
  const lines = [
    '[databases]',
    `* = host=${socketFolder} port=${server.searchParams.get('port') ?? 5432} user=${server.username}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = scram-sha-256',
    `auth_file = ${join(folder, 'users.txt')}`,
    'pool_mode = transaction',
    'default_pool_size = 1',
  ];
  writeFileSync(join(folder, 'pgbouncer.ini'), `${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'users.txt'), '"reader" "open sesame"\n');
  // It does not run as root; only the account of the database may enter the folder of its socket.
  const account = (): string =>
    execFileSync('id', ['-un', String(statSync(socketFolder).uid)], { encoding: 'utf8' }).trim();
  const user = process.getuid?.() === 0 ? ['-u', account()] : [];
  pooler = spawn(toolPaths().pgbouncer, [...user, join(folder, 'pgbouncer.ini')], { stdio: 'ignore' });
  url = `postgres://reader@127.0.0.1:${port}${server.pathname}`;
});
afterAll(async () => {
  const ended = new Promise((resolve) => pooler.once('exit', resolve));
  pooler.kill('SIGTERM');
  await ended;
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function using<Answer>(
  password: string | null,
  work: (source: TelemetrySource) => Promise<Answer>,
): Promise<Answer> {
  if (password !== null) process.env[variable] = password;
  const source = openSql({ url, ...(password === null ? {} : { credential: { environment: variable } }) }, now);
  delete process.env[variable];
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}

test('through a pooler of transactions, with a password, nothing of a question stays behind', async () => {
  await using('open sesame', async (source) => {
    await expect.poll(() => source.check(), { timeout: 10_000 }).toEqual({ health: 'fresh', because: 'it answers' });
    const setting = `select set_config('statement_timeout', '77', false), clock_timestamp()`;
    expect(await source.read(setting, 5000)).toEqual({ values: [], missing: 'not-a-number' });
    const left = `select current_setting('statement_timeout') = '2500ms', clock_timestamp()`;
    expect(await source.read(left, 5000)).toEqual({ values: [1], missing: null });
    expect(await source.read('create table left_behind (a integer)', 5000)).toEqual({ values: [], missing: 'refused' });
    expect(await source.read('select pg_sleep(9)', 5000)).toEqual({ values: [], missing: 'unreachable' });
    const many = await Promise.all(Array.from({ length: 12 }, () => source.read('select 1', 5000)));
    expect(many.every(({ missing }) => missing === null)).toBe(true);
  });
});

test.each(['open barley', null])(
  'the password %j is told to be wrong, and no connection is left over',
  async (password) => {
    await using(password, async (source) => {
      expect(await source.check()).toMatchObject({ health: 'stale', because: 'it refuses the user or the password' });
      expect(await source.read('select 1', 5000)).toEqual({ values: [], missing: 'refused' });
      // More than the pooler takes at once.
      for (let times = 0; times < 120; times += 1) await source.check();
      expect(await source.check()).toMatchObject({ because: expect.stringContaining('password') });
    });
  },
);
