import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPrometheus, type Monitoring, NoPrometheus, startMonitoring } from './monitoring.ts';
import { openShop, type Shop } from './shop.ts';

describe('a Prometheus that watches the shop', () => {
  let shop: Shop;
  let monitoring: Monitoring;

  beforeAll(async () => {
    shop = await openShop();
    const targets = [
      { job: 'checkout', port: shop.checkout.port },
      { job: 'payments', port: shop.payments.port },
    ];
    monitoring = await startMonitoring({ program: null, targets });
  });
  afterAll(async () => {
    await monitoring.stop();
    await shop.close();
  });

  const value = (query: string): Promise<number> => monitoring.value(query);
  const failing = 'sum(rate(shop_orders_total{code=~"5.."}[3s])) / sum(rate(shop_orders_total[3s]))';

  test('has asked both as soon as it is there', async () => {
    expect(await value('count(up == 1)')).toBe(2);
    expect(await value('min(count_over_time(up[1m]))')).toBeGreaterThanOrEqual(2);
  });

  test('sees payments wedge, and checkout fail with it', async () => {
    await expect.poll(() => value(failing), { timeout: 10_000 }).toBe(0);
    await shop.breakPayments('wedged');
    await expect.poll(() => value('payments_pool_in_use'), { timeout: 10_000 }).toBe(8);
    await expect.poll(() => value(failing), { timeout: 10_000 }).toBe(1);
  });

  test('sees both recover when the pool is cleared', async () => {
    shop.clearPayments();
    await expect.poll(() => value(failing), { timeout: 15_000 }).toBe(0);
    expect(await value('payments_pool_in_use')).toBeLessThan(8);
  });

  test('is silent once it is killed, and started again it knows what it knew', async () => {
    const since = 'max_over_time(payments_pool_in_use[5m])';
    await monitoring.kill();
    expect(await monitoring.value(since)).toBeNaN();
    await monitoring.restart();
    expect(await monitoring.value(since)).toBe(8);
  });

  test('sees that payments is gone, not that it is well', async () => {
    await shop.breakPayments('refusing');
    await expect.poll(() => value('up{job="payments"}'), { timeout: 10_000 }).toBe(0);
    await expect.poll(() => value('payments_pool_in_use'), { timeout: 10_000 }).toBeNaN();
  });
});

describe('the program', () => {
  test('that was named is taken as it is, or not at all', () => {
    expect(findPrometheus(process.execPath)).toBe(process.execPath);
    expect(() => findPrometheus('/nowhere/prometheus')).toThrow('/nowhere/prometheus is no program');
  });

  test('is found on PATH', () => {
    const folder = mkdtempSync(join(tmpdir(), 'allclear-path-'));
    const program = join(folder, 'prometheus');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    expect(findPrometheus(null, `/nowhere:${folder}`)).toBe(program);
    rmSync(folder, { recursive: true });
  });

  test('that does not start is told with what it said, and leaves nothing behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'allclear-program-'));
    const program = join(folder, 'prometheus');
    writeFileSync(program, '#!/bin/sh\necho "$PWD"; echo "no such flag in $PWD" >&2; exit 2\n', { mode: 0o755 });
    const failed = await startMonitoring({ program, targets: [] }).catch((error: Error) => error);
    expect(failed).toBeInstanceOf(NoPrometheus);
    const [, left = ''] = /no such flag in (\S+)/.exec((failed as Error).message) ?? [];
    expect([left.includes('allclear-monitoring-'), existsSync(left)]).toEqual([true, false]);
    rmSync(folder, { recursive: true });
  });
});
