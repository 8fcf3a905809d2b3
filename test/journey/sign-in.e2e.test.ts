import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../harness/browser.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestServer } from '../harness/server.ts';

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

/** A page that remembers every origin it asked for anything. */
async function openPage(): Promise<{ page: Page; origins: Set<string>; faults: string[] }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const origins = new Set<string>();
  const faults: string[] = [];
  page.on('request', (request) => origins.add(new URL(request.url()).origin));
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return { page, origins, faults };
}

const whoami = (page: Page): Promise<number> => page.evaluate(async () => (await fetch('/api/me')).status);

test('the owner’s one-time link signs in once, and its secret leaves the address bar', async () => {
  const secret = server.running.ownerSecret as string;
  const { page, origins, faults } = await openPage();
  await page.goto(`${server.url}/sign-in#${secret}`);
  await page.getByText('Signed in as Owner.').waitFor();
  expect(page.url()).toBe(`${server.url}/sign-in`);
  expect(await whoami(page)).toBe(200);
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ name: '__Host-allclear', httpOnly: true, secure: true, sameSite: 'Lax' });
  expect([...origins]).toEqual([server.url]);
  expect(faults).toEqual([]);

  const again = await openPage();
  await again.page.goto(`${server.url}/sign-in#${secret}`);
  await again.page.getByText('A sign-in link works once').waitFor();
  expect(await whoami(again.page)).toBe(401);
});

test('a password signs in by keyboard alone, and a wrong one says what to do', async () => {
  await server.owner.send('PUT', '/api/me/password', { next: 'correct horse battery' });
  const { page } = await openPage();
  await page.goto(`${server.url}/sign-in`);
  const typed = async (password: string): Promise<void> => {
    await page.getByLabel('E-mail address').focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('owner@localhost');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
  };
  await typed('wrong');
  await page.getByText('do not belong together').waitFor();
  await typed('correct horse battery');
  await page.getByText('Signed in as Owner.').waitFor();
  expect(await whoami(page)).toBe(200);
});
