import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser } from '../../harness/browser.ts';
import { fillForm, openRoom, signIn, typeLine } from '../../harness/cockpit.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { linesOf } from '../../harness/log.ts';
import { type Caller, startServer, type TestServer } from '../../harness/server.ts';

const notes = 20;
const secret = 'A name that few may know';
const long = { timeout: 40_000 };
const patient = { timeout: 10_000 };

let database: TestDatabase;
let server: TestServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let ana: Caller & { readonly id: string };
let open: { id: string; number: string };
let hidden: { id: string; number: string };

beforeAll(async () => {
  [database, browser] = await Promise.all([freshDatabase(), openBrowser()]);
  server = await startServer(database);
  ana = await server.person('Ana', 'responder');
  open = await ana.declare('Checkout answers 500');
  hidden = await ana.declare('Strange sign-ins', { private: true });
  await ana.say(hidden.id, 'note', { text: secret });
  await ana.say(open.id, 'confirm', { evidence: 'Three of five orders failed' });
  await ana.say(open.id, 'state-scope', { what: 'checkout' });
  await ana.say(open.id, 'change', { what: 'raise the pool', undo: 'set it back', touches: ['payments'] });
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await signIn(context, server, ana.id);
  page.setDefaultTimeout(10_000);
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
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

/** Everything that this browser keeps in IndexedDB, as text. */
const onDisk = (): Promise<string> =>
  page.evaluate(`(async () => {
    const request = indexedDB.open('allclear');
    const database = await new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
    const all = [];
    for (const name of database.objectStoreNames) {
      const read = database.transaction(name).objectStore(name).getAll();
      all.push(await new Promise((resolve) => { read.onsuccess = () => resolve([name, read.result]); }));
    }
    database.close();
    return JSON.stringify(all);
  })()`);

interface Stored {
  readonly happened: string;
  readonly recorded: string;
}
const storedNotes = (): Promise<Stored[]> =>
  database.query<Stored>(
    `select to_json(happened_at) #>> '{}' as happened, to_json(recorded_at) #>> '{}' as recorded
      from allclear.event where stream = 'incident:' || $1 and type = 'NoteAdded' order by version`,
    [open.id],
  );

const keptRows = (): Promise<number> => page.getByText('kept', { exact: true }).count();

test('what is written offline is said to be kept, each line', long, async () => {
  await openRoom(page, server.url, hidden.number);
  await page.getByText(secret).waitFor();
  await openRoom(page, server.url, open.number);
  await page.getByRole('heading', { name: 'C1 raise the pool' }).waitFor();
  // The cache is written a second after what it keeps.
  await expect.poll(onDisk, patient).toMatch(/"kept-reply".*Three of five orders failed/);
  await expect.poll(onDisk, patient).toContain('/state');
  await context.setOffline(true);
  await page.getByRole('status').filter({ hasText: 'Offline' }).waitFor();
  for (let index = 0; index < notes; index += 1) await typeLine(page, `Offline ${index}`);
  await page.getByText(`${notes} lines kept`).waitFor();
  await page.getByText(`Offline ${notes - 1}`, { exact: true }).waitFor();
  await expect.poll(keptRows).toBeGreaterThan(10);
  expect(await storedNotes()).toEqual([]);
});

test('the room opens without a server, with its log and with the lines that wait', long, async () => {
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Checkout answers 500' }).waitFor();
  await page.getByText(`Offline ${notes - 1}`, { exact: true }).waitFor();
  await page.getByText(`${notes} lines kept`).waitFor();
  await page.getByText(/as of \d\d:\d\d/).waitFor();
  const log = page.getByRole('article').first();
  await log.hover();
  await page.mouse.wheel(0, -5000);
  await page.getByText('confirmed: Three of five orders failed').waitFor();
});

test('B6: what the rules will hold is said before it goes out', long, async () => {
  await page.getByRole('button', { name: 'Make a change' }).click();
  const form = page.locator('form[data-form=change]');
  await form.getByLabel('What', { exact: true }).fill('restart payments');
  await form.getByLabel(/^Undo/).fill('none needed');
  await form.getByLabel(/^Touches/).fill('payments');
  await expect.poll(() => form.locator('[data-foresight]').innerText()).toMatch(/^B6 will hold this: .*raise the pool/);
  await fillForm(page, 'change', {});
  await page.getByRole('status').filter({ hasText: 'will hold this when it goes out' }).waitFor();
  await page.getByText(`${notes + 1} lines kept`).waitFor();
});

test('a private room is not kept: without a server it cannot be read', long, async () => {
  await page.goto(`${server.url}/incidents/${hidden.number}`);
  await page.getByText('This room is not to be seen').waitFor({ timeout: 20_000 });
  const disk = await onDisk();
  expect(disk).not.toContain(secret);
  expect(disk).not.toContain('Strange sign-ins');
  expect(disk).toContain('Checkout answers 500');
});

test('E4: back online all of it goes out once, in order, with its own times', long, async () => {
  await page.goto(`${server.url}/incidents/${open.number}`);
  await page.getByRole('heading', { level: 1, name: 'Checkout answers 500' }).waitFor();
  const backAt = Date.now();
  await context.setOffline(false);
  await expect.poll(storedNotes, { timeout: 15_000 }).toHaveLength(notes + 1);
  const lines = (await linesOf(ana, open.id)).filter((line) => line.startsWith('Offline '));
  expect(lines).toEqual(Array.from({ length: notes }, (_, index) => `Offline ${index}`));
  const rows = await storedNotes();
  for (const { happened, recorded } of rows) {
    expect(Date.parse(happened)).toBeLessThan(backAt);
    expect(Date.parse(recorded)).toBeGreaterThanOrEqual(backAt);
  }
  expect(rows.map(({ happened }) => happened)).toEqual(rows.map(({ happened }) => happened).toSorted());
  const wish = /wanted to change restart payments at \d\d:\d\dZ; held by B6/;
  expect((await linesOf(ana, open.id)).at(-1)).toMatch(wish);
  await page.getByText(wish).waitFor();
  await expect.poll(keptRows).toBe(0);
  expect(await page.getByText(`Offline ${notes - 1}`, { exact: true }).count()).toBe(1);
});

test('signing out empties the cache', long, async () => {
  await page.getByRole('button', { name: 'You are Ana' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to Allclear' }).waitFor();
  const disk = await onDisk();
  expect(disk).not.toContain('Checkout answers 500');
  expect(JSON.parse(disk)).toContainEqual(['kept-reply', []]);
  expect(JSON.parse(disk)).toContainEqual(['outbox', []]);
});
