import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddedPostgres } from './launch.ts';
import { startEmbeddedPostgres } from './launch.ts';
import { identityOf } from './process-identity.ts';

const root = process.geteuid?.() === 0;
const folders: string[] = [];
const servers: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

let stoppedDatabase: string;

beforeAll(async () => {
  stoppedDatabase = await mkdtemp(join(tmpdir(), 'allclear-'));
  await chmod(stoppedDatabase, 0o755);
  await (await startEmbeddedPostgres({ dataDir: stoppedDatabase, log: () => undefined })).stop();
});

afterAll(() => rm(stoppedDatabase, { recursive: true }));

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  const socketFolders = servers.map((server) => new URL(server.appUrl).searchParams.get('host')!);
  for (const server of servers.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) {
    const elsewhere = join(folder, 'data', 'postgres-location');
    if (existsSync(elsewhere)) await rm((await readFile(elsewhere, 'utf8')).split('\n')[0]!, { recursive: true });
    await rm(folder, { recursive: true, force: true });
  }
  // Where a path does not suit a socket, its folder is elsewhere.
  for (const folder of socketFolders) await rm(folder, { recursive: true, force: true });
});

describe('a new data folder', () => {
  it('gets a cluster with checksums, builtin locale, durable settings and the two roles', async () => {
    const { server, lines } = await launch(await newDataDir());
    expect(lines.join('\n')).toContain('making a new database');
    expect(await ask(server.superuserUrl, settingsQuery)).toEqual([
      {
        checksums: 'on',
        fsync: 'on',
        commit: 'on',
        pages: 'on',
        addresses: '',
        version: String(server.majorVersion),
        encoding: 'UTF8',
        provider: 'b',
        locale: 'C.UTF-8',
        owner: 'allclear_owner',
      },
    ]);
    expect(await ask(server.superuserUrl, rolesQuery)).toEqual([
      { name: 'allclear_app', super: false, login: true, role: false, db: false },
      { name: 'allclear_owner', super: false, login: true, role: true, db: true },
    ]);
    await ask(server.ownerUrl, 'create table t (id int)');
    await expect(ask(server.appUrl, 'select * from t')).rejects.toThrow('permission denied');
  });

  it('is reached by a socket in a folder nobody else can enter, and by nothing else', async () => {
    const dataDir = await newDataDir();
    const { server } = await launch(dataDir);
    const socketFolder = new URL(server.appUrl).searchParams.get('host')!;
    expect((await stat(socketFolder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(socketFolder, '.s.PGSQL.5432'))).mode & 0o777).toBe(0o700);
    expect((await stat(clusterOf(dataDir))).mode & 0o777).toBe(0o700);
    expect(await readFile(join(clusterOf(dataDir), 'pg_hba.conf'), 'utf8')).toBe('local all all trust\n');
  });

  it('may have a path too long for a socket', async () => {
    const folder = await newFolder();
    const { server } = await launch(join(folder, 'long-'.repeat(20)));
    expect(await ask(server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(new URL(server.appUrl).searchParams.get('host')!.length).toBeLessThan(60);
  });

  it('may have a path with spaces, quotes and umlauts', async () => {
    const { server } = await launch(join(await newFolder(), `it's a "Störfall", 50%`));
    expect(await ask(server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('ignores what PostgreSQL variables in our environment say', async () => {
    Object.assign(process.env, { PGPORT: '1', PGSSLMODE: 'require', PGDATA: '/nowhere' });
    try {
      const { server } = await launch(await newDataDir());
      expect(await ask(server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      for (const name of ['PGPORT', 'PGSSLMODE', 'PGDATA']) delete process.env[name];
    }
  });
});

describe('an existing data folder', () => {
  it('keeps its rows from start to start, and starts fast', async () => {
    const dataDir = await madeDataDir();
    const first = await launch(dataDir);
    await ask(first.server.ownerUrl, 'create table kept as select 7 as seven');
    await first.server.stop();
    const took: number[] = [];
    for (let start = 0; start < 5; start++) {
      const { server, ms } = await launch(dataDir);
      took.push(ms);
      expect(await ask(server.ownerUrl, 'select seven from kept')).toEqual([{ seven: 7 }]);
      await server.stop();
    }
    // 50 to 60 ms on a quiet machine; the best of five, because tests share theirs.
    expect(Math.min(...took)).toBeLessThan(400);
  });

  it('is refused when another PostgreSQL major version wrote it', async () => {
    const dataDir = await newDataDir();
    await mkdir(join(dataDir, 'postgres-16'), { recursive: true });
    await expect(launch(dataDir)).rejects.toThrow(/brings PostgreSQL 18 and cannot read .*postgres-16/);
  });

  it('is made whole after a first launch was killed half-way', async () => {
    const dataDir = await newDataDir();
    const child = launchInChild(dataDir, 'hold');
    while (!(await names(dataDir)).some((name) => name.includes('.new-'))) await sleep(5);
    await sleep(100);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(clusterOf(dataDir))).toBe(false);
    const { server } = await launch(dataDir);
    expect(await ask(server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await names(dataDir)).filter((name) => name.includes('.new-'))).toEqual([]);
  });

  it('gets roles and database that an interrupted launch did not come to make', async () => {
    const dataDir = await madeDataDir();
    const { server } = await launch(dataDir);
    await ask(server.superuserUrl, 'drop database allclear');
    await ask(server.superuserUrl, 'drop role allclear_app');
    await server.stop();
    expect(await ask((await launch(dataDir)).server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('says what PostgreSQL said when it cannot start', async () => {
    const dataDir = await madeDataDir();
    await writeFile(join(clusterOf(dataDir), 'postgresql.auto.conf'), `shared_buffers = 'plenty'\n`);
    await expect(launch(dataDir)).rejects.toThrow(
      /ended while starting[^]*invalid value for parameter "shared_buffers"/,
    );
  });
});

describe('a server that a killed process left running', () => {
  it('is taken over', async () => {
    const dataDir = await madeDataDir();
    const orphan = await orphanIn(dataDir);
    const { server, lines } = await launch(dataDir);
    expect(server.pid).toBe(orphan);
    expect(lines.join('\n')).toContain('taking over');
    await server.stop();
    expect(await isRunning(orphan)).toBe(false);
  });

  it('is replaced when it does not answer', { timeout: 60_000 }, async () => {
    const dataDir = await madeDataDir();
    const orphan = await orphanIn(dataDir);
    process.kill(orphan, 'SIGSTOP');
    // PostgreSQL keeps the signals that stop it until it runs again, so we let it run once the launcher has given up on it.
    setTimeout(() => process.kill(orphan, 'SIGCONT'), 6_000);
    const { server, lines } = await launch(dataDir);
    expect(server.pid).not.toBe(orphan);
    expect(lines.join('\n')).toContain('does not answer');
  });

  it('is started anew after it was killed too, and has kept its rows', async () => {
    const dataDir = await madeDataDir();
    const { server } = await launch(dataDir);
    await ask(server.ownerUrl, 'create table kept as select 7 as seven');
    process.kill(server.pid, 'SIGKILL');
    const second = await launch(dataDir);
    expect(second.server.pid).not.toBe(server.pid);
    expect(await ask(second.server.ownerUrl, 'select seven from kept')).toEqual([{ seven: 7 }]);
  });

  it('is not mistaken for another process that now has its pid', async () => {
    const dataDir = await madeDataDir();
    const stranger = spawn('sleep', ['60']);
    children.push(stranger);
    const stale = [stranger.pid, clusterOf(dataDir), 1, 5432, join(dataDir, 'socket'), '', '1 1', 'ready   ', ''].join(
      '\n',
    );
    await writeFile(join(clusterOf(dataDir), 'postmaster.pid'), stale);
    const { server, lines } = await launch(dataDir);
    expect(lines.join('\n')).toContain(`process ${stranger.pid} is not this database's server`);
    expect(await ask(server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await isRunning(stranger.pid!)).toBe(true);
  });
});

describe('two launches on one data folder', () => {
  it('share one server, which ends with the last of them', async () => {
    const dataDir = await newDataDir();
    const [first, second] = await Promise.all([launch(dataDir), launch(dataDir)]);
    expect(second.server.pid).toBe(first.server.pid);
    await first.server.stop();
    expect(await ask(second.server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.server.stop();
    expect(await isRunning(first.server.pid)).toBe(false);
  });

  it('share it across processes, and a killed one does not count', async () => {
    const dataDir = await madeDataDir();
    const child = launchInChild(dataDir, 'hold');
    const pid = await pidFrom(child);
    const { server, lines } = await launch(dataDir);
    expect(server.pid).toBe(pid);
    expect(lines.join('\n')).toContain(`sharing the PostgreSQL that process ${child.pid} uses`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await server.stop();
    expect(await isRunning(pid)).toBe(false);
  });

  it('do not wait for a launch that died holding the lock', async () => {
    const dataDir = await madeDataDir();
    await writeFile(
      join(dataDir, 'launch', 'lock'),
      `${process.pid}@1/another-boot 00000000-0000-0000-0000-000000000000`,
    );
    expect((await launch(dataDir)).lines.join('\n')).not.toContain('waiting');
  });
});

describe('stopping', () => {
  it('leaves no process, no lock and no note, and may be said twice', async () => {
    const dataDir = await madeDataDir();
    const { server } = await launch(dataDir);
    const client = new Client({ connectionString: server.appUrl });
    client.on('error', () => undefined);
    await client.connect();
    await Promise.all([server.stop(), server.stop()]);
    expect(await isRunning(server.pid)).toBe(false);
    expect(await names(join(dataDir, 'launch'))).toEqual([]);
    expect(existsSync(join(clusterOf(dataDir), 'postmaster.pid'))).toBe(false);
  });
});

describe.runIf(root)('as root', () => {
  it('runs the server as another account', async () => {
    const { server } = await launch(await madeDataDir());
    expect((await stat(`/proc/${server.pid}`)).uid).not.toBe(0);
  });

  it('keeps the database elsewhere when that account cannot enter the data folder, and finds it again', async () => {
    const folder = await newFolder();
    await chmod(folder, 0o700);
    const dataDir = join(folder, 'data');
    const first = await launch(dataDir);
    const elsewhere = (await readFile(join(dataDir, 'postgres-location'), 'utf8')).split('\n')[0]!;
    expect(elsewhere).toMatch(/^\/var\/lib\/allclear\/[0-9a-f]{12}$/);
    expect(first.lines.join('\n')).toContain(`the database is in ${elsewhere} instead`);
    await ask(first.server.ownerUrl, 'create table kept as select 7 as seven');
    await first.server.stop();
    await chmod(folder, 0o755);
    const second = await launch(dataDir);
    expect(await ask(second.server.ownerUrl, 'select seven from kept')).toEqual([{ seven: 7 }]);
  });

  it('runs an existing database as the account it belongs to, even one without a name', async () => {
    const dataDir = await madeDataDir();
    await promisify(execFile)('chown', [
      '-R',
      '54321:54321',
      clusterOf(dataDir),
      join(dataDir, 'socket'),
      join(dataDir, 'launch'),
    ]);
    const { server } = await launch(dataDir);
    expect((await stat(`/proc/${server.pid}`)).uid).toBe(54_321);
  });

  it('refuses to start empty when the database it was pointed to is missing', async () => {
    const dataDir = await newDataDir();
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'postgres-location'), '/var/lib/allclear/000000000000\n');
    await expect(launch(dataDir)).rejects.toThrow('which is not there');
    await rm(join(dataDir, 'postgres-location'));
  });
});

const settingsQuery = `
  select current_setting('data_checksums') as checksums, current_setting('fsync') as fsync,
         current_setting('synchronous_commit') as commit, current_setting('full_page_writes') as pages,
         current_setting('listen_addresses') as addresses,
         split_part(current_setting('server_version'), '.', 1) as version,
         pg_encoding_to_char(encoding) as encoding, datlocprovider::text as provider, datlocale as locale,
         pg_get_userbyid(datdba) as owner
    from pg_database where datname = 'allclear'`;

const rolesQuery = `
  select rolname as name, rolsuper as super, rolcanlogin as login, rolcreaterole as role, rolcreatedb as db
    from pg_roles where rolname like 'allclear%' order by rolname`;

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'allclear-'));
  await chmod(folder, 0o755);
  folders.push(folder);
  return folder;
}

async function newDataDir(): Promise<string> {
  return join(await newFolder(), 'data');
}

/** A data folder whose cluster exists already: a copy, which is faster than making one. */
async function madeDataDir(): Promise<string> {
  const dataDir = await newDataDir();
  await promisify(execFile)('cp', ['-a', stoppedDatabase, dataDir]);
  return dataDir;
}

function clusterOf(dataDir: string): string {
  return join(dataDir, 'postgres-18');
}

async function names(folder: string): Promise<string[]> {
  return existsSync(folder) ? await readdir(folder) : [];
}

async function launch(dataDir: string): Promise<{ server: EmbeddedPostgres; lines: string[]; ms: number }> {
  const lines: string[] = [];
  const began = performance.now();
  const server = await startEmbeddedPostgres({ dataDir, log: (line) => lines.push(line) });
  servers.push(server);
  return { server, lines, ms: performance.now() - began };
}

function launchInChild(dataDir: string, then: 'hold' | 'die'): ChildProcess {
  const script = `
    const { startEmbeddedPostgres } = await import(process.argv[1]);
    const server = await startEmbeddedPostgres({ dataDir: process.argv[2], log: () => {} });
    console.log(server.pid);
    if (process.argv[3] === 'die') process.kill(process.pid, 'SIGKILL');
    setInterval(() => {}, 1000);`;
  const module = join(dirname(import.meta.filename), 'launch.ts');
  const options = ['--input-type=module', '--eval', script, module, dataDir, then];
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

async function pidFrom(child: ChildProcess): Promise<number> {
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
  return Number(line);
}

async function orphanIn(dataDir: string): Promise<number> {
  const child = launchInChild(dataDir, 'die');
  const exited = once(child, 'exit');
  const pid = await pidFrom(child);
  await exited;
  expect(await isRunning(pid)).toBe(true);
  return pid;
}

async function isRunning(pid: number): Promise<boolean> {
  return (await identityOf(pid)) !== undefined;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}
