import { afterEach, describe, expect, test } from 'vitest';
import { freePort } from '../../../test/harness/child-server.ts';
import { type Answered, openSourceFake, type SourceFake } from '../../../test/harness/source-fake.ts';
import { instant } from '../../domain/time.ts';
import type { TelemetrySource } from '../../watch/ports.ts';
import { parsed, queryFault } from './probe.ts';
import { openHttp } from './query.ts';

let fake: SourceFake | null = null;
let source: TelemetrySource;
afterEach(async () => {
  await source.close();
  await fake?.close();
  expect(fake?.unexpected ?? []).toEqual([]);
  fake = null;
});

async function open(answer: () => Answered): Promise<void> {
  fake = await openSourceFake({ 'GET /shop/healthz': answer, 'GET /shop/': () => ({ status: 503, body: '' }) });
  source = openHttp({ url: `${fake.url}/shop` });
}

describe('an address', () => {
  test.each<[() => Answered, string, object]>([
    [() => ({ body: 'ready' }), 'up /healthz', { values: [1], missing: null }],
    [() => ({ body: 'ready' }), 'up /healthz 200 "ready"', { values: [1], missing: null }],
    [() => ({ body: 'degraded' }), 'up /healthz 200 "ready"', { values: [0], missing: null }],
    [() => ({ status: 500, body: '' }), 'up /healthz', { values: [0], missing: null }],
    [() => ({ status: 500, body: '' }), 'status /healthz', { values: [500], missing: null }],
    [() => ({ status: 302, body: '' }), 'status /healthz', { values: [302], missing: null }],
    [() => ({ status: 401, body: '' }), 'up /healthz 401', { values: [1], missing: null }],
    [() => ({ body: 'x' }), 'ms /healthz', { values: [expect.any(Number)], missing: null }],
    // A failure that comes fast is no good time.
    [() => ({ status: 500, body: '' }), 'ms /healthz', { values: [], missing: 'refused' }],
    [() => 'close', 'up /healthz', { values: [0], missing: null }],
    [() => 'close', 'status /healthz', { values: [], missing: 'unreachable' }],
    [() => 'close', 'ms /healthz', { values: [], missing: 'unreachable' }],
  ])('%# is read as %s', async (answer, query, read) => {
    await open(answer);
    expect(await source.read(query, 5000)).toEqual(read);
  });

  test('that is silent is down after three seconds', async () => {
    await open(() => 'hang');
    const began = performance.now();
    expect(await source.read('up /healthz', 5000)).toEqual({ values: [0], missing: null });
    expect(performance.now() - began).toBeLessThan(3500);
  });

  test('is an instrument that is well when it answers, or its machine does', async () => {
    await open(() => ({ body: '' }));
    expect(await source.check()).toEqual({
      health: 'fresh',
      because: expect.stringMatching(/^it answers 503 in \d+ ms$/),
    });
    await source.close();
    source = openHttp({ url: `http://127.0.0.1:${await freePort()}/` });
    expect(await source.check()).toEqual({
      health: 'fresh',
      because: 'its machine answers, and nothing listens on this port',
    });
    expect(await source.read('up /', 5000)).toEqual({ values: [0], missing: null });
  });

  test('of a name that nobody has proves nothing', async () => {
    source = openHttp({ url: 'http://nobody.invalid/' });
    expect(await source.read('up /', 5000)).toEqual({ values: [], missing: 'unreachable' });
    expect(await source.check()).toEqual({ health: 'absent', because: 'its name has no address' });
  });

  test('whose secret is not there is not asked, and proves nothing', async () => {
    const credential = { scheme: 'bearer', environment: 'ALLCLEAR_SOURCE_NOBODY' } as const;
    source = openHttp({ url: 'http://127.0.0.1:1/', credential });
    expect(await source.read('up /', 5000)).toEqual({ values: [], missing: 'unreachable' });
    const because = 'the variable ALLCLEAR_SOURCE_NOBODY is not set';
    expect(await source.check()).toEqual({ health: 'absent', because });
  });

  test('has no past', async () => {
    await open(() => ({ body: '' }));
    expect(await source.range('up /healthz', instant(0), instant(1), 1000)).toEqual({ points: [], missing: 'absent' });
  });
});

test('a path stays on the address', async () => {
  fake = await openSourceFake({ 'GET /http://elsewhere.example/': () => ({ body: '' }) });
  source = openHttp({ url: fake.url });
  expect(await source.read('up /http://elsewhere.example/', 5000)).toEqual({ values: [1], missing: null });
});

test.each([
  ['healthz', 0],
  ['up', 0],
  ['up healthz', 3],
  ['up //elsewhere.example/', 3],
  ['up /../x', 3],
  ['up /%2E%2e/x', 3],
  ['up /x 999', 5],
  ['up /x ready', 5],
  ['status /x 200', 9],
])('%s cannot be watched', async (text, at) => {
  await open(() => ({ body: '' }));
  expect(queryFault(text)).toEqual({ at, says: expect.stringMatching(/\w/) });
});

test('a text may hold quotes', async () => {
  await open(() => ({ body: '' }));
  expect(parsed('up /healthz?full=1 "say \\"yes\\""')).toEqual({
    probe: { what: 'up', path: '/healthz?full=1', status: null, holds: 'say "yes"' },
  });
});
