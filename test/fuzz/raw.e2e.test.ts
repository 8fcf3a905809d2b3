import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { rawCases, rawFault, slowConnections } from './raw.ts';

let database: TestDatabase;
let server: TestServer;
let port: number;
let intakePath: string;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database);
  port = Number(new URL(server.url).port);
  const made = await server.owner.send<{ key: string }>('POST', '/api/keys', { name: 'raw' });
  intakePath = `/in/${made.body.key}/api/v2/alerts`;
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const alive = async (): Promise<number> => {
  const began = performance.now();
  expect((await server.owner.get('/api/me')).status).toBe(200);
  return performance.now() - began;
};

test('what is not quite HTTP is refused in words of ours, and never served twice', async () => {
  const faults = await Promise.all(
    rawCases(intakePath).map(async (each) => ({ name: each.name, fault: await rawFault(port, each) })),
  );
  expect(faults.filter(({ fault }) => fault !== null)).toEqual([]);
  await alive();
});

test('two hundred connections that never finish keep nobody waiting', async () => {
  const slow = slowConnections(port, 200);
  await expect.poll(() => slow.open()).toBe(200);
  for (let tries = 0; tries < 20; tries += 1) {
    expect(await alive()).toBeLessThan(1000);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  slow.close();
});
