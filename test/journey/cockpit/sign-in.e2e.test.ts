import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../../harness/browser.ts';
import { arrive } from '../../harness/cockpit.ts';
import { openPage } from '../../harness/watched-page.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { startServer, type TestServer } from '../../harness/server.ts';

let database: TestDatabase;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database);
  browser = await openBrowser();
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

const whoami = (page: Page): Promise<number> => page.evaluate(async () => (await fetch('/api/me')).status);

/** What this browser has kept of what was read. */
const keptHere = (page: Page): Promise<string[]> =>
  page.evaluate(`new Promise((resolve, reject) => {
    const opened = indexedDB.open('allclear');
    opened.onerror = () => reject(opened.error);
    opened.onsuccess = () => {
      const rows = opened.result.transaction('kept-reply').objectStore('kept-reply').getAllKeys();
      rows.onsuccess = () => { opened.result.close(); resolve(rows.result); };
    };
  })`);

test('the owner’s one-time link signs in once, its secret leaves the address bar, and it leads to the set-up', async () => {
  const secret = server.running.ownerSecret as string;
  const { page, origins, faults } = await openPage(browser);
  await page.goto(`${server.url}/sign-in#${secret}`);
  await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  expect(page.url()).toBe(`${server.url}/set-up`);
  expect(await page.evaluate('history.length')).toBeLessThanOrEqual(2);
  expect(await whoami(page)).toBe(200);
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ name: '__Host-allclear', httpOnly: true, secure: true, sameSite: 'Lax' });
  expect([...origins]).toEqual([server.url]);
  expect(faults).toEqual([]);

  const again = await openPage(browser);
  await again.page.goto(`${server.url}/sign-in#${secret}`);
  await again.page.getByText('A sign-in link works once').waitFor();
  expect(again.page.url()).toBe(`${server.url}/sign-in`);
  expect(await whoami(again.page)).toBe(401);
});

test('a password signs in by keyboard alone, and a wrong one says what to do', async () => {
  await server.owner.send('PUT', '/api/me/password', { next: 'correct horse battery' });
  const { page } = await openPage(browser);
  await page.goto(server.url);
  await page.getByRole('heading', { name: 'Sign in to Allclear' }).waitFor();
  const typed = async (password: string): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
  };
  await page.keyboard.type('owner@localhost');
  await page.keyboard.press('Tab');
  await typed('wrong');
  await page.getByText('do not belong together').waitFor();
  await typed('correct horse battery');
  await page.getByRole('heading', { name: 'Board' }).waitFor();
  expect(await whoami(page)).toBe(200);
});

test('signing out wipes what was kept and leads to sign-in', async () => {
  const { page } = await openPage(browser);
  await arrive(page, server);
  await page.getByRole('heading', { name: 'Board' }).waitFor();
  await expect.poll(() => keptHere(page)).toContainEqual(expect.stringContaining('GET /api/incidents'));
  await page.getByRole('button', { name: /^You are/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to Allclear' }).waitFor();
  await expect.poll(() => keptHere(page)).toEqual([]);
  expect(await whoami(page)).toBe(401);
  expect(await page.context().cookies()).toEqual([]);
});

test('a session that was revoked elsewhere leads to sign-in by itself', async () => {
  const leaver = await server.person('Lea', 'responder');
  const { page } = await openPage(browser);
  await arrive(page, server, leaver.id);
  await page.getByRole('heading', { name: 'Board' }).waitFor();
  await server.owner.send('PATCH', `/api/people/${leaver.id}`, { active: false });
  await page.getByRole('heading', { name: 'Sign in to Allclear' }).waitFor({ timeout: 20_000 });
  await expect.poll(() => keptHere(page)).toEqual([]);
});

test('no screen asks another origin, breaks the content security policy, or fails', async () => {
  const { number } = await server.owner.declare('Checkout answers 500', { severity: 'SEV-2' });
  const { page, origins, faults } = await openPage(browser);
  await arrive(page, server);
  const walk: readonly [string, string][] = [
    ['/', 'Board'],
    [`/incidents/${number}`, 'Checkout answers 500'],
    ['/alerts', 'Alerts'],
    ['/catalog', 'Catalog'],
    ['/set-up', 'Who are you?'],
  ];
  for (const [path, shown] of walk) {
    await page.goto(server.url + path);
    await page.getByRole('heading', { name: shown }).first().waitFor({ timeout: 5000 });
    // Until what comes after the first paint has come as well.
    await page.waitForTimeout(1000);
  }
  expect([...origins]).toEqual([server.url]);
  expect(faults).toEqual([]);
});
