import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicVerbs } from '../../../src/api/command-table.ts';
import { openBrowser } from '../../harness/browser.ts';
import { lineOf, openRoom, signIn, typeLine } from '../../harness/cockpit.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { startServer, type TestServer } from '../../harness/server.ts';
import { seedRooms } from './rooms.ts';

let database: TestDatabase;
let server: TestServer;
let browser: Browser;
let page: Page;
let rooms: Readonly<Record<string, string>>;

beforeAll(async () => {
  [database, browser] = await Promise.all([freshDatabase(), openBrowser()]);
  server = await startServer(database);
  const ana = await server.person('Ana', 'admin');
  rooms = await seedRooms(server, database, ana);
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  page = await signIn(context, server, ana.id);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

const verbsIn = (where: Page): Promise<string[]> =>
  where.evaluate(`[...document.querySelectorAll('[data-verb]')].map((element) => element.dataset.verb)`);

/** Every verb that can be reached in the room that is open, by its buttons and by each of its menus. */
async function verbsOfRoom(): Promise<string[]> {
  const found = await verbsIn(page);
  const menus = page.locator('[data-menu], header [aria-haspopup="menu"]');
  for (let index = 0; index < (await menus.count()); index += 1) {
    await menus.nth(index).click();
    const menu = page.getByRole('menu');
    await menu.waitFor();
    found.push(...(await verbsIn(page)));
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
  }
  return found;
}

/** Every verb that can be reached where updates are written, with a question and a scheduled one to see to. */
async function verbsOfWriting(): Promise<string[]> {
  const { id, number } = await server.owner.declare('Exports fail');
  await server.owner.say(id, 'confirm', { evidence: 'seen' });
  await server.owner.say(id, 'state-scope', { what: 'exports' });
  await server.owner.send('POST', `/api/incidents/${id}/questions`, { id: randomUUID(), text: 'Is data lost?' });
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  await server.owner.say(id, 'send-update', { status: 'Exports fail.', sendAt });
  await page.goto(`${server.url}/incidents/${number}/update`);
  await page.getByRole('button', { name: 'Withdraw' }).waitFor();
  return verbsIn(page);
}

test('every verb of the command table can be reached in place: on the board, in a room, in a menu of it', async () => {
  const found = new Set(await verbsIn(page));
  for (const number of Object.values(rooms)) {
    await openRoom(page, server.url, number);
    await page.locator('aside[aria-label="Now"] section').first().waitFor();
    for (const verb of await verbsOfRoom()) found.add(verb);
  }
  for (const verb of await verbsOfWriting()) found.add(verb);
  found.delete('');
  expect([...found].sort()).toEqual([...publicVerbs].sort());
}, 60_000);

describe('each verb after a slash', () => {
  /** Verbs that lack nothing: they are said at once. */
  const saidAtOnce = new Set<string>();

  test('is offered by its name, and Enter opens its form or says it', async () => {
    await openRoom(page, server.url, rooms['open'] as string);
    const line = lineOf(page);
    for (const verb of publicVerbs) {
      await line.fill(`/${verb}`);
      const offer = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
      await expect
        .poll(() => offer.allTextContents(), { message: verb })
        .toContainEqual(expect.stringMatching(`^/${verb} `));
      const said = page.waitForResponse((reply) => reply.url().endsWith(`/${verb}`));
      said.catch(() => undefined);
      await line.press('Enter');
      const form = page.locator(`form[data-form="${verb}"]`);
      // An update is written on a screen of its own.
      if (verb === 'send-update') {
        await page.waitForURL(/\/update/);
        await openRoom(page, server.url, rooms['open'] as string);
        continue;
      }
      const came = await Promise.race([form.waitFor().then(() => 'form' as const), said]);
      if (came !== 'form') saidAtOnce.add(verb);
      // What was refused comes back as a form.
      const refused = came !== 'form' && !came.ok() && !(await came.text()).includes('practice/held');
      if (came === 'form' || refused) {
        await form.waitFor();
        await page.keyboard.press('Escape');
      }
      await form.waitFor({ state: 'detached' });
    }
    expect([...saidAtOnce].sort()).toEqual(['declare-all-clear', 'join', 'leave', 'promise-update']);
  }, 60_000);

  test('an incident that is declared from a room opens its own', async () => {
    await openRoom(page, server.url, rooms['open'] as string);
    await typeLine(page, '/declare "Search is slow" --severity SEV-3');
    await page.getByRole('heading', { level: 1, name: 'Search is slow' }).waitFor();
    const [made] = await database.query<{ number: string }>(
      `select number::text from allclear.incident_list_v1 where title = 'Search is slow'`,
    );
    expect(page.url()).toBe(`${server.url}/incidents/${made?.number}`);
  });
});
