import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startVictoria, type Tool } from '../../../test/harness/monitoring.ts';
import { openScraped, type Scraped } from '../../../test/harness/scraped.ts';
import { instant } from '../../domain/time.ts';
import type { TelemetrySource } from '../../watch/ports.ts';
import { openPrometheus } from './query.ts';

const soon = { timeout: 25_000, interval: 200 };
const everyMs = 1000;
const rate = 'rate(orders_total[30s])';
const now = (): ReturnType<typeof instant> => instant(Date.now());

let folder: string;
let target: Scraped;
let victoria: Tool;
let source: TelemetrySource;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'allclear-victoria-'));
  target = await openScraped();
  victoria = await startVictoria(folder, target.port);
  source = openPrometheus({ url: victoria.url, known: 'sum(orders_total)' }, now, {
    movedWithinMs: 10_000,
    historyMs: 10_000,
  });
  await expect.poll(() => source.read(rate, everyMs), soon).toMatchObject({ missing: null });
});
afterEach(async () => {
  await source.close();
  await target.close();
  await victoria.stop('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test(
  'of a real VictoriaMetrics a value is read, a range has its past, and the check is fresh',
  { timeout: 90_000 },
  async () => {
    expect((await source.read(rate, everyMs)).values[0]).toBeGreaterThan(0);
    expect(await source.read('nothing_total', everyMs)).toEqual({ values: [], missing: 'absent' });
    await expect.poll(() => source.check(), soon).toEqual({ health: 'fresh', because: '1 target up' });
    // It leaves out what is younger than 30 s of a range.
    const ago = (): ReturnType<typeof source.range> =>
      source.range('orders_total', instant(now() - 60_000), now(), 1000);
    await expect.poll(async () => (await ago()).points.length, { timeout: 45_000, interval: 500 }).toBeGreaterThan(1);
  },
);

/** It goes on telling the last sample for as long as the range, so its age has to tell. */
async function becomesStale(): Promise<void> {
  const began = performance.now();
  await expect.poll(() => source.read(rate, everyMs), soon).toEqual({ values: [], missing: 'stale' });
  expect(performance.now() - began).toBeLessThan(20_000);
}

test('a target that vanished is no health there either', { timeout: 60_000 }, async () => {
  await target.close();
  await becomesStale();
  await expect.poll(() => source.check(), soon).toMatchObject({ health: 'stale' });
});

test('a target that hangs is no health there either', { timeout: 60_000 }, async () => {
  target.mood = 'hangs';
  await becomesStale();
  await expect.poll(() => source.check(), soon).toMatchObject({ health: 'stale' });
});

test('stopped, it is unreachable', { timeout: 60_000 }, async () => {
  await victoria.stop('SIGKILL');
  expect(await source.read(rate, everyMs)).toEqual({ values: [], missing: 'unreachable' });
  expect(await source.check()).toEqual({ health: 'absent', because: 'it does not answer' });
});
