import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Answered, type Asked, openSourceFake, type SourceFake } from '../../../test/harness/source-fake.ts';
import { instant } from '../../domain/time.ts';
import type { TelemetrySource } from '../../watch/ports.ts';
import { openJaeger } from './query.ts';
import { parsed, queryFault } from './traces.ts';

const now = instant(1_795_521_911_400);
const recorded = readFileSync(join(import.meta.dirname, 'fixture', 'traces.json'), 'utf8');
const empty = { data: [], total: 0, limit: 0, offset: 0, errors: null };
const failing = 'checkout operation="POST /pay" error=true';

let fake: SourceFake;
let source: TelemetrySource;
afterEach(async () => {
  await source.close();
  await fake.close();
  expect(fake.unexpected).toEqual([]);
});

const finding =
  (found: unknown, newest: unknown = recorded) =>
  ({ parameters }: Asked): Answered => ({ body: parameters.get('limit') === '1' ? newest : found });

async function open(
  traces: (asked: Asked) => Answered = finding(recorded),
  services: unknown = ['checkout'],
): Promise<void> {
  fake = await openSourceFake({
    'GET /api/traces': traces,
    'GET /api/services': () => ({ body: { data: services, total: 1, limit: 0, offset: 0, errors: null } }),
  });
  source = openJaeger({ url: fake.url, known: 'checkout' }, () => now);
}

describe('a reading', () => {
  test('is the number of traces', async () => {
    await open();
    expect(await source.read(`${failing} last 5m`, 5000)).toEqual({ values: [2], missing: null });
    const [asked] = fake.asked.filter(({ parameters }) => parameters.get('limit') === '200');
    expect(Object.fromEntries(asked!.parameters)).toEqual({
      service: 'checkout',
      operation: 'POST /pay',
      tags: '{"error":"true"}',
      start: String((now - 300_000) * 1000),
      end: String(now * 1000),
      limit: '200',
    });
  });

  test('is nought while the service has other traces', async () => {
    await open(finding(empty));
    expect(await source.read(failing, 5000)).toEqual({ values: [0], missing: null });
  });

  test.each<[string, (asked: Asked) => Answered, string]>([
    ['a service that fell silent', finding(empty, empty), 'stale'],
    ['an error', finding({ data: null, errors: [{ code: 500, msg: 'storage' }] }), 'refused'],
    ['a query that Jaeger does not take', () => ({ status: 400, body: { data: null, errors: [] } }), 'refused'],
    [
      'as many as are counted',
      finding({ ...empty, data: Array.from({ length: 200 }, () => ({ traceID: 'a', spans: [] })) }),
      'refused',
    ],
    ['a closed connection', () => 'close', 'unreachable'],
  ])('of %s is none', async (_what, traces, missing) => {
    await open(traces);
    expect(await source.read(failing, 5000)).toEqual({ values: [], missing });
  });

  test('is waited for three seconds', async () => {
    await open(() => 'hang');
    const began = performance.now();
    expect(await source.read(failing, 5000)).toEqual({ values: [], missing: 'unreachable' });
    expect(performance.now() - began).toBeLessThan(3500);
  });

  test('over a range counts what began before each time', async () => {
    await open();
    const { points } = await source.range(`${failing} last 20s`, instant(now - 20_000), now, 10_000);
    expect(points.map(({ values }) => values)).toEqual([[1], [0], [1]]);
  });
});

test.each<[(asked: Asked) => Answered, unknown, string, string]>([
  [finding(recorded), ['checkout'], 'fresh', 'its newest span of checkout is 6 s old'],
  [finding(recorded, empty), ['checkout'], 'stale', 'it answers, but has no span of checkout of the last 120 s'],
  [finding(recorded), ['jaeger'], 'stale', 'it answers, but knows no service checkout'],
])('the check is of the newest span: %#', async (traces, services, health, because) => {
  await open(traces, services);
  expect(await source.check()).toEqual({ health, because });
});

test.each([
  ['', 0],
  ['checkout error', 14],
  ['checkout error=', 15],
  ['checkout operation="POST', 19],
  ['checkout"a"', 8],
])('%s cannot be watched', async (text, at) => {
  await open();
  expect(queryFault(text)).toEqual({ at, says: expect.stringMatching(/\w/) });
});

test('what holds a space stands in quotes', async () => {
  await open();
  const tags = new Map([
    ['http.status_code', '500'],
    ['__proto__', 'x'],
  ]);
  expect(parsed('"my shop" http.status_code=500 __proto__=x last 10m')).toEqual({
    traces: { service: 'my shop', operation: null, tags, windowMs: 600_000 },
  });
});
