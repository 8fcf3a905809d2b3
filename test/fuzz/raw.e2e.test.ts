import { connect } from 'node:net';
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

test('a connection on which another protocol was asked for ends with its answer', async () => {
  const asked = ['connection: upgrade', 'upgrade: websocket'];
  const said = await new Promise<string>((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`GET /api/me HTTP/1.1\r\nhost: a\r\n${asked.join('\r\n')}\r\n\r\n`);
    });
    socket.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
    socket.once('end', () => resolve(heard));
  });
  expect(said).toMatch(/^HTTP\/1\.1 401 /);
  expect(said).toMatch(/^connection: close\r$/im);
});

test('two hundred connections that never finish keep nobody waiting', async () => {
  const slow = slowConnections(port, 200);
  await expect.poll(() => slow.open()).toBe(200);
  for (let tries = 0; tries < 20; tries += 1) {
    expect(await alive()).toBeLessThan(2000);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  slow.close();
});

test('a stream that is left before it has begun leaves nobody in the room and nothing running', async () => {
  const { number } = await server.owner.declare('Left at once');
  const head = `GET /api/stream?incident=${number} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${server.owner.token}\r\n\r\n`;
  const left = Array.from(
    { length: 60 },
    (_, index) =>
      new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.write(head);
          setTimeout(() => socket.resetAndDestroy(), index / 3);
        });
        socket.once('error', () => undefined).once('close', () => resolve());
      }),
  );
  await Promise.all(left);
  await expect
    .poll(async () => (await server.owner.get<{ people: string[] }>(`/api/incidents/${number}/presence`)).body.people)
    .toEqual([]);
  const headers = { authorization: `Bearer ${server.owner.token}` };
  expect((await fetch(`${server.url}/api/stream`, { method: 'HEAD', headers })).status).toBe(404);
});
