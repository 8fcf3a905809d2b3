import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quantile } from '../../bench/figures.ts';
import { openBrowser } from '../harness/browser.ts';
import { openRoom, signIn } from '../harness/cockpit.ts';
import { seenAfterCommit } from '../harness/seen.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { type LongRoom, openingMs, scrollThrough, seedLongRoom, typingTimes } from '../harness/long-room.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let database: TestDatabase;
let server: TestServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let room: LongRoom;
let reader: Page;

beforeAll(async () => {
  [database, browser] = await Promise.all([freshDatabase(), openBrowser()]);
  server = await startServer(database);
  const [ana, ben] = [await server.person('Ana', 'responder'), await server.person('Ben', 'responder')];
  room = await seedLongRoom(server.running, server.owner, 10_000);
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await signIn(context, server, ana.id);
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  await openRoom(page, server.url, room.number);
  const other = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  reader = await signIn(other, server, ben.id);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

// `npm run bench -- cockpit` holds the targets. Here the machine may be slow and busy: twice as much is let pass, once in three.
describe('a room of 10,000 entries', { timeout: 60_000, retry: 4 }, () => {
  test('shows its newest line at once', async () => {
    const took: number[] = [];
    for (let round = 0; round < 5; round += 1) took.push(await openingMs(context, server.url, room));
    expect(Math.min(...took)).toBeLessThanOrEqual(600);
  });

  test('is scrolled through without a long task', async () => {
    const { longTasksMs, reached } = await scrollThrough(page, 120);
    expect(reached).toBeLessThan(9000);
    expect(Math.max(0, ...longTasksMs)).toBeLessThanOrEqual(100);
  });

  test('is typed in without waiting', async () => {
    const { delayMs, handlingMs } = await typingTimes(page, 300);
    expect(delayMs).toBeLessThanOrEqual(32);
    expect(handlingMs).toBeLessThanOrEqual(32);
  });
});

test('what one writes the other sees within 100 ms of its commit', { timeout: 60_000, retry: 4 }, async () => {
  const { id, number } = await server.owner.declare('Checkout answers 500');
  for (const each of [page, reader]) await openRoom(each, server.url, number);
  // The stream is opened and the first readings are over.
  await page.waitForTimeout(1000);
  const took = await seenAfterCommit({ writer: page, reader }, database, id, 30);
  expect(took).toHaveLength(30);
  expect(quantile(took, 0.95)).toBeLessThanOrEqual(100);
});
