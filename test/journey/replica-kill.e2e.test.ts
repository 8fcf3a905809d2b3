import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChildServer, freePort, spawnServer } from '../harness/child-server.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { openLastingStream } from '../harness/lasting-stream.ts';
import { callerOf, ownerToken } from '../harness/server.ts';
import { startWriters } from '../harness/writers.ts';

const unconfirmed = 30;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let database: TestDatabase;
let folders: string[];
let replicas: ChildServer[];

beforeAll(async () => {
  database = await freshDatabase();
  folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'allclear-replica-')));
  const environment = {
    DATABASE_URL: database.app,
    DATABASE_OWNER_URL: database.owner,
    ALLCLEAR_MASTER_KEY: randomBytes(32).toString('base64'),
  };
  replicas = [];
  for (const data of folders) replicas.push(await spawnServer({ port: await freePort(), data, environment }));
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.kill('SIGTERM')));
  await database.drop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Addresses of the replicas that live, in turn. */
function takingTurns(): () => string {
  let turn = 0;
  return () => {
    const living = replicas.filter(({ process: { exitCode, signalCode } }) => exitCode === null && signalCode === null);
    turn += 1;
    return (living[turn % living.length] as ChildServer).url;
  };
}

test('one of two replicas dies: nobody misses an entry or hears one twice, and every timer fires once', async () => {
  const [first, second] = replicas as [ChildServer, ChildServer];
  const owner = callerOf(first.url, ownerToken);
  const { id } = await owner.declare('Room');
  for (let index = 0; index < unconfirmed; index += 1) await owner.declare(`Unconfirmed ${index}`);
  const waiting = `key = 'confirmation' and stream <> 'incident:${id}'`;
  expect(await database.query(`select from allclear.timer where ${waiting}`)).toHaveLength(unconfirmed);

  let current = first;
  const reader = openLastingStream(() => current.url, id, 0);
  const writers = startWriters(6, takingTurns(), [id]);
  await pause(800);
  const [due] = await database.query<{ at: Date }>(
    `update allclear.timer set due_at = allclear.now() + interval '20 ms' where ${waiting} returning due_at as at`,
  );
  await pause(25);
  current = second;
  await first.kill();
  await pause(1200);
  await writers.stop();

  const stored = await database.query<{ id: string; version: number }>(
    'select id, version from allclear.event where stream = $1 order by version',
    [`incident:${id}`],
  );
  expect(writers.unexpected).toEqual([]);
  expect(writers.acknowledged.length).toBeGreaterThan(10);
  await expect.poll(() => reader.entries.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(stored.length);
  expect(reader.entries.map((entry) => entry.id)).toEqual(stored.map((row) => row.id));
  expect(reader.reconnects()).toBeGreaterThan(0);
  await reader.close();

  const fired = (): Promise<{ times: number; at: Date }[]> =>
    database.query(`select count(*)::integer as times, max(recorded_at) as at from allclear.event
      where type = 'ConfirmationOverdue' group by stream`);
  await expect.poll(async () => (await fired()).length, { timeout: 15_000 }).toBe(unconfirmed);
  for (const { times, at } of await fired()) {
    expect(times).toBe(1);
    expect(at.getTime() - (due as { at: Date }).at.getTime()).toBeLessThan(8000);
  }
  expect(await database.query(`select from allclear.timer where ${waiting}`)).toEqual([]);
});
