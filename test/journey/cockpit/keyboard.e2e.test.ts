import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBrowser } from '../../harness/browser.ts';
import { signIn } from '../../harness/cockpit.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { movedClock, typesOf } from '../../harness/log.ts';
import { type Caller, startServer, type TestServer } from '../../harness/server.ts';

const minute = 60_000;

let database: TestDatabase;
let server: TestServer;
let browser: Browser;
let page: Page;
let ana: Caller & { readonly id: string };
let incident: string;
let clock: ReturnType<typeof movedClock>;

beforeAll(async () => {
  [database, browser] = await Promise.all([freshDatabase(), openBrowser()]);
  server = await startServer(database);
  ana = await server.person('Ana', 'responder');
  clock = movedClock(database);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await signIn(context, server, ana.id);
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

/** What has the focus, in words. */
const focused = (): Promise<string> =>
  page.evaluate(`(() => {
    const element = document.activeElement;
    const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.innerText;
    return [element.tagName.toLowerCase(), element.closest('form')?.dataset.form, name].filter(Boolean).join(' ');
  })()`);
/** Waits until the focus is there, and that it can be seen. */
async function focusOn(wanted: RegExp): Promise<void> {
  await expect.poll(focused).toMatch(wanted);
  expect(await page.evaluate(`document.activeElement.matches(':focus-visible')`)).toBe(true);
}
const onLine = (): Promise<void> => focusOn(/^textarea Write to /);

/** Whoever left the line is in the log. */
const inLog = (): Promise<void> =>
  expect.poll(() => page.evaluate<string>(`document.activeElement.outerHTML.slice(0, 80)`)).toContain('data-log');

const press = (...keys: readonly string[]): Promise<void> =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
async function line(text: string): Promise<void> {
  await onLine();
  await page.keyboard.type(text);
  await press('Enter');
}
/** Goes on with Tab until the focus is on what is called so. */
async function tabTo(wanted: RegExp, key = 'Tab'): Promise<void> {
  for (let steps = 0; steps < 90; steps += 1) {
    if (wanted.test(await focused())) return;
    await press(key);
  }
  throw new Error(`Tab never comes to ${wanted}`);
}
const types = (): Promise<string[]> => typesOf(database, incident);
const happened = (type: string): Promise<void> => expect.poll(types).toContain(type);

describe('by keyboard only', () => {
  test('an incident is declared from the board, and the line of its room has the focus', async () => {
    await press('Alt+d');
    await focusOn(/^input What is wrong, in one line/);
    await page.keyboard.type('Orders fail');
    await press('Enter');
    await page.waitForURL(/incidents/);
    await onLine();
    const [row] = await database.query<{ incident: string }>('select incident from allclear.incident_list_v1');
    incident = row?.incident ?? '';
    await line('/confirm "Three of three orders of my own failed"');
    await happened('IncidentConfirmed');
  });

  test('while a text field has the focus no single character is a shortcut', async () => {
    await onLine();
    await page.keyboard.type('?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await press('Backspace');
  });

  test('E4: the next right thing is done by its key', async () => {
    await page.locator('[data-next=assign-role]').waitFor();
    await press('Alt+j');
    await happened('RoleAssigned');
    await page.locator('[data-next=state-scope]').waitFor();
    await press('Alt+j');
    await focusOn(/^\w+ state-scope What/);
    await page.keyboard.type('orders');
    await press('Enter');
    await happened('ScopeStated');
    await onLine();
  });

  test('B6: a change is made in a line and observed by its key', async () => {
    await line('/change "raise the pool" --undo "set it back" --touches payments');
    await happened('ChangeStarted');
    await page.getByRole('heading', { name: 'C1 raise the pool' }).waitFor();
    await press('Alt+o');
    await focusOn(/^select observe-change Result/);
    await page.keyboard.type('improved');
    await press('Tab');
    await page.keyboard.type('orders go through');
    await press('Enter');
    await happened('ChangeObserved');
    await onLine();
  });

  test('a form that is left by Esc gives the focus back, and so does the palette', async () => {
    await press('Alt+c');
    await focusOn(/change What/);
    await press('Escape');
    await onLine();
    await press('Control+k');
    await focusOn(/^input Every verb and place/);
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await onLine();
    await press('Control+k');
    await focusOn(/^input Every verb and place/);
    await page.keyboard.type('Name a key signal');
    await press('Enter');
    await focusOn(/^input add-signal Name/);
    await page.keyboard.type('orders go through');
    await press('Enter');
    await happened('SignalAdded');
    await onLine();
  });

  test('a menu opens by Enter, is walked by arrows, and gives the focus back or on', async () => {
    await tabTo(/^button You command/, 'Shift+Tab');
    await press('Enter');
    await focusOn(/^div Hand command over/);
    await press('Escape');
    await focusOn(/^button You command/);
    await tabTo(/^button More to say/);
    await press('Enter', 'ArrowDown');
    await page.keyboard.type('Say who');
    await focusOn(/^div Say who noticed first/);
    await press('Enter');
    await focusOn(/^select record-detection By/);
    await press('Escape');
    await onLine();
  });

  test('a key is given to something else on the sheet of keys, and works', async () => {
    await press('Escape');
    await inLog();
    await press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await tabTo(/^button Make a change: Alt C/);
    await press('Enter');
    await press('Alt+x');
    await focusOn(/^button Make a change: Alt X/);
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await inLog();
    await press('Alt+x');
    await focusOn(/change What/);
    await press('Escape');
    await onLine();
  });

  test('D4: the all-clear is declared by the next right thing, after three spaced observations', async () => {
    for (let count = 0; count < 3; count += 1) {
      await line('/observe-signal S1 "ordered and paid myself"');
      await expect.poll(async () => (await types()).filter((type) => type === 'SignalObserved').length).toBe(count + 1);
      await clock.pass(5 * minute);
    }
    await page.locator('[data-next=declare-all-clear]').waitFor();
    await press('Alt+j');
    await focusOn(/declare-all-clear Statement/);
    await page.keyboard.type('Orders go through');
    await press('Enter');
    await happened('AllClearDeclared');
    await onLine();
  });
});
