import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { screenPath } from '../../src/api/screen-path.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const script = `console.log(${JSON.stringify('all clear '.repeat(200))})`;
const files: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html><title>the cockpit</title>',
  'assets/index-0aB1.js': script,
  'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'touch.png': 'not really',
  'manifest.webmanifest': '{}',
  'service-worker.js': 'self.addEventListener("fetch", () => undefined)',
  '.stamp': 'secret',
  '.modules.json': '[]',
};

let folder: string;
let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'allclear-cockpit-'));
  mkdirSync(join(folder, 'assets'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'assets/index-0aB1.js.br'), brotliCompressSync(script));
  writeFileSync(join(folder, 'assets/index-0aB1.js.gz'), gzipSync(script));
  database = await freshDatabase();
  server = await startServer(database, { cockpit: folder });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** Asks without the manners of fetch: the path goes out as it is, and nothing is unpacked or followed. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', url = server.url): Promise<Reply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, headers, agent: false }, async (reply) => {
      const bytes = Buffer.concat((await reply.toArray()) as Buffer[]);
      resolve({ status: reply.statusCode ?? 0, headers: reply.headers, bytes });
    });
    asked.once('error', reject).end();
  });
}

const addresses = Object.values(screenPath).map((path) => path.replace('$number', '12'));

describe('a screen', () => {
  test.each(addresses)('at %s is the cockpit, to be asked for each time', async (path) => {
    const { status, headers, bytes } = await ask(path);
    expect({ status, text: String(bytes) }).toEqual({ status: 200, text: files['index.html'] });
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      vary: expect.stringMatching(/accept-encoding/i) as string,
    });
    const again = await ask(path, { 'if-none-match': String(headers.etag) });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
  });

  test('is answered to HEAD without a body', async () => {
    const { status, headers, bytes } = await ask('/incidents/12', {}, 'HEAD');
    expect([status, bytes.length]).toEqual([200, 0]);
    expect(headers['content-length']).toBe(String(files['index.html']?.length));
  });

  test('is let do nothing that comes from elsewhere', async () => {
    const { headers } = await ask('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).not.toMatch(/unsafe|data:|https?:|\*/);
    expect(Object.fromEntries(policy.split('; ').map((rule) => rule.split(/ (.*)/).slice(0, 2)))).toEqual({
      'default-src': "'self'",
      'img-src': "'self' blob:",
      'connect-src': "'self'",
      'worker-src': "'self'",
      'manifest-src': "'self'",
      'style-src': "'self'",
      'object-src': "'none'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
      'form-action': "'self'",
    });
    expect(headers['permissions-policy']).toContain('camera=()');
  });
});

describe('what the cockpit is made of', () => {
  test('is kept for ever, as its name says what is in it', async () => {
    const { status, headers, bytes } = await ask('/assets/index-0aB1.js');
    expect({ status, text: String(bytes) }).toEqual({ status: 200, text: script });
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(/^text\/javascript; charset=utf-8$/) as string,
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(headers['content-encoding']).toBeUndefined();
  });

  test.each([
    ['br, gzip', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
  ])('is sent as it was compressed by the build: %s', async (accepted, encoding, unpack) => {
    const { headers, bytes } = await ask('/assets/index-0aB1.js', { 'accept-encoding': accepted });
    expect(headers).toMatchObject({
      'content-encoding': encoding,
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': expect.stringMatching(/javascript/) as string,
      vary: expect.stringMatching(/accept-encoding/i) as string,
    });
    expect(bytes.length).toBeLessThan(script.length);
    expect(String(unpack(bytes))).toBe(script);
  });

  test.each([
    ['/icon.svg', /^image\/svg\+xml/],
    ['/touch.png', /^image\/png/],
    ['/manifest.webmanifest', /^application\/manifest\+json/],
    ['/service-worker.js', /^text\/javascript; charset=utf-8$/],
  ])('stands beside it: %s', async (path, type) => {
    const { status, headers } = await ask(path, { 'accept-encoding': 'br' });
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(type);
    expect(headers['cache-control']).toBe('no-cache');
    expect(headers.etag).toBeDefined();
  });
});

describe('everything else', () => {
  test.each([
    '/unknown',
    '/unknown.js',
    '/incidents',
    '/incidents/12/more',
    '/index.html',
    '/.stamp',
    '/.modules.json',
    '/assets',
    '/assets/',
    '/assets/gone.js',
    '/assets/.hidden',
    '/assets/index-0aB1.js.map',
    '/dev',
  ])('is not found: %s', async (path) => {
    const { status, headers, bytes } = await ask(path, { 'accept-encoding': 'br' });
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(headers['cache-control']).toBe('no-store');
    expect(JSON.parse(String(bytes))).toMatchObject({ type: '/problems/request/not-found' });
  });

  test.each([
    '/assets/../.stamp',
    '/assets/..%2f.stamp',
    '/assets/%2e%2e/.stamp',
    '/assets/%5c..%5c.stamp',
    '/assets/%00',
    '/assets//index-0aB1.js',
    '/%2e%2e/package.json',
    '/assets/%2fetc/passwd',
  ])('outside the folder stays outside: %s', async (path) => {
    const { status, headers, bytes } = await ask(path);
    expect([400, 404]).toContain(status);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(String(bytes)).not.toMatch(/secret|root:/);
  });

  test('is never sent somewhere else', async () => {
    for (const path of ['/incidents/', '/alerts/', '/assets/', '//alerts', '/sign-in/']) {
      const { status, headers } = await ask(path);
      expect([path, status >= 300 && status < 400, headers.location]).toEqual([path, false, undefined]);
    }
  });

  test('that only looks takes no other method', async () => {
    for (const path of ['/', '/alerts', '/icon.svg', '/assets/index-0aB1.js']) {
      expect((await ask(path, {}, 'POST')).status, path).toBe(404);
    }
  });
});

test('without a built cockpit its addresses say how to build it, and start to work once it is', async () => {
  const later = join(folder, 'later');
  const own = await freshDatabase();
  const bare = await startServer(own, { cockpit: later });
  const { status, headers, bytes } = await ask('/incidents/12', {}, 'GET', bare.url);
  expect({ status, caching: headers['cache-control'] }).toEqual({ status: 200, caching: 'no-store' });
  expect(String(bytes)).toContain('npm run build');
  expect((await ask('/page/page.css', {}, 'GET', bare.url)).status).toBe(200);
  expect((await ask('/icon.svg', {}, 'GET', bare.url)).status).toBe(404);
  mkdirSync(later);
  writeFileSync(join(later, 'index.html'), 'built');
  expect(String((await ask('/', {}, 'GET', bare.url)).bytes)).toBe('built');
  await bare.stop();
  await own.drop();
});
