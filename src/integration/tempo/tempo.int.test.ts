import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Answered, type Asked, openSourceFake, type SourceFake } from '../../../test/harness/source-fake.ts';
import type { TempoSetting } from '../../domain/telemetry/source.ts';
import { instant } from '../../domain/time.ts';
import type { TelemetrySource } from '../../watch/ports.ts';
import { openTempo } from './query.ts';
import { isMetric, queryFault, restsOn } from './traceql.ts';

const now = instant(1_795_521_911_400);
const errors = '{ status = error }';
const read = (name: string): string => readFileSync(join(import.meta.dirname, 'fixture', `${name}.json`), 'utf8');
const nobody = { traces: [], metrics: { completedJobs: 1, totalJobs: 1 } };

let fake: SourceFake;
let source: TelemetrySource;
afterEach(async () => {
  await source.close();
  await fake.close();
  expect(fake.unexpected).toEqual([]);
});

/** Answers what is searched for; `newest` is what asks for any trace at all get. */
const searching =
  (found: unknown, newest: unknown) =>
  ({ parameters }: Asked): Answered => {
    expect(Number(parameters.get('end')) - Number(parameters.get('start'))).toBeGreaterThan(0);
    return { body: parameters.get('limit') === '1' ? newest : found };
  };

async function open(answers: object = {}, setting: Partial<TempoSetting> = {}): Promise<void> {
  fake = await openSourceFake({
    'GET /api/search': searching(read('search'), read('search')),
    'GET /api/metrics/query': () => ({ body: read('instant') }),
    'GET /api/metrics/query_range': () => ({ body: read('range') }),
    'GET /ready': () => ({ body: 'ready\n' }),
    ...answers,
  });
  source = openTempo({ url: fake.url, ...setting }, () => now);
}

describe('a reading', () => {
  test('is the number of traces of the last minute, or of the time that the query says', async () => {
    await open();
    expect(await source.read(errors, 5000)).toEqual({ values: [2], missing: null });
    expect(await source.read(`${errors} last 10s`, 5000)).toEqual({ values: [1], missing: null });
    expect(fake.asked.filter(({ parameters }) => parameters.get('limit') === '1000')[0]?.parameters.get('q')).toBe(
      errors,
    );
  });

  test('is nought where spans come in and none is looked for', async () => {
    await open({ 'GET /api/search': searching(nobody, read('search')) });
    expect(await source.read(errors, 5000)).toEqual({ values: [0], missing: null });
  });

  test('of a service is none when that service fell silent, whatever the others do', async () => {
    const checkout = '{ resource.service.name = "checkout" }';
    const silent = ({ parameters }: Asked): Answered => ({
      body: parameters.get('q') === checkout ? nobody : read('search'),
    });
    await open({ 'GET /api/search': silent });
    const query = '{ resource.service.name = "checkout" && status = error }';
    expect(await source.read(query, 5000)).toEqual({ values: [], missing: 'stale' });
    expect(await source.read(`${query} | rate()`, 5000)).toEqual({ values: [], missing: 'stale' });
  });

  test('is the numbers of a metric, of which Tempo leaves out what is zero', async () => {
    await open();
    expect(await source.read(`${errors} | rate() by (resource.service.name)`, 5000)).toEqual({
      values: [0.25, 0],
      missing: null,
    });
  });

  test.each<[string, object, string, string]>([
    ['no span at all', { 'GET /api/search': searching(nobody, nobody) }, errors, 'stale'],
    ['no span at all, of a metric', { 'GET /api/search': searching(nobody, nobody) }, '{} | rate()', 'stale'],
    ['no series', { 'GET /api/metrics/query': () => ({ body: { series: [], metrics: {} } }) }, '{} | rate()', 'absent'],
    [
      'half of the jobs',
      { 'GET /api/search': searching({ traces: [], metrics: { completedJobs: 1, totalJobs: 2 } }, read('search')) },
      errors,
      'refused',
    ],
    [
      'a part',
      { 'GET /api/metrics/query': () => ({ body: { ...JSON.parse(read('instant')), status: 'PARTIAL' } }) },
      '{} | rate()',
      'refused',
    ],
    [
      'as many as are counted',
      {
        'GET /api/search': searching(
          { traces: Array.from({ length: 1000 }, () => ({ traceID: 'a', startTimeUnixNano: `${now}000000` })) },
          read('search'),
        ),
      },
      errors,
      'refused',
    ],
    [
      'a query that Tempo does not take',
      { 'GET /api/search': () => ({ status: 400, body: 'invalid TraceQL' }) },
      errors,
      'refused',
    ],
    ['a proxy', { 'GET /api/search': () => ({ status: 503, body: '<html>' }) }, errors, 'unreachable'],
  ])('of %s is none', async (_what, answers, query, missing) => {
    await open(answers);
    expect(await source.read(query, 5000)).toEqual({ values: [], missing });
  });

  test('is waited for three seconds', async () => {
    await open({ 'GET /api/search': () => 'hang' });
    const began = performance.now();
    expect(await source.read(errors, 5000)).toEqual({ values: [], missing: 'unreachable' });
    expect(performance.now() - began).toBeLessThan(3500);
  });

  test('over a range counts what began before each time', async () => {
    await open();
    const { points } = await source.range(`${errors} last 20s`, instant(now - 20_000), now, 10_000);
    expect(points.map(({ values }) => values)).toEqual([[1], [0], [1]]);
    const metric = await source.range(`${errors} | rate()`, instant(now - 20_000), now, 10_000);
    expect(metric.points.map(({ values }) => values)).toEqual([[0.5], [0], [1.5]]);
  });
});

test('the check is of the newest span', async () => {
  await open();
  expect(await source.check()).toEqual({ health: 'fresh', because: 'its newest span is 2 s old' });
});

test.each<[object, string, string]>([
  [{ 'GET /api/search': searching(nobody, nobody) }, 'stale', 'it answers, but has no span of the last 120 s'],
  [{ 'GET /ready': () => ({ status: 503, body: 'starting' }) }, 'stale', 'it answers that it is not ready (503)'],
  [{ 'GET /ready': () => 'close' }, 'absent', 'it does not answer'],
])('the check tells what is wrong: %#', async (answers, health, because) => {
  await open(answers);
  expect(await source.check()).toEqual({ health, because });
});

test.each([
  ['', 0],
  ['status = error', 0],
  ['{ status = error', 0],
  ['{ name = "a }', 9],
  ['{} | histogram_over_time(duration)', 3],
])('%s cannot be watched', async (text, at) => {
  await open();
  expect(queryFault(text)).toEqual({ at, says: expect.stringMatching(/\w/) });
});

test.each([
  ['{ status = error }', null],
  ['{ resource.a = "x}" && status = error } || { status = error }', null],
  ['{ resource.a = "x}" && resource.b=`y` && name = "resource.c = 1" }', ['{ resource.a = "x}" && resource.b=`y` }']],
  ['{ resource.a = "x" } >> { resource.a = "y" } | rate()', ['{ resource.a = "x" }', '{ resource.a = "y" }']],
])('%s rests on its resources', async (text, spans) => {
  await open();
  expect(restsOn(text)).toEqual(spans);
});

test.each([
  ['{ status = error } last 5m', false],
  ['{ name = "| rate()" }', false],
  ['({ status = error }) | rate()', true],
  ['{ } | quantile_over_time(duration, .9) by (resource.service.name)', true],
])('%s can be watched', async (text, metric) => {
  await open();
  expect([queryFault(text), isMetric(text)]).toEqual([null, metric]);
});
