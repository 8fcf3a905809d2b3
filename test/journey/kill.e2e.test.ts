import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded/launch.ts';
import { openVault } from '../../src/store/vault.ts';
import { verifyDatabase } from '../../src/store/verify.ts';
import { type ChildServer, freePort, spawnServer } from '../harness/child-server.ts';
import { freshDatabase } from '../harness/database.ts';
import { callerOf, ownerToken } from '../harness/server.ts';
import { startWriters } from '../harness/writers.ts';

const folders: string[] = [];
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'allclear-kill-'));
  // As root the database server is another account's, and its cluster stays here only where that can enter.
  chmodSync(path, 0o755);
  folders.push(path);
  return path;
};
afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function declared(server: ChildServer, count: number): Promise<string[]> {
  const owner = callerOf(server.url, ownerToken);
  const incidents: string[] = [];
  for (let index = 0; index < count; index += 1) incidents.push((await owner.declare(`Incident ${index}`)).id);
  return incidents;
}

/** The embedded server's process, by its own pid file. */
const postmasterOf = (data: string): number =>
  Number(readFileSync(join(data, 'postgres-18', 'postmaster.pid'), 'utf8').split('\n')[0]);

/** Every acknowledged command has exactly one event, and the chain verifies. */
async function expectKept(
  url: string,
  data: string,
  acknowledged: readonly string[],
  query: <Row extends object>(text: string, values: unknown[]) => Promise<Row[]>,
): Promise<void> {
  const rows = await query<{ id: string; events: number }>(
    'select command_id as id, count(*)::integer as events from allclear.event where command_id = any($1::uuid[]) group by 1',
    [acknowledged],
  );
  expect(rows).toHaveLength(new Set(acknowledged).size);
  expect(rows.filter(({ events }) => events !== 1)).toEqual([]);
  const vault = openVault(Buffer.from(readFileSync(join(data, 'master.key'), 'utf8').trim(), 'base64'));
  const database = openDatabase(url, 'test', 2);
  expect(await verifyDatabase(database, vault, null)).toMatchObject({ flaw: null });
  await database.close();
}

test(
  'kill -9 of the server, 20 times under 8 writers: nothing lost, nothing doubled',
  { timeout: 180_000 },
  async () => {
    const database = await freshDatabase();
    const [data, port] = [folder(), await freePort()];
    const environment = { DATABASE_URL: database.app, DATABASE_OWNER_URL: database.owner };
    let server = await spawnServer({ port, data, environment });
    const writers = startWriters(8, () => server.url, await declared(server, 3));
    const ready: number[] = [];
    for (let kills = 0; kills < 20; kills += 1) {
      await pause(100 + (kills % 5) * 80);
      await server.kill();
      server = await spawnServer({ port, data, environment });
      ready.push(server.readyMs);
    }
    await writers.stop();
    expect(writers.unexpected).toEqual([]);
    expect(writers.acknowledged.length).toBeGreaterThan(100);
    await expectKept(database.app, data, writers.acknowledged, (text, values) => database.query(text, values));
    await server.kill('SIGTERM');
    await database.drop();
  },
);

test(
  'kill -9 of the embedded PostgreSQL, 3 times: the app lives, brings it back, and nothing is lost',
  { timeout: 120_000 },
  async () => {
    const [data, port] = [folder(), await freePort()];
    const server = await spawnServer({ port, data });
    const writers = startWriters(8, () => server.url, await declared(server, 3));
    for (let kills = 0; kills < 3; kills += 1) {
      await pause(800);
      process.kill(postmasterOf(data), 'SIGKILL');
      await pause(100);
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      const before = writers.acknowledged.length;
      await expect.poll(() => writers.acknowledged.length, { timeout: 15_000 }).toBeGreaterThan(before + 8);
    }
    await writers.stop();
    expect(server.process.exitCode).toBeNull();
    expect(writers.unexpected, server.said()).toEqual([]);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    const postgres = await startEmbeddedPostgres({ dataDir: data, log: () => undefined });
    const check = openDatabase(postgres.appUrl, 'test', 1);
    await expectKept(postgres.appUrl, data, writers.acknowledged, (text, values) => check.query(text, values));
    await check.close();
    await server.kill('SIGTERM');
    await postgres.stop();
  },
);
