import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { request as httpRequest } from 'node:http';
import { request } from 'node:https';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../../src/store/embedded/launch.ts';
import { freePort } from '../harness/child-server.ts';
import { collected, type Ended, openTerminal, type Terminal } from '../harness/cli.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { toolPaths } from '../harness/monitoring.ts';
import { callerOf, ownerToken } from '../harness/server.ts';

let terminal: Terminal;
const folders: string[] = [];
/** Servers of others that a test which fails would leave running. */
const strangers: ChildProcess[] = [];

beforeAll(() => {
  terminal = openTerminal({ ALLCLEAR_OWNER_TOKEN: ownerToken });
});
afterAll(() => {
  terminal.close();
  for (const child of strangers) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'allclear-start-'));
  // As root the database runs as another account, which has to get in.
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

interface Up {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** The address after `ready`. */
  readonly url: string;
}

async function up(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Up> {
  const child = terminal.start(['up', ...args], environment);
  const ended = collected(child);
  const url = await new Promise<string>((resolve, reject) => {
    let out = '';
    child.stdout?.on('data', (text: string) => {
      out += text;
      const ready = /^ready (\S+)$/m.exec(out);
      if (ready?.[1]) resolve(ready[1]);
    });
    ended.then(({ code, err }) => reject(new Error(`ended with ${code}: ${err}`)), reject);
  });
  return { child, ended, url };
}

async function stopped({ child, ended }: Up, signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
  child.kill(signal);
  return ended;
}

async function upOn(environment: Readonly<Record<string, string>>, ...args: string[]): Promise<Ended> {
  return terminal.run(['up', '--port', '0', '--data', newFolder(), ...args], environment);
}

/** That it ended by itself, with exit code 1 and one message that says this. */
function expectRefused({ code, out, err }: Ended, ...says: string[]): void {
  expect([code, out], err).toEqual([1, '']);
  for (const words of says) expect(err).toContain(words);
  expect(err).not.toMatch(/\n\s+at /);
}

const urls = (database: TestDatabase): Record<string, string> => ({
  DATABASE_URL: database.app,
  DATABASE_OWNER_URL: database.owner,
});

describe('does not start, and says why', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  test('on a server that does not flush', async () => {
    const data = newFolder();
    const safe = await startEmbeddedPostgres({ dataDir: data, log: () => undefined });
    const cluster = new URL(safe.superuserUrl);
    await safe.stop();
    const server = await withoutFsync(data);
    const url = cluster.href.replace('/postgres?', '/allclear?');
    expectRefused(await upOn({ DATABASE_URL: url }), 'fsync is off', 'Set fsync = on');
    server.kill('SIGINT');
    await collected(server);
  });

  test('on a database that answers before it has written', async () => {
    const own = await freshDatabase();
    const name = new URL(own.superuser).pathname.slice(1);
    await own.query(`alter database ${name} set synchronous_commit = off`);
    expectRefused(await upOn(urls(own)), 'synchronous_commit is off');
    await own.drop();
  });

  test('on a database whose clock was moved', async () => {
    const own = await freshDatabase();
    await own.moveClock(60_000);
    expectRefused(await upOn(urls(own)), 'not the database clock');
    await own.drop();
  });

  test('on a database that was sealed with another master key', async () => {
    const own = await freshDatabase();
    const key = (): string => randomBytes(32).toString('base64');
    const first = await up(['--port', '0', '--data', newFolder()], { ...urls(own), ALLCLEAR_MASTER_KEY: key() });
    await stopped(first);
    const refused = await upOn({ ...urls(own), ALLCLEAR_MASTER_KEY: key() });
    expectRefused(refused, 'sealed with another master key', 'ALLCLEAR_MASTER_KEY');
    expectRefused(await upOn({ ...urls(own), ALLCLEAR_MASTER_KEY: 'short' }), 'must be 32 bytes');
    await own.drop();
  });

  test('on a schema that is newer, or that an edited migration made', async () => {
    const own = await freshDatabase();
    await own.query(`insert into allclear.migration (number, name, checksum) values (9999, 'to-come', 'x')`);
    expectRefused(await upOn(urls(own)), 'migrated by a newer release (9999 to-come)');
    await own.query('delete from allclear.migration where number = 9999');
    await own.query(`update allclear.migration set checksum = 'edited' where number = 1`);
    expectRefused(await upOn(urls(own)), 'Migration 1 log was applied with other text');
    await own.drop();
  });

  test.each(['0.0.0.0', '::'])('on %s without TLS', async (host) => {
    const refused = await upOn(urls(database), '--host', host);
    expectRefused(refused, `Listening on ${host} needs TLS`, '--tls-cert', '--trusted-proxy', 'allclear tls init');
  });

  test('without its database', async () => {
    expectRefused(await upOn({ DATABASE_URL: 'postgres://127.0.0.1:1/none' }), 'ECONNREFUSED');
  });

  test('on a port that is taken, and leaves no database running', async () => {
    const taken = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    const data = newFolder();
    expectRefused(await terminal.run(['up', '--port', String(port), '--data', data]), String(port), 'in use');
    expect(existsSync(join(data, 'postgres-18/postmaster.pid'))).toBe(false);
    taken.close();
  });
});

describe('through PgBouncer', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  test.each([
    ['transaction', '', 'transaction mode'],
    ['transaction', 'options', 'transaction mode'],
    ['session', '', 'session settings'],
    ['session', 'options', 'session settings'],
  ])('in %s mode, ignoring "%s", it does not start', async (mode, ignored, says) => {
    const pooler = await startPooler(database, mode, ignored);
    expectRefused(await upOn({ DATABASE_URL: pooler.url, DATABASE_OWNER_URL: database.owner }), 'pooler', says);
    await pooler.stop();
  });

  test('it does not migrate either', async () => {
    const empty = await freshDatabase();
    await empty.query('drop schema allclear cascade');
    const pooler = await startPooler(empty, 'transaction', 'options');
    expectRefused(await upOn({ DATABASE_URL: empty.app, DATABASE_OWNER_URL: pooler.url }), 'transaction mode');
    expect(await empty.query(`select from pg_namespace where nspname = 'allclear'`)).toEqual([]);
    await pooler.stop();
    await empty.drop();
  });
});

describe('TLS', () => {
  test('`tls init` is all it takes to be reached by address from elsewhere', async () => {
    const database = await freshDatabase();
    const data = newFolder();
    const made = await terminal.run(['tls', 'init', '--data', data, '--name', 'allclear.example.org', '--json']);
    expect(made.code).toBe(0);
    const { authority } = made.json<{ authority: string }>();
    const running = await up(['--host', '0.0.0.0', '--port', '0', '--data', data], urls(database));
    expect(running.url).toMatch(/^https:/);
    const { port } = new URL(running.url);
    const ca = readFileSync(authority);
    for (const host of addresses()) {
      const reply = await securely({ host, port, ca });
      expect(reply).toMatchObject({ status: 200, hsts: 'max-age=31536000' });
    }
    expect(await securely({ host: '127.0.0.1', port, ca, servername: 'allclear.example.org' })).toMatchObject({
      status: 200,
    });
    await expect(securely({ host: '127.0.0.1', port })).rejects.toMatchObject({
      code: expect.stringMatching(/SELF_SIGNED|ISSUER|VERIFY/) as string,
    });
    await expect(securely({ host: '127.0.0.1', port, ca, servername: 'evil.example' })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    await expect(securely({ host: '127.0.0.1', port, ca, maxVersion: 'TLSv1.1' })).rejects.toThrow();
    await expect(plainly(port)).rejects.toThrow();
    expect(await stopped(running)).toMatchObject({ code: 0, err: '' });
    for (const name of ['authority.key', 'server.key']) {
      expect(statSync(join(data, 'tls', name)).mode & 0o077, name).toBe(0);
    }
    await database.drop();
  });
});

describe('stopping', () => {
  test(
    'a signal ends it cleanly, with its database, and what was said is there again',
    { timeout: 60_000 },
    async () => {
      const data = newFolder();
      const first = await up(['--port', '0', '--data', data]);
      const { id } = await callerOf(first.url, ownerToken).declare('Before the stop');
      const pid = Number(readFileSync(join(data, 'postgres-18/postmaster.pid'), 'utf8').split('\n')[0]);
      expect(isRunning(pid)).toBe(true);
      const idle = await fetch(`${first.url}/api/stream`, { headers: { authorization: `Bearer ${ownerToken}` } });
      const end = await stopped(first, 'SIGTERM');
      await idle.body?.cancel().catch(() => undefined);
      expect(end.code, end.err).toBe(0);
      expect(isRunning(pid)).toBe(false);
      const second = await up(['--port', '0', '--data', data]);
      const shown = await callerOf(second.url, ownerToken).get<{ title: string }>(`/api/incidents/${id}`);
      expect(shown.body.title).toBe('Before the stop');
      expect((await stopped(second, 'SIGINT')).code).toBe(0);
    },
  );
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Starts the server of a data folder again as it was, but for one setting. */
async function withoutFsync(data: string): Promise<ChildProcess> {
  const cluster = join(data, 'postgres-18');
  const [, program = '', rest = ''] = /^(\S+) (.*)/.exec(readFileSync(join(cluster, 'postmaster.opts'), 'utf8')) ?? [];
  const args = [...rest.matchAll(/"([^"]*)"/g)].map(([, word]) =>
    word === 'fsync=on' ? 'fsync=off' : (word as string),
  );
  const { uid, gid } = statSync(cluster);
  const account = process.getuid?.() === 0 ? { uid, gid } : {};
  const child = spawn(program, args, { cwd: '/', env: {}, stdio: ['ignore', 'pipe', 'pipe'], ...account });
  strangers.push(child);
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('ready to accept connections')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}`)));
  });
  return child;
}

/** A real PgBouncer before this database. */
async function startPooler(
  database: TestDatabase,
  mode: string,
  ignored: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = new URL(database.app);
  const port = await freePort();
  const folder = newFolder();
  const file = join(folder, 'pgbouncer.ini');
  const lines = [
    '[databases]',
    `* = host=${server.searchParams.get('host')} port=${server.searchParams.get('port') ?? 5432} user=${server.username}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    `pool_mode = ${mode}`,
    ...(ignored === '' ? [] : [`ignore_startup_parameters = ${ignored}`]),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const account = server.searchParams.get('host') ?? '/';
  // It does not run as root; only the account of the database may enter the folder of its socket.
  const user = process.getuid?.() === 0 ? ['-u', accountNamed(statSync(account).uid)] : [];
  const child = spawn(toolPaths().pgbouncer, [...user, file], { stdio: ['ignore', 'pipe', 'pipe'] });
  strangers.push(child);
  const ended = collected(child);
  const url = `postgres://${server.username}@127.0.0.1:${port}${server.pathname}`;
  await expect
    .poll(async () => {
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => undefined);
      try {
        await client.connect();
        return (await client.query('select 1')).rowCount;
      } catch (error) {
        return String(error);
      } finally {
        await client.end();
      }
    })
    .toBe(1);
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function accountNamed(uid: number): string {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  return lines.find((line) => line.split(':')[2] === String(uid))?.split(':')[0] ?? 'nobody';
}

/** Addresses by which other machines could reach this one, and its own. */
function addresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.filter(({ family }) => family === 'IPv4').map(({ address }) => address);
}

interface Secure {
  readonly host: string;
  readonly port: string;
  readonly ca?: Buffer;
  readonly servername?: string;
  readonly maxVersion?: 'TLSv1.1';
}

function securely(options: Secure): Promise<{ status: number; hsts: unknown }> {
  return new Promise((resolve, reject) => {
    const out = request({ ...options, path: '/readyz', agent: false }, (reply) => {
      reply.resume();
      resolve({ status: reply.statusCode ?? 0, hsts: reply.headers['strict-transport-security'] });
    });
    out.once('error', reject);
    out.end();
  });
}

function plainly(port: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const out = httpRequest({ host: '127.0.0.1', port, path: '/readyz', agent: false }, (reply) => {
      reply.resume();
      resolve(reply.statusCode ?? 0);
    });
    out.once('error', reject);
    out.end();
  });
}
