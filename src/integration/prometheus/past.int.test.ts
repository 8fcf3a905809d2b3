import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startPrometheus, type Tool } from '../../../test/harness/monitoring.ts';
import { lies, openProxy, openScraped, type Proxy, type Scraped } from '../../../test/harness/scraped.ts';
import { instant } from '../../domain/time.ts';
import type { TelemetrySource } from '../../watch/ports.ts';
import { openPrometheus } from './query.ts';

const soon = { timeout: 25_000, interval: 200 };
const everyMs = 1000;
const rate = 'rate(orders_total[30s])';
const now = (): ReturnType<typeof instant> => instant(Date.now());
const limits = { movedWithinMs: 6000, historyMs: 12_000 };
const lost = expect.stringMatching(/^it has lost its past \d+ s ago, as after a restart without its data; 12 s of new/);

interface Stage {
  readonly folder: string;
  readonly proxy: Proxy;
  readonly source: TelemetrySource;
  target: Scraped;
  prometheus: Tool;
}

/** Most of the time is spent waiting for scrapes, so each has a Prometheus of its own and they wait together. */
const it = test.extend<{ stage: Stage }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads what a fixture needs off this pattern
  stage: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'allclear-past-'));
    const target = await openScraped();
    const running = { target, prometheus: await startPrometheus(folder, target.port) };
    const proxy = await openProxy(() => running.prometheus.url);
    const source = openPrometheus({ url: proxy.url, known: 'sum(orders_total)' }, now, limits);
    const stage: Stage = Object.assign(running, { folder, proxy, source });
    await use(stage);
    await source.close();
    await proxy.close();
    await stage.target.close();
    await stage.prometheus.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  },
});

async function restart(stage: Stage): Promise<void> {
  const port = Number(new URL(stage.prometheus.url).port);
  stage.prometheus = await startPrometheus(stage.folder, stage.target.port, '', [], port);
}

describe.concurrent('a query that is known to be busy', () => {
  it('has to move', { timeout: 60_000 }, async ({ stage, expect }) => {
    const { source } = stage;
    await expect.poll(() => source.check(), soon).toMatchObject({ health: 'fresh' });
    stage.target.mood = 'still';
    const because = 'the query that is known to be busy has not moved for 6 s';
    await expect.poll(() => source.check(), soon).toEqual({ health: 'stale', because });
    stage.target.mood = 'well';
    await expect.poll(() => source.check(), soon).toMatchObject({ health: 'fresh' });
  });

  it('has to be there', { timeout: 60_000 }, async ({ stage, expect }) => {
    const { source, proxy } = stage;
    await expect.poll(() => source.check(), soon).toMatchObject({ health: 'fresh' });
    const other = openPrometheus({ url: proxy.url, known: 'nothing_total' }, now, limits);
    expect(await other.check()).toEqual({
      health: 'stale',
      because: 'the query that is known to be busy has no series',
    });
    await other.close();
    const wrong = openPrometheus({ url: proxy.url, known: 'sum(' }, now, limits);
    expect(await wrong.check()).toMatchObject({ health: 'stale', because: expect.stringContaining('got no answer') });
    await wrong.close();
  });

  it('vanishes with its target', { timeout: 60_000 }, async ({ stage, expect }) => {
    const { source, proxy } = stage;
    await expect.poll(() => source.check(), soon).toMatchObject({ health: 'fresh' });
    await stage.target.close();
    await expect.poll(() => source.check(), soon).toMatchObject({ health: 'stale' });
    const solo = openPrometheus({ url: proxy.url, known: 'orders_total' }, now, limits);
    await expect.poll(async () => (await solo.check()).health, soon).toBe('stale');
    await solo.close();
  });

  it('gets the whole answer', { timeout: 60_000 }, async ({ stage, expect }) => {
    const { source, proxy } = stage;
    await expect.poll(() => source.check(), soon).toMatchObject({ health: 'fresh' });
    for (const lie of [lies.partial, lies.isPartial]) {
      proxy.change = lie;
      expect(await source.read(rate, everyMs)).toEqual({ values: [], missing: 'refused' });
      expect(await source.check()).toMatchObject({ health: 'stale' });
    }
  });
});

describe.concurrent('restarted', () => {
  it('empty, it is stale until it has enough new history', { timeout: 90_000 }, async ({ stage, expect }) => {
    const { source } = stage;
    await expect.poll(() => source.check(), soon).toMatchObject({ health: 'fresh' });
    await stage.prometheus.stop('SIGKILL');
    expect(await source.check()).toEqual({ health: 'absent', because: 'it does not answer' });
    rmSync(join(stage.folder, 'data'), { recursive: true, force: true });
    await restart(stage);
    // A value is there long before, and alone would look like health.
    await expect.poll(() => source.read(rate, everyMs), soon).toMatchObject({ missing: null });
    const began = performance.now();
    expect((await source.check()).health).toBe('stale');
    await expect.poll(() => source.check(), soon).toEqual({ health: 'stale', because: lost });
    await expect.poll(() => source.check(), soon).toMatchObject({ health: 'fresh' });
    expect(performance.now() - began).toBeGreaterThan(5000);
  });

  it('with its data, it is fresh as soon as it scrapes', { timeout: 60_000 }, async ({ stage, expect }) => {
    const { source } = stage;
    await expect.poll(() => source.check(), soon).toMatchObject({ health: 'fresh' });
    await stage.prometheus.stop();
    await restart(stage);
    const seen: string[] = [];
    await expect
      .poll(async () => {
        const { health, because } = await source.check();
        seen.push(because);
        return health;
      }, soon)
      .toBe('fresh');
    expect(seen.filter((because) => because.includes('lost'))).toEqual([]);
  });
});
