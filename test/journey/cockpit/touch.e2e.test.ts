import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBrowser } from '../../harness/browser.ts';
import { formOf, signIn } from '../../harness/cockpit.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { movedClock, typesOf } from '../../harness/log.ts';
import { startServer, type TestServer } from '../../harness/server.ts';

const minute = 60_000;

let database: TestDatabase;
let server: TestServer;
let browser: Browser;
let page: Page;
let incident: string;

beforeAll(async () => {
  [database, browser] = await Promise.all([freshDatabase(), openBrowser()]);
  server = await startServer(database);
  const ana = await server.person('Ana', 'responder');
  const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
  page = await signIn(await browser.newContext(phone), server, ana.id);
  page.setDefaultTimeout(10_000);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});
/** Each part goes on from the one before: after one that failed there is nothing to try. */
let failed = false;
beforeEach(({ skip, onTestFailed }) => {
  skip(failed, 'an earlier part failed');
  onTestFailed(() => void (failed = true));
});

const tab = (name: string): Promise<void> => page.getByRole('tab', { name }).tap();
const button = (name: string | RegExp): Locator => page.getByRole('button', { name }).filter({ visible: true });

async function say(verb: string, values: Readonly<Record<string, string>>): Promise<void> {
  const form = await formOf(page, verb);
  for (const [label, value] of Object.entries(values)) {
    const field = form.getByLabel(new RegExp(`^${label}`)).first();
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
    else {
      await field.tap();
      await field.fill(value);
    }
  }
  await form.getByRole('button', { name: 'Say it' }).tap();
  await form.waitFor({ state: 'detached' });
}
const happened = (type: string): Promise<void> => expect.poll(() => typesOf(database, incident)).toContain(type);

describe('on a phone, by touch', () => {
  test('an incident is declared from the board', async () => {
    const field = page.getByLabel('What is wrong, in one line');
    await field.tap();
    await field.fill('Orders fail');
    await button('Declare').tap();
    await page.getByRole('heading', { level: 1, name: 'Orders fail' }).waitFor();
    const [row] = await database.query<{ incident: string }>('select incident from allclear.incident_list_v1');
    incident = row?.incident ?? '';
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(['Log', 'Picture', 'Now']);
  });

  test('A2 and A6: it is confirmed and commanded by a tap on the next right thing', async () => {
    await page.locator('[data-next=confirm]').tap();
    await say('confirm', { 'How you know|Evidence': 'Three of three orders of my own failed' });
    await happened('IncidentConfirmed');
    await page.locator('[data-next=assign-role]').tap();
    await happened('RoleAssigned');
  });

  test('B2: the scope is said from the picture, and shown there', async () => {
    await tab('Picture');
    await button('Say what is affected').tap();
    await say('state-scope', { What: 'orders', Boundary: 'EU' });
    await happened('ScopeStated');
    await tab('Picture');
    await page.getByText('orders, EU', { exact: true }).filter({ visible: true }).waitFor();
  });

  test('B6: a change stands in a line under the bar while it is open, and is observed', async () => {
    await tab('Now');
    await button('Make a change').tap();
    await say('change', { What: 'raise the pool', Undo: 'set it back' });
    await happened('ChangeStarted');
    await button(/^C1 raise the pool/).tap();
    await page.getByRole('heading', { name: 'C1 raise the pool' }).waitFor();
    await button(/^Observe/).tap();
    await say('observe-change', { Result: 'improved', Observed: 'orders go through' });
    await happened('ChangeObserved');
    await button(/^C1 raise the pool/).waitFor({ state: 'detached' });
  });

  test('D4: three observations are said from the signal, and the all-clear from its clock', async () => {
    const clock = movedClock(database);
    await tab('Picture');
    await button('Name a key signal').tap();
    await say('add-signal', { Name: 'orders go through' });
    await happened('SignalAdded');
    for (let count = 1; count <= 3; count += 1) {
      await tab('Picture');
      await button(/^S1 orders go through/).tap();
      await page.getByRole('menuitem', { name: 'Say what you saw of it…' }).tap();
      await say('observe-signal', { What: 'ordered and paid' });
      await expect
        .poll(async () => (await typesOf(database, incident)).filter((type) => type === 'SignalObserved').length)
        .toBe(count);
      await clock.pass(5 * minute);
    }
    await button(/^Telemetry allows the all-clear/).tap();
    await say('declare-all-clear', { Statement: 'Orders go through' });
    await happened('AllClearDeclared');
    expect(await page.locator('[aria-current=step]').innerText()).toBe('All-clear');
  });

  test('nothing needs a pointer that hovers', async () => {
    for (const name of ['Log', 'Picture', 'Now']) {
      await tab(name);
      const hidden: string[] = await page.evaluate(`
        [...document.querySelectorAll('button, a, select')]
          .filter((element) => element.offsetParent !== null && !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
          .map((element) => element.outerHTML)`);
      expect(hidden).toEqual([]);
    }
  });

  test('at 360 px nothing is wider than the screen', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const width = (): Promise<number> => page.evaluate('document.documentElement.scrollWidth');
    for (const name of ['Log', 'Picture', 'Now']) {
      await tab(name);
      expect(await width(), name).toBeLessThanOrEqual(360);
    }
    await tab('Now');
    await button('Make a change').tap();
    await formOf(page, 'change');
    expect(await width(), 'a form').toBeLessThanOrEqual(360);
    await button('Back to the line').tap();
    await page.getByRole('link', { name: 'Back to the board' }).tap();
    await page.getByRole('heading', { name: 'Board' }).waitFor();
    expect(await width(), 'the board').toBeLessThanOrEqual(360);
  });
});
