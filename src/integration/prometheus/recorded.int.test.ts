import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Instant, instant } from '../../domain/time.ts';
import type { TelemetrySource } from '../../watch/ports.ts';
import { openPrometheus } from './query.ts';
import { oldestMs } from './samples.ts';

const recorded = (name: string): string => readFileSync(join(import.meta.dirname, 'fixture', `${name}.json`), 'utf8');
/** When the answers were recorded. */
const then = instant(1_795_521_911_400);

let servers: Server[] = [];
let sources: TelemetrySource[] = [];
afterEach(async () => {
  await Promise.all(sources.map((source) => source.close()));
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  [servers, sources] = [[], []];
});

async function sourceOf(listener: RequestListener, now: Instant = then): Promise<TelemetrySource> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const source = openPrometheus({ url: `http://127.0.0.1:${port}/monitoring` }, () => now);
  sources.push(source);
  return source;
}

const queryIn = (body: string): string => new URLSearchParams(body).get('query') ?? '';
const fresh = JSON.stringify({
  status: 'success',
  data: {
    resultType: 'vector',
    result: [{ metric: { allclear_selector: '0', job: 'self' }, value: [1_795_521_911.41, '0.4'] }],
  },
});

/** Answers the query itself with a recorded answer, and the question for ages with this. */
const answering =
  (name: string, ages = fresh, status = 200): RequestListener =>
  (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.url?.startsWith('/monitoring/api/v1/targets')) return response.end(recorded('targets'));
      if (request.url === '/monitoring/api/v1/query_range') return response.end(recorded('range'));
      if (request.url !== '/monitoring/api/v1/query') return response.writeHead(404).end();
      if (queryIn(body).includes('timestamp(')) return response.end(ages);
      return response.writeHead(status).end(recorded(name));
    });
  };

const query = 'rate(process_cpu_seconds_total[5s])';
const withAge = (seconds: string, more: object = {}): string => {
  const answer = JSON.parse(fresh) as { data: { result: { value: unknown[] }[] } };
  answer.data.result[0]!.value[1] = seconds;
  return JSON.stringify({ ...answer, ...more });
};

describe('an answer of Prometheus', () => {
  test('is its values', async () => {
    const source = await sourceOf(answering('value'));
    expect(await source.read(query, 5000)).toEqual({ values: [0.002_500_000_000_000_002_2], missing: null });
  });

  test('may be one number without labels, or one for each series', async () => {
    expect(await (await sourceOf(answering('scalar'))).read('scalar(up)', 5000)).toEqual({
      values: [1],
      missing: null,
    });
    expect(await (await sourceOf(answering('up'))).read('up', 5000)).toEqual({ values: [0, 1], missing: null });
  });

  test.each([
    ['empty', fresh, 'absent'],
    ['not-a-number', fresh, 'not-a-number'],
    ['partial', fresh, 'refused'],
    ['matrix', fresh, 'refused'],
    ['value', recorded('empty'), 'absent'],
    ['value', recorded('error'), 'refused'],
    ['value', withAge('0.4', { warnings: ['one shard did not answer'] }), 'refused'],
    ['value', withAge('16'), 'stale'],
    ['value', withAge('NaN'), 'stale'],
  ])('%s, with ages %#, is no value: %s', async (name, ages, missing) => {
    const source = await sourceOf(answering(name, ages));
    expect(await source.read(query, 5000)).toEqual({ values: [], missing });
  });

  test('that is an error is refused, whatever its HTTP status', async () => {
    const source = await sourceOf(answering('error', fresh, 400));
    expect(await source.read(query, 5000)).toEqual({ values: [], missing: 'refused' });
  });

  test('is old only by its own interval, by that of its job, or by five seconds', async () => {
    const source = await sourceOf(answering('value', withAge('16')));
    expect(await source.read(query, 6000)).toMatchObject({ missing: null });
    expect(oldestMs(1000, 1000)).toBe(15_000);
    expect(oldestMs(1000, 60_000)).toBe(180_000);
    expect(oldestMs(30_000, 15_000)).toBe(90_000);
  });

  test.each([31_000, -31_000])('by a clock %i ms off is none', async (apartMs) => {
    const source = await sourceOf(answering('value'), instant(then + apartMs));
    expect(await source.read(query, 5000)).toEqual({ values: [], missing: 'clock-off' });
  });

  test('over a range has the values of each time', async () => {
    const source = await sourceOf(answering('value'));
    const { points, missing } = await source.range('up', instant(then - 10_000), then, 2000);
    expect(missing).toBeNull();
    expect(points[0]).toEqual({ at: 1_795_521_901_000, values: [0, 1] });
    expect(points).toHaveLength(6);
  });
});

describe('what is no answer', () => {
  const unreachable = { values: [], missing: 'unreachable' };

  test.each<[string, RequestListener]>([
    ['a page of a proxy', (_request, response) => response.writeHead(502).end('<html>')],
    ['a redirect', (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end()],
    ['a closed connection', (request) => request.socket.destroy()],
    ['more than 5 MB', (_request, response) => response.end(Buffer.alloc(6_000_000, 0x20))],
  ])('%s is unreachable', async (_name, listener) => {
    expect(await (await sourceOf(listener)).read(query, 5000)).toEqual(unreachable);
  });

  test('something that is not JSON, though it says 200, is refused', async () => {
    const source = await sourceOf((_request, response) => response.end('hello'));
    expect(await source.read(query, 5000)).toEqual({ values: [], missing: 'refused' });
  });

  test('silence is waited for three seconds', async () => {
    const source = await sourceOf(() => undefined);
    const began = performance.now();
    expect(await source.read(query, 5000)).toEqual(unreachable);
    expect(performance.now() - began).toBeLessThan(3500);
    expect(await source.check()).toEqual({ health: 'absent', because: 'it does not answer' });
  });
});

describe('the check', () => {
  test('names what is down', async () => {
    const source = await sourceOf(answering('up', recorded('empty')));
    expect(await source.check()).toEqual({ health: 'stale', because: '1 of 2 targets down: 127.0.0.1:1' });
  });

  test.each([
    ['empty', then, 'it answers, but has no scrape on record'],
    ['error', then, 'it answers with an error, or with a part of the answer only'],
    ['up', instant(then - 60_000), 'its clock is 60 s ahead'],
  ])('of %s is stale: %#', async (name, now, because) => {
    const source = await sourceOf(answering(name, recorded('empty')), now);
    expect(await source.check()).toEqual({ health: 'stale', because });
  });
});

test('a query that proves nothing is not asked', async () => {
  const source = await sourceOf(() => expect.fail('asked'));
  expect(await source.read('vector(1)', 5000)).toEqual({ values: [], missing: 'absent' });
});
