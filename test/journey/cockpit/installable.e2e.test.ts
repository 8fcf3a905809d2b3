import type { Browser } from 'playwright-core';
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

interface Manifest {
  readonly start_url: string;
  readonly scope: string;
  readonly display: string;
  readonly icons: readonly { src: string; sizes: string; type: string; purpose: string }[];
}

test('the cockpit can be installed: its manifest is complete, and its pages are kept', async () => {
  const { page, faults } = await openPage(browser);
  await arrive(page, server);
  await page.evaluate('navigator.serviceWorker.ready.then(() => null)');
  await page.reload();
  await page.waitForFunction('navigator.serviceWorker.controller !== null');

  const devTools = await page.context().newCDPSession(page);
  const { errors } = await devTools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { installabilityErrors } = await devTools.send('Page.getInstallabilityErrors');
  // A context of a test is an incognito one, from which nothing is ever installed.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);

  const manifest = (await (await fetch(`${server.url}/manifest.webmanifest`)).json()) as Manifest;
  expect(manifest).toMatchObject({ start_url: '/', scope: '/', display: 'standalone' });
  const drawings = manifest.icons.filter(({ type }) => type === 'image/png');
  const drawn = await page.evaluate(`Promise.all(${JSON.stringify(drawings)}.map(async ({ src }) => {
    const image = Object.assign(new Image(), { src });
    await image.decode();
    return image.naturalWidth + 'x' + image.naturalHeight;
  }))`);
  expect(drawn).toEqual(['192x192', '512x512']);
  for (const { type, purpose, src } of manifest.icons) {
    expect((await fetch(`${server.url}${src}`)).headers.get('content-type')).toBe(type);
    expect(purpose).toMatch(type === 'image/png' ? /maskable/ : /any/);
  }
  expect(faults).toEqual([]);
});

test('a part of an older build that is gone starts the page again, once, and takes nothing else with it', async () => {
  const { page } = await openPage(browser, { serviceWorkers: 'block' });
  await arrive(page, server);
  await page.getByRole('heading', { name: 'Board' }).waitFor();
  let asked = 0;
  await page.route(/\/assets\/palette-.*\.js$/, (route) => {
    asked += 1;
    return route.fulfill({ status: 404, body: '' });
  });
  let loads = 0;
  page.on('load', () => (loads += 1));
  const reloaded = page.waitForEvent('load');
  await page.keyboard.press('ControlOrMeta+k');
  await reloaded;
  await page.getByRole('heading', { name: 'Board' }).waitFor();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByText('This could not be loaded').waitFor();
  await page.getByRole('heading', { name: 'Board' }).waitFor();
  expect([loads, asked]).toEqual([1, 2]);
});
