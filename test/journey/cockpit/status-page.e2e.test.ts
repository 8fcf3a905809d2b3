import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../../harness/browser.ts';
import { arrive, openRoom } from '../../harness/cockpit.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { crampedTargets, cutOff, smallTexts, tinyTargets } from '../../harness/page-checks.ts';
import { startServer, type TestServer } from '../../harness/server.ts';
import { openPage } from '../../harness/watched-page.ts';
import { allClear, postNotice, read, schedule, setUpPages, shop, soon } from '../status-page/stage.ts';

let database: TestDatabase;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  [database, browser] = await Promise.all([freshDatabase(), openBrowser()]);
  server = await startServer(database);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

describe('somebody who runs the pages', () => {
  let page: Page;
  let faults: string[];

  test('sets one up by the keyboard alone, and sees what would change before it does', async () => {
    ({ page, faults } = await openPage(browser, { viewport: { width: 1200, height: 900 } }));
    await arrive(page, server, 'owner@localhost', '/status-pages');
    await page.getByText('Customers have no page yet').waitFor();
    await page.getByRole('link', { name: 'New page' }).press('Enter');
    const fill = async (label: string, text: string): Promise<void> => {
      await page.getByLabel(label, { exact: true }).focus();
      await page.keyboard.insertText(text);
    };
    await page.getByRole('heading', { name: 'New page' }).waitFor();
    await fill('Name', 'Shop status');
    await fill('Its word in addresses', 'shop');
    for (const [index, name] of ['Checkout', 'Search'].entries()) {
      await page.getByRole('button', { name: 'Add a component' }).press('Enter');
      await page.getByRole('group', { name: 'Components' }).getByLabel('Name').nth(index).focus();
      await page.keyboard.insertText(name);
    }
    await page.getByRole('button', { name: 'Move Search up' }).press('Enter');
    await page.getByRole('button', { name: 'Show what would change' }).press('Enter');
    await page.getByText('This would change:').waitFor();
    expect((await read(`${server.url}/status/shop`)).status).toBe(404);
    await page.getByRole('button', { name: 'Apply it' }).press('Enter');
    await soon(async () => (await read(`${server.url}/status/shop`)).text.includes('Checkout'));
    await page.getByRole('heading', { name: 'Shop status' }).waitFor();
    const { text } = await read(`${server.url}/status/shop/api/v2/components.json`);
    expect(text.indexOf('"search"')).toBeLessThan(text.indexOf('"checkout"'));
  }, 30_000);

  test('writes words with the page beside them, and publishes them from a room', async () => {
    const { id, number } = await server.owner.declare('Pool exhausted');
    await page.goto(`${server.url}/status-pages/shop/publish?incident=${number}`);
    await page.getByLabel('What customers notice').fill('Some orders fail');
    await page.getByLabel('In the words that they read').fill('We see it since 14:02.');
    await page.getByLabel('Checkout').selectOption('partial_outage');
    const preview = page.frameLocator('iframe[title="Preview of the page"]');
    await preview.getByText('We see it since 14:02.').waitFor();
    await preview.getByText('Some things partly do not work').waitFor();
    expect((await read(`${server.url}/status/shop`)).text).not.toContain('14:02');
    await page.getByRole('button', { name: 'Publish it' }).press('Enter');
    await page.waitForURL(`${server.url}/incidents/${number}`);
    const section = page.getByRole('region', { name: 'What customers read now' });
    await section.getByText('We see it since 14:02.').waitFor();
    await soon(async () => (await read(`${server.url}/status/shop`)).text.includes('We see it since 14:02.'));
    await allClear(server.owner, id);
    await section.getByRole('link', { name: 'Write the next update' }).press('Enter');
    await page.getByLabel('How far it is').selectOption('resolved');
    await page.getByLabel('In the words that they read').fill('Orders are back.');
    await page.getByRole('button', { name: 'Publish it' }).press('Enter');
    await soon(async () => (await read(`${server.url}/status/shop`)).text.includes('No known problems'));
    await openRoom(page, server.url, number);
  }, 30_000);

  test('plans maintenance, and ends it early', async () => {
    await page.goto(`${server.url}/status-pages/shop`);
    await page.getByRole('button', { name: 'Plan maintenance' }).press('Enter');
    const sheet = page.getByRole('dialog', { name: 'Plan maintenance' });
    await sheet.getByLabel('What customers notice').fill('New database');
    await sheet.getByLabel('In the words that they read').fill('Search is away.');
    await sheet.getByLabel('From').fill('2030-01-01T22:00');
    await sheet.getByLabel('To', { exact: true }).fill('2030-01-01T23:00');
    await sheet.getByLabel('Search').press('Space');
    await sheet.getByRole('button', { name: 'Announce it' }).press('Enter');
    await sheet.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Complete' }).press('Enter');
    await page.getByText('completed').first().waitFor();
    expect(faults).toEqual([]);
  }, 30_000);
});

describe.each([
  ['light', 1200],
  ['dark', 390],
] as const)('in %s at %i px', (colorScheme, width) => {
  const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const phone = width < 600;

  async function faultsOf(page: Page): Promise<Record<string, readonly string[]>> {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(rules).analyze();
    const found: Record<string, readonly string[]> = {
      axe: violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`)),
      cut: await cutOff(page),
      tiny: await tinyTargets(page),
      ...(phone ? { small: await smallTexts(page), cramped: await crampedTargets(page) } : {}),
    };
    return Object.fromEntries(Object.entries(found).filter(([, each]) => each.length > 0));
  }

  test('every screen, and what customers see, keeps the rules', async () => {
    const full = { ...shop, subscribeUrl: server.url, slug: `full-${width}`, url: 'https://status.example.org' };
    const targets = [{ name: 'site', kind: 'directory', path: '/nowhere/at/all' }];
    const { body } = await server.owner.get<{ document: { pages: object[] } }>('/api/settings/status-pages');
    await setUpPages(server, [...body.document.pages, { ...full, targets }]);
    await soon(async () => (await read(`${server.url}/status/${full.slug}`)).status === 200);
    const open = { title: 'Orders fail', text: 'We see it.', components: ['checkout=major_outage'] };
    await postNotice(server.owner, full.slug, open);
    const [startsAt, endsAt] = ['2030-01-01T22:00:00Z', '2030-01-01T23:00:00Z'];
    await schedule(server.owner, full.slug, {
      title: 'New database',
      text: 'x',
      components: ['search'],
      startsAt,
      endsAt,
    });
    const viewport = { width, height: phone ? 844 : 900 };
    const { page, faults } = await openPage(browser, { viewport, colorScheme, hasTouch: phone, isMobile: phone });
    await arrive(page, server, 'owner@localhost');
    const at = `/status-pages/${full.slug}`;
    const wrong: Record<string, object> = {};
    for (const path of [
      '/status-pages',
      at,
      `${at}/publish`,
      `${at}/edit`,
      `/status/${full.slug}`,
      `/status/${full.slug}/history`,
      `/status/${full.slug}/subscribe`,
    ]) {
      await page.goto(server.url + path);
      await page.locator('h1').first().waitFor();
      await page.waitForTimeout(400);
      const found = await faultsOf(page);
      if (Object.keys(found).length > 0) wrong[path] = found;
    }
    expect(wrong).toEqual({});
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);
});
