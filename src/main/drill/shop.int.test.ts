import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { PaymentsFault } from './payments.ts';
import { openShop, type Shop } from './shop.ts';

/** A shop for each test: they mostly wait, so they wait side by side. */
const it = test.extend<{ shop: Shop }>({
  // oxlint-disable-next-line no-empty-pattern -- what a fixture needs is read from its pattern
  shop: async ({}, use) => {
    const shop = await openShop();
    await sleep(300);
    await use(shop);
    await shop.close();
  },
});

async function broken(shop: Shop, fault: PaymentsFault, forMs: number): Promise<void> {
  await shop.breakPayments(fault);
  await sleep(forMs);
}

/** Every sample of `/metrics` by its name and labels. */
async function samples(port: number): Promise<Map<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

interface Seen {
  /** Orders by answer, a second. */
  readonly rate: (code: number) => number;
  readonly failing: number;
  readonly meanSeconds: number;
}

/** What customers saw in the next seconds. */
async function watch(shop: Shop, seconds = 2): Promise<Seen> {
  const before = await samples(shop.checkout.port);
  await sleep(seconds * 1000);
  const after = await samples(shop.checkout.port);
  const grown = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  const rate = (code: number): number => grown(`shop_orders_total{code="${code}"}`) / seconds;
  return {
    rate,
    failing: rate(502) + rate(503) + rate(504),
    meanSeconds: grown('shop_order_seconds_sum') / Math.max(1, grown('shop_order_seconds_count')),
  };
}

const inUse = async (shop: Shop): Promise<number> =>
  (await samples(shop.payments.port)).get('payments_pool_in_use') ?? Number.NaN;
const act = async (shop: Shop, path: string): Promise<number> =>
  (await fetch(`http://127.0.0.1:${shop.admin.port}${path}`, { method: 'POST' })).status;

async function isWell(shop: Shop): Promise<void> {
  const seen = await watch(shop);
  expect(seen.rate(200)).toBeGreaterThan(12);
  expect(seen.failing).toBe(0);
  expect(seen.meanSeconds).toBeLessThan(0.25);
}
async function failsEveryOrder(shop: Shop): Promise<Seen> {
  const seen = await watch(shop);
  expect(seen.rate(200)).toBe(0);
  expect(seen.failing).toBeGreaterThan(8);
  return seen;
}

it('while nothing is broken every order is charged, at once', async ({ shop }) => {
  await isWell(shop);
  expect(await inUse(shop)).toBeLessThan(8);
});

describe.concurrent('payments wedged', () => {
  it('fails every order, and its pool is full for ever', async ({ shop }) => {
    await broken(shop, 'wedged', 2500);
    await failsEveryOrder(shop);
    expect(await inUse(shop)).toBe(8);
  });

  it('is not helped by restarting checkout, and a larger pool makes customers wait longer', async ({ shop }) => {
    await broken(shop, 'wedged', 2500);
    const before = await failsEveryOrder(shop);
    await shop.restartCheckout();
    await sleep(2500);
    await failsEveryOrder(shop);
    expect(await inUse(shop)).toBe(8);
    shop.resizePool(64);
    await sleep(6000);
    const after = await failsEveryOrder(shop);
    expect(await inUse(shop)).toBe(64);
    expect(after.meanSeconds).toBeGreaterThan(before.meanSeconds * 1.1);
  });

  it('is mended by clearing the pool', async ({ shop }) => {
    await broken(shop, 'wedged', 2500);
    shop.clearPayments();
    await sleep(500);
    await isWell(shop);
  });

  it('is mended by restarting payments', async ({ shop }) => {
    await broken(shop, 'wedged', 2500);
    await shop.restartPayments();
    await sleep(500);
    await isWell(shop);
  });

  it('can be routed around, which leaves a debt that is charged afterwards', async ({ shop }) => {
    await broken(shop, 'wedged', 2500);
    shop.routeAround(true);
    await sleep(2500);
    const seen = await watch(shop);
    expect([seen.failing, seen.rate(200)]).toEqual([0, 0]);
    expect(seen.rate(202)).toBeGreaterThan(12);
    const debt = async (): Promise<number> => (await samples(shop.checkout.port)).get('shop_orders_uncharged') ?? 0;
    const owed = await debt();
    expect(owed).toBeGreaterThan(30);
    shop.clearPayments();
    shop.routeAround(false);
    await expect.poll(debt, { timeout: 15_000 }).toBeLessThan(owed - 10);
  });
});

describe.concurrent('payments slow', () => {
  it('serves few and late; a larger pool serves fewer still', async ({ shop }) => {
    await broken(shop, 'slow', 3000);
    const before = await watch(shop, 4);
    expect(before.rate(200)).toBeLessThan(12);
    expect(before.rate(200)).toBeGreaterThan(1);
    expect(before.failing).toBeGreaterThan(6);
    shop.resizePool(64);
    await sleep(6000);
    const after = await watch(shop, 4);
    expect(after.rate(200)).toBeLessThan(before.rate(200) / 2);
    expect(after.meanSeconds).toBeGreaterThan(before.meanSeconds);
  });

  it('comes back after a restart, and is mended by clearing the pool', async ({ shop }) => {
    await broken(shop, 'slow', 3000);
    await shop.restartPayments();
    await sleep(4000);
    expect((await watch(shop, 4)).failing).toBeGreaterThan(6);
    shop.clearPayments();
    await sleep(2500);
    await isWell(shop);
  });
});

describe.concurrent('payments refusing', () => {
  it('fails every order at once, and shows no metrics', async ({ shop }) => {
    await broken(shop, 'refusing', 0);
    const seen = await failsEveryOrder(shop);
    expect(seen.rate(502)).toBeGreaterThan(12);
    expect(seen.meanSeconds).toBeLessThan(0.25);
    await expect(samples(shop.payments.port)).rejects.toThrow();
  });

  it('is mended by nothing but its restart', async ({ shop }) => {
    await broken(shop, 'refusing', 0);
    shop.clearPayments();
    await shop.restartCheckout();
    await failsEveryOrder(shop);
    await shop.restartPayments();
    await sleep(300);
    await isWell(shop);
  });
});

describe.concurrent('the admin port', () => {
  it('does by POST what a person would do in a shell', async ({ shop }) => {
    expect(await act(shop, '/payments/break/wedged')).toBe(200);
    await expect.poll(() => inUse(shop), { timeout: 5000 }).toBe(8);
    expect(await act(shop, '/payments/pool/16')).toBe(200);
    await expect.poll(() => inUse(shop), { timeout: 5000 }).toBe(16);
    expect(await act(shop, '/checkout/route-around/on')).toBe(200);
    expect(await act(shop, '/payments/clear')).toBe(200);
    expect(await inUse(shop)).toBe(0);
  });

  it('lists its acts, and refuses all else', async ({ shop }) => {
    const list = await (await fetch(`http://127.0.0.1:${shop.admin.port}/`)).text();
    expect(list).toContain('POST /payments/restart\n');
    expect(await act(shop, '/payments/pool/7')).toBe(404);
    expect(await act(shop, '/constructor')).toBe(404);
    expect((await fetch(`http://127.0.0.1:${shop.admin.port}/payments/clear`)).status).toBe(404);
  });
});
