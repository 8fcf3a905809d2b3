import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, afterAll, beforeEach, expect, test } from 'vitest';
import { openBrowser } from '../../harness/browser.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { openFailingService, startPrometheus } from '../../harness/monitoring.ts';
import { startServer, type TestServer } from '../../harness/server.ts';
import { openPage, type WatchedPage } from '../../harness/watched-page.ts';

let database: TestDatabase;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser.close());
beforeEach(async () => {
  database = await freshDatabase();
  server = await startServer(database);
});
afterEach(async () => {
  await server.stop();
  await database.drop();
});

async function firstStart(width = 1440): Promise<WatchedPage> {
  const watched = await openPage(browser, { viewport: { width, height: 844 }, timezoneId: 'Europe/Helsinki' });
  await watched.page.goto(`${server.url}/sign-in#${server.running.ownerSecret}`);
  await watched.page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  return watched;
}

const focused = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const { id, textContent } = document.activeElement;
    return document.querySelector('label[for="' + id + '"]')?.textContent ?? textContent;
  })()`);

const stepNow = (page: Page): Promise<string> => page.locator('[aria-current=step]').innerText();

const rules = `groups:
  - name: checkout
    rules:
      - alert: CheckoutFails
        expr: vector(1)
        labels: { severity: critical }
`;

const long = { timeout: 90_000 };

test('on a fresh server three steps lead from the owner’s link to an alert of a real Prometheus', long, async () => {
  await server.person('Mona', 'responder');
  const folder = mkdtempSync(join(tmpdir(), 'allclear-set-up-'));
  const shop = await openFailingService();
  const { page, faults } = await firstStart();

  expect(await focused(page)).toBe('Your name');
  await page.getByLabel('Your name').fill('Jonas Tal');
  await page.getByLabel('E-mail address').fill('mona@example.org');
  await page.getByLabel('Password').fill('a sentence is good');
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.getByText('exists already').waitFor();
  await expect.poll(() => focused(page)).toBe('E-mail address');
  await page.getByLabel('E-mail address').fill('jonas@example.org');
  await page.getByRole('button', { name: 'Save and go on' }).click();

  await page.getByRole('heading', { name: 'What do severities mean here?' }).waitFor();
  expect([await stepNow(page), await focused(page)]).toEqual(['2. Your organisation', 'Name of your organisation']);
  expect(await page.getByLabel('SEV-5').inputValue()).toContain('Nobody is hurt');
  await page.getByLabel('Name of your organisation').fill('Example Shop');
  await page.getByLabel('SEV-1').fill('Orders stop. Everybody is called.');
  await page.getByLabel('SEV-4').fill('');
  await page.getByRole('button', { name: 'Save and go on' }).click();

  await page.getByRole('heading', { name: 'Where do alarms come from?' }).waitFor();
  await expect.poll(() => focused(page)).toBe('Where do alarms come from?');
  await page.getByRole('button', { name: 'Make a key for your monitoring' }).click();
  await page.getByText('Waiting for the first alert…').waitFor();
  const shown = await page.getByRole('region', { name: /prometheus\.yml/ }).innerText();
  const pathPrefix = /path_prefix: (\S+)/.exec(shown)?.[1] as string;
  const target = /targets: \['([^']+)'\]/.exec(shown)?.[1] as string;
  expect(target).toBe(new URL(server.url).host);
  const prometheus = await startPrometheus(folder, shop.port, rules, [{ target, pathPrefix }]);
  try {
    await page.getByText('It works.').waitFor({ timeout: 20_000 });
    await page.getByText('CheckoutFails came in, firing.').waitFor();
    await page.getByLabel('Address of Prometheus').fill('http://user:secret@127.0.0.1');
    await page.getByRole('button', { name: 'Connect Prometheus' }).click();
    await page.getByText('must carry no user name').waitFor();
    await expect.poll(() => focused(page)).toBe('Address of Prometheus');
    await page.getByLabel('Address of Prometheus').fill(prometheus.url);
    await page.getByRole('button', { name: 'Connect Prometheus' }).click();
    await page.getByText('Connected: Prometheus answers').waitFor();
    await page.getByRole('button', { name: 'Go to the board' }).click();
    await page.getByRole('heading', { name: 'Board' }).waitFor();
    await page.getByText('Orders stop').waitFor({ state: 'hidden' });
    await page.getByLabel('Severity').selectOption('SEV-1');
    await page.getByText('Orders stop. Everybody is called.').waitFor();
  } finally {
    await prometheus.stop('SIGKILL');
    await shop.close();
    rmSync(folder, { recursive: true, force: true });
  }

  const [owner] = await database.query<object>(
    `select name, email, zone, password_hash is not null as "hasPassword" from allclear.person where role = 'owner'`,
  );
  expect(owner).toEqual({
    name: 'Jonas Tal',
    email: 'jonas@example.org',
    zone: 'Europe/Helsinki',
    hasPassword: true,
  });
  const organisation = await server.owner.get<{ severities: object }>('/api/organisation');
  expect(organisation.body).toMatchObject({
    version: 1,
    name: 'Example Shop',
    severities: {
      'SEV-1': 'Orders stop. Everybody is called.',
      'SEV-4': expect.stringContaining('working hours') as string,
    },
  });
  const sources = await server.owner.get<{ document: object }>('/api/settings/sources');
  expect(sources.body.document).toEqual({
    sources: [{ name: 'prometheus', kind: 'prometheus', url: prometheus.url }],
  });
  const [key] = await database.query<object>('select name, scopes from allclear.intake_key');
  expect(key).toEqual({ name: 'monitoring', scopes: ['ingest'] });
  // What was refused on the way was said at its field, and is the only thing that the console knows of.
  expect(faults.filter((fault) => !/status of (409|422)/.test(fault))).toEqual([]);
});

test('every step can be left for later, and the board then says how to begin', async () => {
  const { page, faults } = await firstStart(390);
  for (const step of ['1. You', '2. Your organisation']) {
    expect(await stepNow(page)).toBe(step);
    await page.getByRole('button', { name: 'Later' }).click();
  }
  expect(await stepNow(page)).toBe('3. Your monitoring');
  await page.getByRole('button', { name: 'Back' }).click();
  await expect.poll(() => focused(page)).toBe('Name of your organisation');
  await page.getByRole('button', { name: 'Later' }).click();
  await page.getByRole('button', { name: 'Go to the board' }).click();
  await page.getByText('Nothing is open').waitFor();
  await page.getByText('say it in one line above').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  await page.getByRole('link', { name: 'Connect Alertmanager or Prometheus' }).click();
  await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  expect(await database.query(`select from allclear.event where type = 'SettingApplied'`)).toEqual([]);
  expect(await database.query('select name, email from allclear.person')).toEqual([
    { name: 'Owner', email: 'owner@localhost' },
  ]);
  expect(faults).toEqual([]);
});
