import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlainServer, type AddressInfo, type Server as PlainServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../../test/harness/child-server.ts';
import { instant } from '../../domain/time.ts';
import { initTls } from '../../platform/tls-init.ts';
import { tlsFolder } from '../../platform/tls.ts';
import { openTls, queryFault } from './query.ts';

const dayMs = 86_400_000;
const now = (): ReturnType<typeof instant> => instant(Date.now());

let folder: string;
let caFile: string;
let server: Server;
let silent: PlainServer;
let [port, silentPort] = [0, 0];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'allclear-tls-'));
  caFile = await initTls(folder, ['localhost']);
  const [key, cert] = ['server.key', 'server.crt'].map((name) => readFileSync(join(tlsFolder(folder), name)));
  server = createServer({ key: key!, cert: cert! }, (socket) => socket.end());
  server.on('tlsClientError', () => undefined);
  silent = createPlainServer((socket) => socket.on('error', () => undefined));
  for (const each of [server, silent]) await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve));
  [port, silentPort] = [server, silent].map((each) => (each.address() as AddressInfo).port) as [number, number];
});
afterAll(() => {
  server.close();
  silent.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a certificate has its days, and is valid for its name', async () => {
  const source = openTls({ host: '127.0.0.1', port, serverName: 'localhost', caFile }, now);
  const { values } = await source.read('days', 5000);
  expect(Math.round(values[0] ?? 0)).toBe(397);
  expect(await source.read('valid', 5000)).toEqual({ values: [1], missing: null });
  expect(await source.check()).toEqual({ health: 'fresh', because: 'its certificate has 396 days left' });
  expect(await source.range('days', instant(0), instant(1), 1000)).toEqual({ points: [], missing: 'absent' });
});

test('what is not trusted still has its days', async () => {
  const source = openTls({ host: '127.0.0.1', port, serverName: 'localhost' }, now);
  expect(await source.read('valid', 5000)).toEqual({ values: [0], missing: null });
  expect((await source.read('days', 5000)).values[0]).toBeGreaterThan(390);
  expect((await source.check()).because).toMatch(/^its certificate has 396 days left; it is not trusted \([A-Z_]+\)$/);
  const other = openTls({ host: '127.0.0.1', port, serverName: 'shop.example', caFile }, now);
  expect(await other.read('valid', 5000)).toEqual({ values: [0], missing: null });
});

test('what has run out is told by the database’s clock', async () => {
  const late = openTls({ host: '127.0.0.1', port, serverName: 'localhost', caFile }, () =>
    instant(Date.now() + 400 * dayMs),
  );
  expect((await late.read('days', 5000)).values[0]).toBeLessThan(0);
  expect(await late.read('valid', 5000)).toEqual({ values: [0], missing: null });
});

test('where no certificate is shown there is no value', async () => {
  const closed = openTls({ host: '127.0.0.1', port: await freePort() }, now);
  expect(await closed.read('days', 5000)).toEqual({ values: [], missing: 'unreachable' });
  expect((await closed.check()).health).toBe('absent');
  const missing = openTls({ host: '127.0.0.1', port, caFile: join(folder, 'nothing') }, now);
  expect(await missing.read('days', 5000)).toEqual({ values: [], missing: 'unreachable' });
  expect(await missing.check()).toEqual({
    health: 'absent',
    because: `the file ${join(folder, 'nothing')} cannot be read (ENOENT)`,
  });
});

test('silence is waited for three seconds', async () => {
  const source = openTls({ host: '127.0.0.1', port: silentPort }, now);
  const began = performance.now();
  expect(await source.read('days', 5000)).toEqual({ values: [], missing: 'unreachable' });
  expect(performance.now() - began).toBeLessThan(3500);
});

test('the forms of a query are days and valid', () => {
  expect(queryFault('valid')).toBeNull();
  expect(queryFault('ms')).toEqual({ at: 0, says: 'must be days, or valid' });
});
