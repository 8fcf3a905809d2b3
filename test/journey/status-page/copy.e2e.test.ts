import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { serveFolder } from '../../harness/file-server.ts';
import { startServer, type TestServer } from '../../harness/server.ts';
import { postNotice, read, setUpPages, shop, soon } from './stage.ts';

interface Target {
  readonly name: string;
  readonly current: boolean;
  readonly failure: string | null;
  readonly pushedAt: string | null;
  readonly hasSecret: boolean;
}

let database: TestDatabase;
let server: TestServer;
let running = true;
let folder: string;
let bucket: S3rver;
let s3: string;
const at = (name: string): string => join(folder, 'site', name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'allclear-copy-'));
  mkdirSync(join(folder, 'site'));
  mkdirSync(join(folder, 'other'));
  writeFileSync(join(folder, 'other', 'letter.txt'), 'not ours');
  const fake = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: join(folder, 's3'),
    configureBuckets: [{ name: 'status-pages', configs: [] }],
  });
  const address = await fake.run();
  bucket = fake;
  s3 = `http://127.0.0.1:${address.port}`;
  database = await freshDatabase();
  server = await startServer(database, { webhookNets: ['127.0.0.0/8'] });
  const targets = [
    { name: 'site', kind: 'directory', path: join(folder, 'site') },
    { name: 'other', kind: 'directory', path: join(folder, 'other') },
    { name: 'bucket', kind: 's3', endpoint: s3, bucket: 'status-pages', prefix: 'shop/', accessKeyId: 'S3RVER' },
  ];
  await setUpPages(server, [{ ...shop, url: 'https://status.example.org', targets }]);
}, 30_000);
afterAll(async () => {
  if (running) await server.stop();
  await new Promise<void>((resolve) => bucket.close(() => resolve()));
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const targets = async (): Promise<Record<string, Target>> => {
  const { body } = await server.owner.get<{ targets: Target[] }>('/api/status-pages/shop');
  return Object.fromEntries(body.targets.map((target) => [target.name, target]));
};

test('a copy is written to a folder of its own, and to no other', async () => {
  const { other } = await soon(async () => {
    const all = await targets();
    return all['site']?.current && all['other']?.failure ? all : undefined;
  });
  expect(other?.failure).toBe('the folder holds something else: use an empty one');
  expect(readFileSync(join(folder, 'other', 'letter.txt'), 'utf8')).toBe('not ours');
});

describe('a bucket', () => {
  test('waits for its secret key, which is never shown', async () => {
    const waiting = await soon(async () => ((await targets())['bucket']?.failure ? targets() : undefined));
    expect(waiting['bucket']).toMatchObject({ failure: 'its secret key has not been set', hasSecret: false });
    const path = '/api/status-pages/shop/targets/bucket/secret';
    expect((await server.owner.send('PUT', path, { secret: 'S3RVER' })).status).toBe(200);
    expect((await server.owner.send('PUT', path.replace('bucket', 'site'), { secret: 'x' })).status).toBe(404);
    await soon(async () => (await targets())['bucket']?.current === true);
    expect(JSON.stringify((await server.owner.get('/api/status-pages/shop')).body)).not.toContain('"S3RVER"');
    const [row] = await database.query<{ sealed: Buffer }>(
      'select secret_sealed as sealed from allclear.status_target_secret',
    );
    expect(row?.sealed.toString('latin1')).not.toContain('S3RVER');
  });

  test('holds the same files, with their types', async () => {
    const summary = await read(`${s3}/status-pages/shop/api/v2/summary.json`);
    expect(summary.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(summary.text).toBe(readFileSync(at('api/v2/summary.json'), 'utf8'));
  });
});

test('what is published stands in the copies within five seconds', async () => {
  await soon(async () => (await targets())['bucket']?.current === true);
  const began = performance.now();
  await postNotice(server.owner, 'shop', {
    title: 'Orders fail',
    text: 'We see it.',
    components: ['checkout=major_outage'],
  });
  await soon(async () => readFileSync(at('index.html'), 'utf8').includes('Orders fail'));
  await soon(async () => (await read(`${s3}/status-pages/shop/index.html`)).text.includes('Orders fail'));
  expect(performance.now() - began).toBeLessThan(5000);
});

test('every file is vouched for by a signature that anybody can check', async () => {
  await soon(async () => (await targets())['site']?.current === true);
  const statement = readFileSync(at('status.json'));
  const key = createPublicKey(readFileSync(at('status.pub.pem')));
  expect(verify(null, statement, key, readFileSync(at('status.json.sig')))).toBe(true);
  const { sha256, generatedAt } = JSON.parse(statement.toString()) as {
    sha256: Record<string, string>;
    generatedAt: string;
  };
  expect(Date.now() - Date.parse(generatedAt)).toBeLessThan(60_000);
  expect(Object.keys(sha256)).toHaveLength(16);
  for (const [name, sum] of Object.entries(sha256)) {
    expect(
      createHash('sha256')
        .update(readFileSync(at(name)))
        .digest('hex'),
      name,
    ).toBe(sum);
  }
});

test('a private network is called only where the operator allows it', async () => {
  const [closed, other] = [await freshDatabase(), mkdtempSync(join(tmpdir(), 'allclear-copy-'))];
  const guarded = await startServer(closed);
  try {
    const target = { name: 'bucket', kind: 's3', endpoint: s3, bucket: 'status-pages', accessKeyId: 'S3RVER' };
    await setUpPages(guarded, [{ ...shop, url: 'https://status.example.org', targets: [target] }]);
    await soon(async () => (await guarded.owner.get('/api/status-pages/shop')).status === 200);
    await guarded.owner.send('PUT', '/api/status-pages/shop/targets/bucket/secret', { secret: 'S3RVER' });
    const refused = await soon(async () => {
      const { body } = await guarded.owner.get<{ targets: Target[] }>('/api/status-pages/shop');
      return body.targets[0]?.failure?.includes('address') ? body.targets[0] : undefined;
    });
    expect(refused).toMatchObject({ failure: 'this address may not be called', current: false });
  } finally {
    await guarded.stop();
    await closed.drop();
    rmSync(other, { recursive: true });
  }
}, 20_000);

test('with everything here stopped, any file server still shows it, and it says how old it is', async () => {
  await server.stop();
  running = false;
  const plain = await serveFolder(join(folder, 'site'));
  try {
    const page = await read(`${plain.url}/`);
    expect(page.text).toContain('Orders fail');
    expect(page.text).toMatch(
      /As of <time datetime="[^"]+">[^<]+ UTC<\/time>; this copy is written when something changes/,
    );
    expect(page.text).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org|status\.example\.org)/);
    expect(page.text.length).toBeLessThan(100_000);
    for (const [, link] of page.text.matchAll(/(?:href|src)="([^"#]+)"/g)) {
      expect((await read(new URL(link as string, `${plain.url}/`).href)).status, link).toBe(200);
    }
    const summary = await read(`${plain.url}/api/v2/summary.json`);
    expect(summary.json<{ status: { indicator: string } }>().status.indicator).toBe('critical');
  } finally {
    await plain.close();
  }
});
