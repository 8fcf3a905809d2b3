import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../../harness/browser.ts';
import { busyRoom, fireAlert, settleServices } from '../../harness/busy-room.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { crampedTargets, cutOff, moving, smallTexts, tinyTargets } from '../../harness/page-checks.ts';
import { startServer, type TestServer } from '../../harness/server.ts';
import { arrive } from '../../harness/cockpit.ts';
import { openPage } from '../../harness/watched-page.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Scene {
  readonly name: string;
  readonly path: string;
  /** Where there is room, it is on the screen already. */
  readonly phoneOnly?: true;
  /** What is new on it, where all the rest is a scene of its own: axe looks at this alone. */
  readonly part?: string;
  readonly prepare?: (page: Page, phone: boolean) => Promise<void>;
}

const later = (page: Page): Promise<void> => page.getByRole('button', { name: 'Later' }).click();
const write = async (page: Page, text: string): Promise<void> => {
  const line = page.getByRole('textbox', { name: /^Write to/ });
  await line.fill(text);
  await line.press('Enter');
};
const tab = async (page: Page, phone: boolean, name: string): Promise<void> => {
  if (phone) await page.getByRole('tab', { name }).click();
};

const emptyScenes: readonly Scene[] = [
  { name: 'board, empty', path: '/' },
  { name: 'alerts, empty', path: '/alerts' },
  { name: 'catalog, empty', path: '/catalog' },
  { name: 'channels, empty', path: '/channels' },
  {
    name: 'channels, a new one',
    path: '/channels',
    async prepare(page) {
      await page.getByRole('button', { name: 'Add email' }).click();
      await page.getByRole('form', { name: 'New email channel' }).waitFor();
    },
  },
  { name: 'room, not to be seen', path: '/incidents/4711' },
  { name: 'set-up 1', path: '/set-up' },
  { name: 'set-up 2', path: '/set-up', prepare: later },
  {
    name: 'set-up 3',
    path: '/set-up',
    async prepare(page) {
      await later(page);
      await later(page);
      await page.getByRole('button', { name: 'Make a key for your monitoring' }).click();
      await page.getByText('Waiting for the first alert').waitFor();
    },
  },
];

const composer = 'section[aria-label=Log]';
const dialog = 'dialog[open]';

const fullScenes = (busy: string, bare: string): readonly Scene[] => [
  { name: 'board, busy', path: '/' },
  { name: 'alerts', path: '/alerts' },
  { name: 'catalog', path: '/catalog' },
  { name: 'room, empty', path: `/incidents/${bare}` },
  {
    name: 'update, held',
    path: `/incidents/${busy}/update`,
    async prepare(page) {
      await page.getByLabel('How it stands').fill('A bad deploy broke it; it should be fixed within the hour.');
      await page.locator('[data-finding]').first().waitFor();
      await page.getByRole('button', { name: 'Send the update' }).click();
      await page.locator('[data-hold]').waitFor();
    },
  },
  { name: 'update, the first', path: `/incidents/${bare}/update` },
  { name: 'brief', path: `/brief/${busy}` },
  { name: 'channels', path: '/channels' },
  { name: 'room, busy', path: `/incidents/${busy}` },
  {
    name: 'room, picture',
    phoneOnly: true,
    path: `/incidents/${busy}`,
    prepare: (page, phone) => tab(page, phone, 'Picture'),
  },
  { name: 'room, now', phoneOnly: true, path: `/incidents/${busy}`, prepare: (page, phone) => tab(page, phone, 'Now') },
  {
    name: 'room, held',
    part: composer,
    path: `/incidents/${busy}`,
    async prepare(page) {
      await write(page, '/change "Drain zone b" --undo "undrain it" --touches checkout');
      await page.locator('[data-hold]').waitFor();
    },
  },
  {
    name: 'room, form',
    part: composer,
    path: `/incidents/${busy}`,
    async prepare(page) {
      await write(page, '/observe C2');
      await page.locator('form[data-form]').waitFor();
    },
  },
  {
    name: 'room, verbs',
    part: composer,
    path: `/incidents/${busy}`,
    prepare: (page) => page.getByRole('textbox', { name: /^Write to/ }).fill('/'),
  },
  {
    name: 'palette',
    part: dialog,
    path: `/incidents/${busy}`,
    async prepare(page) {
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'keys',
    part: dialog,
    path: `/incidents/${busy}`,
    async prepare(page) {
      // What was written before is kept; its suggestions would take the first Esc.
      await page.getByRole('textbox', { name: /^Write to/ }).fill('');
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'room, chart',
    part: dialog,
    path: `/incidents/${busy}`,
    async prepare(page, phone) {
      await tab(page, phone, 'Picture');
      await page.locator('[data-menu=signal]').first().click();
      await page.getByRole('menuitem', { name: 'Show the chart' }).click();
      await page.locator('.u-wrap').waitFor();
    },
  },
];

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

type Faults = Record<string, readonly string[]>;

async function violations(page: Page, only: string | null = null, part: string | null = null): Promise<string[]> {
  // There are no frames: the one page can be judged in the page itself.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (part !== null) axe.include(part);
  const { violations: found } = await (only === null ? axe.withTags(rules) : axe.withRules(only)).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 160)}`),
  );
}

async function faultsOn(page: Page, phone: boolean, part?: string): Promise<Faults> {
  const faults: Faults = { dark: await violations(page, null, part), light: [] };
  await page.emulateMedia({ colorScheme: 'light' });
  faults['light'] = await violations(page, 'color-contrast', part);
  await page.emulateMedia({ colorScheme: 'dark' });
  faults['text'] = await smallTexts(page);
  if (!phone) return faults;
  faults['targets'] = [...(await crampedTargets(page)), ...(await tinyTargets(page))];
  await page.setViewportSize({ width: 320, height: 640 });
  faults['reflow'] = await cutOff(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  faults['motion'] = await moving(page);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  return faults;
}

/** What is wrong, by scene: nothing is named that is as it should be. */
async function walk(width: number, scenes: readonly Scene[], person: string | null): Promise<Record<string, Faults>> {
  const phone = width < 600;
  const { page } = await openPage(browser, {
    viewport: { width, height: phone ? 844 : 900 },
    colorScheme: 'dark',
    hasTouch: phone,
    isMobile: phone,
  });
  if (person !== null) await arrive(page, server, person);
  const found: Record<string, Faults> = {};
  for (const { name, path, phoneOnly, part, prepare } of scenes) {
    if (phoneOnly && !phone) continue;
    await page.goto(server.url + path);
    await page.locator('h1').first().waitFor();
    await page.waitForTimeout(150);
    await prepare?.(page, phone);
    await page.waitForTimeout(100);
    const faults = Object.entries(await faultsOn(page, phone, part)).filter(([, each]) => each.length > 0);
    if (faults.length > 0) found[name] = Object.fromEntries(faults);
  }
  await page.context().close();
  return found;
}

describe.each([1440, 390])('at %i px, in dark and light', (width) => {
  test('signing in keeps the rules', async () => {
    expect(await walk(width, [{ name: 'sign-in', path: '/sign-in' }], null)).toEqual({});
  });
});

test.each([1440, 390])(
  'before anything has happened every screen keeps the rules, at %i px',
  async (width) => {
    expect(await walk(width, emptyScenes, 'owner@localhost')).toEqual({});
  },
  60_000,
);

test.each([1440, 390])('whoever has no right to rooms is told so by the rules, at %i px', async (width) => {
  const { id } = await server.person(`Stella${width}`, 'stakeholder', ['read']);
  expect(await walk(width, [{ name: 'no rooms', path: '/' }], id)).toEqual({});
});

test('the checks see what is wrong', async () => {
  const { page } = await openPage(browser, { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
  await page.setContent(`<!doctype html><meta name="viewport" content="width=device-width">
    <p style="font-size: 11px">small</p><input aria-label="field" style="font-size: 13px">
    <div style="display: flex"><button style="width: 20px; height: 20px; padding: 0">a</button>
    <button style="width: 20px; height: 20px; padding: 0">b</button></div>
    <p style="width: 90px; overflow: hidden; white-space: nowrap">this does not fit into it at all</p>
    <p style="transition: color 1s">moves</p><p style="color: #888; background: #999">faint</p>`);
  expect(await smallTexts(page)).toEqual(['input "field"', 'p "small"']);
  expect((await crampedTargets(page)).map((each) => each.slice(0, 10))).toEqual(['button "a"', 'button "b"']);
  expect((await tinyTargets(page)).length).toBeGreaterThanOrEqual(2);
  expect(await cutOff(page)).toEqual(['cut off: this does not fit into it at all']);
  expect(await moving(page)).toEqual(['p "moves"']);
  expect((await violations(page, 'color-contrast')).join()).toContain('faint');
  await page.context().close();
});

describe('in an incident', () => {
  let scenes: readonly Scene[];
  let lena: string;
  beforeAll(async () => {
    await settleServices(server);
    const busy = await busyRoom(server, database);
    lena = busy.lena;
    const bare = await server.owner.declare('Nightly export is late', { severity: 'SEV-3' });
    await fireAlert(server, 'CheckoutFails');
    scenes = fullScenes(busy.number, bare.number);
  });

  test.concurrent.each([1440, 390])(
    'every screen keeps the rules, at %i px',
    async (width) => {
      expect(await walk(width, scenes, lena)).toEqual({});
    },
    60_000,
  );
});
