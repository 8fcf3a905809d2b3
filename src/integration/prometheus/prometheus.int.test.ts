import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../../test/harness/child-server.ts';
import { startPrometheus, type Tool } from '../../../test/harness/monitoring.ts';
import { instant } from '../../domain/time.ts';
import type { TelemetrySource } from '../../watch/ports.ts';
import { openPrometheus } from './query.ts';

type Mood = 'well' | 'hangs';

interface Target {
  mood: Mood;
  readonly port: number;
  close(): Promise<void>;
}

async function openTarget(port = 0): Promise<Target> {
  let count = 0;
  const server = createServer((_request, response) => {
    if (target.mood === 'hangs') return;
    count += 1;
    const lines = [`orders_total ${count}`, `late_orders ${count} ${Date.now() - 120_000}`, ''];
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(lines.join('\n'));
  });
  await listen(server, port);
  const target: Target = { mood: 'well', port: (server.address() as AddressInfo).port, close: () => shut(server) };
  return target;
}

const listen = (server: Server, port = 0): Promise<void> =>
  new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
const shut = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const rate = 'rate(orders_total[30s])';
const soon = { timeout: 20_000, interval: 200 };
const everyMs = 1000;
const now = () => instant(Date.now());

let folder: string;
let target: Target;
let prometheus: Tool;
let source: TelemetrySource;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'allclear-prometheus-'));
  target = await openTarget();
  prometheus = await startPrometheus(folder, target.port);
  source = openPrometheus({ url: prometheus.url }, now);
  await expect.poll(() => source.read(rate, everyMs), soon).toMatchObject({ missing: null });
});
afterEach(async () => {
  await source.close();
  await target.close();
  await prometheus.stop('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('of a real Prometheus', () => {
  test('a value is read, a range has its past, and the check is fresh', { timeout: 60_000 }, async () => {
    expect((await source.read(rate, everyMs)).values[0]).toBeGreaterThan(0);
    const { points, missing } = await source.range('orders_total', instant(now() - 60_000), now(), 1000);
    expect(missing).toBeNull();
    expect(points.length).toBeGreaterThan(1);
    expect(await source.check()).toEqual({ health: 'fresh', because: '1 target up' });
    expect(await source.read('nothing_total', everyMs)).toEqual({ values: [], missing: 'absent' });
    expect(await source.read(`${rate} / 0 * 0`, everyMs)).toEqual({ values: [], missing: 'not-a-number' });
    expect(await source.read('up{', everyMs)).toMatchObject({ missing: expect.any(String) });
    expect(await source.read('label_replace(up, "a", "b", "c", "(")', everyMs)).toMatchObject({ missing: 'refused' });
  });

  test('a target that vanished is absent, though rate() still answers', { timeout: 60_000 }, async () => {
    await target.close();
    await expect.poll(() => source.read(rate, everyMs), soon).toEqual({ values: [], missing: 'absent' });
    const raw = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(rate)}`);
    const { data } = (await raw.json()) as { data: { result: unknown[] } };
    expect(data.result).toHaveLength(1);
    expect(await source.check()).toEqual({
      health: 'stale',
      because: `1 of 1 target down: 127.0.0.1:${target.port}`,
    });
  });

  test('a scrape that hangs makes what it scraped absent, and the target down', { timeout: 60_000 }, async () => {
    target.mood = 'hangs';
    await expect.poll(() => source.read(rate, everyMs), soon).toEqual({ values: [], missing: 'absent' });
    expect(await source.check()).toMatchObject({ health: 'stale' });
    target.mood = 'well';
    await expect.poll(() => source.check(), soon).toMatchObject({ health: 'fresh' });
    await expect.poll(() => source.read(rate, everyMs), soon).toMatchObject({ missing: null });
  });

  test('samples that the target itself dates far back are stale', { timeout: 60_000 }, async () => {
    await expect.poll(() => source.read('late_orders', 60_000), soon).toMatchObject({ missing: null });
    await expect.poll(() => source.read('late_orders', everyMs), soon).toEqual({ values: [], missing: 'stale' });
  });

  test(
    'stopped, it is unreachable and absent; restarted empty, it proves nothing until it has scraped',
    { timeout: 90_000 },
    async () => {
      await prometheus.stop('SIGKILL');
      expect(await source.read(rate, everyMs)).toEqual({ values: [], missing: 'unreachable' });
      expect(await source.check()).toEqual({ health: 'absent', because: 'it does not answer' });
      rmSync(join(folder, 'data'), { recursive: true, force: true });
      target.mood = 'hangs';
      prometheus = await startPrometheus(folder, target.port, '', [], Number(new URL(prometheus.url).port));
      expect(await source.read(rate, everyMs)).toEqual({ values: [], missing: 'absent' });
      expect(await source.check()).toMatchObject({ health: 'stale' });
      target.mood = 'well';
      await expect.poll(() => source.read(rate, everyMs), soon).toMatchObject({ missing: null });
    },
  );

  test('frozen, it is unreachable within three seconds', { timeout: 60_000 }, async () => {
    process.kill(prometheus.pid, 'SIGSTOP');
    // The signal takes a moment: a question that is asked meanwhile is still answered.
    const answers = (): Promise<boolean> =>
      fetch(`${prometheus.url}/-/ready`, { signal: AbortSignal.timeout(500) }).then(
        () => true,
        () => false,
      );
    await expect.poll(answers, soon).toBe(false);
    const began = performance.now();
    expect(await source.read(rate, everyMs)).toEqual({ values: [], missing: 'unreachable' });
    expect(performance.now() - began).toBeLessThan(3500);
    process.kill(prometheus.pid, 'SIGCONT');
    await expect.poll(() => source.read(rate, everyMs), soon).toMatchObject({ missing: null });
  });
});

describe('a clock that is off', () => {
  let proxy: Server;
  let behind: TelemetrySource;

  /** Passes everything on, and dates the answers this many seconds later. */
  beforeAll(async () => {
    proxy = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
        const headers = { 'content-type': request.headers['content-type'] ?? 'text/plain' };
        void fetch(new URL(request.url ?? '/', prometheus.url), { method: request.method ?? 'GET', headers, ...body })
          .then((reply) => reply.text())
          .then((text) => response.end(text.replace(/\[(\d{10}(?:\.\d+)?),/g, (_all, at) => `[${Number(at) - 45},`)));
      });
    });
    await listen(proxy, await freePort());
    behind = openPrometheus({ url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` }, now);
  });
  afterAll(async () => {
    await behind.close();
    await shut(proxy);
  });

  test('makes no reading', { timeout: 60_000 }, async () => {
    expect(await behind.read(rate, everyMs)).toEqual({ values: [], missing: 'clock-off' });
    expect(await behind.check()).toEqual({ health: 'stale', because: 'its clock is 45 s behind' });
  });
});
