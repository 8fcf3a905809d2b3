import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChildServer, freePort, spawnServer } from '../harness/child-server.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { type Caller, callerOf, ownerToken } from '../harness/server.ts';

let database: TestDatabase;
let server: ChildServer;
let owner: Caller;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'allclear-stream-'));
  const environment = { DATABASE_URL: database.app, DATABASE_OWNER_URL: database.owner };
  server = await spawnServer({ port: await freePort(), data: folder, environment });
  owner = callerOf(server.url, ownerToken);
});
afterAll(async () => {
  await server.kill();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** More than is buffered for a request that nobody reads on. */
const body = 'x'.repeat(800_000);

/** Requests streams on one connection, each with a body that no stream asks for. */
function streams(room: string, times = 1): Promise<Socket> {
  const head = `GET /api/stream?incident=${room} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${ownerToken}\r\n`;
  const request = `${head}content-length: ${body.length}\r\n\r\n${body}`;
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(request.repeat(times)));
    socket.once('error', reject).once('data', () => resolve(socket.resume()));
  });
}

const here = async (room: string): Promise<string[]> =>
  (await owner.get<{ people: string[] }>(`/api/incidents/${room}/presence`)).body.people;

test.each([1, 3])('who leaves %i streams that were asked for with a body is gone from the room', async (times) => {
  const { id } = await owner.declare('Left');
  const socket = await streams(id, times);
  await expect.poll(() => here(id)).toHaveLength(1);
  socket.destroy();
  await expect.poll(() => here(id)).toEqual([]);
});

test('the server ends when it is told to, whoever still listens', async () => {
  const { id } = await owner.declare('Ended');
  const open = await Promise.all([streams(id), streams(id, 3)]);
  const ended = server.kill('SIGTERM').then(() => 'ended');
  const tooLong = new Promise((resolve) => setTimeout(() => resolve('still running'), 5000));
  expect(await Promise.race([ended, tooLong])).toBe('ended');
  for (const socket of open) socket.destroy();
});
