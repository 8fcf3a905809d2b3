import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../test/harness/child-server.ts';
import { closed } from '../../test/harness/source-fake.ts';
import type { Reached } from '../domain/telemetry/source.ts';
import { initTls } from '../platform/tls-init.ts';
import { tlsFolder } from '../platform/tls.ts';
import { openAsker } from './ask.ts';

let folder: string;
let caFile: string;
let server: Server;
let url: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'allclear-ask-'));
  caFile = await initTls(folder, ['localhost']);
  const [key, cert] = ['server.key', 'server.crt'].map((name) => readFileSync(join(tlsFolder(folder), name)));
  server = createServer({ key: key!, cert: cert! }, ({ headers }, response) => {
    const known = headers.authorization === `Basic ${btoa('me:open sesame')}`;
    response.writeHead(known ? 200 : 401).end(known ? 'well' : 'who is it?');
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  url = `https://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await closed(server);
  rmSync(folder, { recursive: true, force: true });
});

async function look(setting: Partial<Reached>): Promise<unknown> {
  const asker = openAsker({ url, ...setting });
  try {
    return await asker.look('x', AbortSignal.timeout(3000));
  } finally {
    await asker.close();
  }
}

test('an own authority is trusted where it is named, and the password goes along', async () => {
  process.env['ALLCLEAR_SOURCE_OF_ASK'] = 'open sesame';
  const credential = { scheme: 'basic', user: 'me', environment: 'ALLCLEAR_SOURCE_OF_ASK' } as const;
  expect(await look({ caFile, credential })).toEqual({ answer: { status: 200, text: 'well' } });
  expect(await look({ caFile })).toEqual({ answer: { status: 401, text: 'who is it?' } });
  delete process.env['ALLCLEAR_SOURCE_OF_ASK'];
});

test('why nothing was answered is told', async () => {
  expect(await look({})).toMatchObject({
    missing: 'unreachable',
    says: expect.stringMatching(/^its certificate is not trusted \([A-Z_]+\)$/),
  });
  expect(await look({ caFile: join(folder, 'nothing') })).toEqual({
    missing: 'unreachable',
    says: `the file ${join(folder, 'nothing')} cannot be read (ENOENT)`,
  });
  expect(await look({ url: 'http://nobody.invalid' })).toMatchObject({ says: 'its name has no address' });
  expect(await look({ url: `http://127.0.0.1:${await freePort()}` })).toEqual({
    missing: 'unreachable',
    says: 'it does not answer',
    connection: 'refused',
  });
});
