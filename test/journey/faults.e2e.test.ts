import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { type FaultProxy, openFaultProxy } from '../harness/fault-proxy.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const soon = { timeout: 20_000, interval: 200 };

let disk: string;
let shop: Server;
let proxy: FaultProxy;
let database: TestDatabase;
let server: TestServer;
let incident: string;

/** A shop that puts each order on a disk of one megabyte until it is sent on. */
function openShop(): Promise<Server> {
  const server = createServer((_request, response) => {
    try {
      writeFileSync(join(disk, 'order'), 'an order');
      rmSync(join(disk, 'order'));
      response.writeHead(200).end('ordered');
    } catch (error) {
      response.writeHead(507).end(String(error));
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function closeShop(): Promise<void> {
  await new Promise<void>((resolve) => {
    shop.close(() => resolve());
    shop.closeAllConnections();
  });
}

beforeAll(async () => {
  disk = mkdtempSync(join(tmpdir(), 'allclear-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
  shop = await openShop();
  proxy = await openFaultProxy((shop.address() as AddressInfo).port);
  database = await freshDatabase();
  server = await startServer(database);
  const documents = {
    sources: { sources: [{ name: 'shop', kind: 'http', url: `http://127.0.0.1:${proxy.port}` }] },
    policy: { readEveryMs: 1000 },
  };
  for (const [name, document] of Object.entries(documents)) {
    const { version } = (await server.owner.get<{ version: number }>(`/api/settings/${name}`)).body;
    expect((await server.owner.send('PUT', `/api/settings/${name}`, { version, document })).status).toBe(200);
  }
  ({ id: incident } = await server.owner.declare('Orders fail', { severity: 'SEV-3' }));
  await server.owner.say(incident, 'confirm', { evidence: 'three failed orders' });
  await server.owner.say(incident, 'state-scope', { what: 'shop' });
  const signals = [
    { name: 'orders are taken', query: 'up /order', healthy: '>= 1' },
    { name: 'how long an order takes', query: 'ms /order', healthy: '< 500' },
  ];
  for (const signal of signals) expect((await server.owner.say(incident, 'add-signal', signal)).status).toBe(201);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
  await proxy.close();
  if (shop.listening) await closeShop();
  execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true, force: true });
});

async function statuses(): Promise<string[]> {
  const { body } = await server.owner.get<{ signals: { status: string }[] }>(`/api/incidents/${incident}/picture`);
  return body.signals.map(({ status }) => status);
}

/** What was stored of each signal last. */
const newest = (): Promise<{ signal: string; value: number | null; missing: string | null }[]> =>
  database.query(
    `select distinct on (signal) signal, value, missing from allclear.reading
      where incident = $1 and not backfilled order by signal, at desc`,
    [incident],
  );

test('while nothing is wrong both are healthy', { timeout: 30_000 }, async () => {
  await expect.poll(statuses, soon).toEqual(['healthy', 'healthy']);
});

test('D4: a disk that is full is a breach, and is over when there is room again', { timeout: 60_000 }, async () => {
  expect(() => writeFileSync(join(disk, 'filler'), Buffer.alloc(2_000_000))).toThrow(/ENOSPC/);
  await expect.poll(async () => (await statuses())[0], soon).toBe('breached');
  rmSync(join(disk, 'filler'));
  await expect.poll(statuses, soon).toEqual(['healthy', 'healthy']);
});

test('D4: latency is a breach of what is timed, and of nothing else', { timeout: 60_000 }, async () => {
  proxy.set({ is: 'latency', ms: 900 });
  await expect.poll(statuses, soon).toEqual(['healthy', 'breached']);
  expect((await newest())[1]?.value).toBeGreaterThan(890);
  proxy.set({ is: 'none' });
  await expect.poll(statuses, soon).toEqual(['healthy', 'healthy']);
});

test(
  'B3: a port that swallows everything is down, and has no time: never a good one',
  { timeout: 60_000 },
  async () => {
    proxy.set({ is: 'black-hole' });
    await expect.poll(statuses, soon).toEqual(['breached', 'unknown']);
    expect(await newest()).toMatchObject([{ value: 0 }, { value: null, missing: 'unreachable' }]);
    proxy.set({ is: 'none' });
    await expect.poll(statuses, soon).toEqual(['healthy', 'healthy']);
  },
);

test('B3: so is a process that has stopped', { timeout: 60_000 }, async () => {
  await closeShop();
  await expect.poll(statuses, soon).toEqual(['breached', 'unknown']);
});
