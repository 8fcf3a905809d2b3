import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { freePort } from '../../../test/harness/child-server.ts';
import { instant } from '../../domain/time.ts';
import { openTcp, queryFault } from './query.ts';

let server: Server | null = null;
afterEach(() => {
  server?.close();
  server = null;
});

async function listening(): Promise<number> {
  server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

test('a port that takes connections is up', async () => {
  const source = openTcp({ host: '127.0.0.1', port: await listening() });
  expect(await source.read('up', 5000)).toEqual({ values: [1], missing: null });
  expect((await source.read('ms', 5000)).values[0]).toBeLessThan(3000);
  expect(await source.check()).toEqual({
    health: 'fresh',
    because: expect.stringMatching(/^it takes connections in \d+ ms$/),
  });
  expect(await source.range('up', instant(0), instant(1), 1000)).toEqual({ points: [], missing: 'absent' });
});

test('a port where nothing listens is down, and its machine answers', async () => {
  const source = openTcp({ host: '127.0.0.1', port: await freePort() });
  expect(await source.read('up', 5000)).toEqual({ values: [0], missing: null });
  expect(await source.read('ms', 5000)).toEqual({ values: [], missing: 'unreachable' });
  expect(await source.check()).toEqual({
    health: 'fresh',
    because: 'its machine answers, and nothing listens on this port',
  });
});

test('a name that nobody has proves nothing', async () => {
  const source = openTcp({ host: 'nobody.invalid', port: 80 });
  expect(await source.read('up', 5000)).toEqual({ values: [], missing: 'unreachable' });
  expect(await source.check()).toEqual({ health: 'absent', because: 'its name has no address' });
});

// 192.0.2.0/24 is for documentation: nobody answers there.
test('an address where nobody answers is down after three seconds', async () => {
  const source = openTcp({ host: '192.0.2.1', port: 80 });
  const began = performance.now();
  expect((await source.read('up', 5000)).values).toEqual([0]);
  expect(performance.now() - began).toBeLessThan(3500);
});

test('the forms of a query are up and ms', async () => {
  expect(queryFault('up')).toBeNull();
  expect(queryFault(' days')).toEqual({ at: 1, says: 'must be up, or ms' });
  expect(await openTcp({ host: '127.0.0.1', port: 1 }).read('days', 1000)).toEqual({ values: [], missing: 'refused' });
});
