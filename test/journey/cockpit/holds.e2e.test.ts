import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../../harness/browser.ts';
import { choose, fillForm, openRoom, signIn } from '../../harness/cockpit.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { linesOf, typesOf } from '../../harness/log.ts';
import { type Caller, startServer, type TestServer } from '../../harness/server.ts';

type Person = Caller & { readonly id: string };

let database: TestDatabase;
let server: TestServer;
let browser: Browser;
let page: Page;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  [database, browser] = await Promise.all([freshDatabase(), openBrowser()]);
  server = await startServer(database);
  ana = await server.person('Ana', 'responder');
  ben = await server.person('Ben', 'responder');
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await signIn(context, server, ana.id);
  page.setDefaultTimeout(10_000);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

const hold = (practice: string): Locator => page.locator(`[role=alert][data-hold="${practice}"]`);

/** A room that is confirmed and scoped, and who commands it, opened in the browser. */
async function room(title: string, commander: Person): Promise<string> {
  const { id, number } = await ana.declare(title);
  const say = async (verb: string, body: object): Promise<void> => {
    const by = verb === 'assign-role' ? commander : ana;
    expect((await by.say(id, verb, body)).status, verb).toBe(201);
  };
  await say('assign-role', { role: 'incident-commander' });
  await say('confirm', { evidence: 'seen' });
  await say('state-scope', { what: 'orders' });
  await openRoom(page, server.url, number);
  return id;
}

async function makeChange(values: Readonly<Record<string, string>>): Promise<void> {
  await page.getByRole('button', { name: 'Make a change' }).click();
  await fillForm(page, 'change', values);
}

test('A1: what cannot be taken back waits for a look at the instruments, then goes on alone with its target typed', async () => {
  const id = await room('Orders table is corrupt', ana);
  await makeChange({ What: 'restore the orders table', Touches: 'orders-db', Undo: 'none: last writes are lost' });
  const card = hold('A1');
  await card.waitFor();
  expect(await card.innerText()).toMatch(/a look at the instruments.*alone/s);
  await card.getByRole('button', { name: 'Check an instrument' }).click();
  await fillForm(page, 'check-instrument', { Instrument: 'database log', 'How you know': 'newest line is 1 s old' });
  await choose(page, page.getByRole('button', { name: 'Verbs for C1' }), 'Start it');
  await card.getByRole('button', { name: 'Alone: type its target…' }).click();
  await fillForm(page, 'start-change', { Target: 'orders-db' });
  await page.getByRole('heading', { name: 'C1 restore the orders table' }).waitFor();
  await expect.poll(() => linesOf(ana, id)).toContain('C1 started alone: restore the orders table');
});

test('B6: an override goes on in the same step, with its reason, and the log keeps it', async () => {
  const id = await room('Payments wedge', ana);
  await makeChange({ What: 'restart payments', Undo: 'none needed', Touches: 'payments' });
  await page.getByRole('heading', { name: 'C1 restart payments' }).waitFor();
  await makeChange({ What: 'raise the pool', Undo: 'set it back', Touches: 'payments' });
  const card = hold('B6');
  await card.getByRole('button', { name: 'Override with a reason…' }).click();
  await card.getByLabel('Why it is right to go on now').fill('Customers are charged twice meanwhile');
  await card.getByRole('button', { name: 'Override B6' }).click();
  await card.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: /^C\d raise the pool/ }).waitFor();
  const [override] = (await linesOf(ana, id)).filter((line) => line.includes('Customers are charged twice meanwhile'));
  expect(override).toMatch(/B6/);
  expect(await typesOf(database, id)).toContain('GuardrailOverridden');
});

test('B5: a change that adds risk waits for the commander’s go', async () => {
  const id = await room('Search is slow', ben);
  await makeChange({
    What: 'double the load on the replica',
    Undo: 'halve it again',
    Touches: 'replica',
    'Added risk': 'the replica falls behind',
  });
  const card = hold('B5');
  await card.waitFor();
  expect(await card.innerText()).toMatch(/the replica falls behind/);
  // Only the commander can give it.
  expect(await card.getByRole('button', { name: 'Give the go' }).count()).toBe(0);
  expect((await ben.say(id, 'approve-change', { change: 'C1' })).status).toBe(201);
  await choose(page, page.getByRole('button', { name: 'Verbs for C1' }), 'Start it');
  await page.getByRole('heading', { name: 'C1 double the load on the replica' }).waitFor();
  await card.waitFor({ state: 'detached' });
  expect(await typesOf(database, id)).toEqual(expect.arrayContaining(['ChangeApproved', 'ChangeStarted']));
});

test('B5: the commander gives the go in the room', async () => {
  const id = await room('Mail is slow', ana);
  const plan = { what: 'double the load', undo: 'halve it', touches: ['mail'], addedRisk: 'it falls behind' };
  expect((await ben.say(id, 'propose-change', plan)).status).toBe(201);
  await choose(page, page.getByRole('button', { name: 'Verbs for C1' }), 'Give the go');
  await expect.poll(() => typesOf(database, id)).toContain('ChangeApproved');
});

test('D3: what comes back before what it needs is cautioned, and goes on', async () => {
  const id = await room('The hall is dark', ana);
  await page.getByRole('button', { name: 'A restore order' }).click();
  await fillForm(page, 'plan-restore', { Services: 'database, checkout' });
  await page.getByRole('button', { name: 'checkout, waits' }).waitFor();
  await page.locator('[data-verb=sketch-dependency]').first().click();
  await fillForm(page, 'sketch-dependency', { From: 'checkout', 'Depends on|On': 'database' });
  await choose(page, page.getByRole('button', { name: 'checkout, waits' }), 'Begin to restore it');
  const caution = page.locator('[role=status]').filter({ hasText: 'D3' });
  await caution.waitFor();
  expect(await caution.innerText()).toContain('database');
  await page.getByRole('button', { name: 'checkout, verifying' }).waitFor();
  expect(await typesOf(database, id)).toEqual(expect.arrayContaining(['CommandCautioned']));
  await page.getByRole('button', { name: 'Understood' }).click();
  await caution.waitFor({ state: 'detached' });
});

test('E1: a hunt for the cause is parked while it is live', async () => {
  const id = await room('Invoices fail', ana);
  await page.getByRole('button', { name: 'Propose a cause' }).click();
  await fillForm(page, 'propose-hypothesis', { Cause: 'the release of this morning' });
  await page.getByRole('heading', { name: 'Parked for later' }).waitFor();
  await page.getByText('until the all-clear', { exact: true }).waitFor();
  expect(await typesOf(database, id)).toContain('CauseParked');
});

test('A3: a side channel is registered, and what was found in it is asked for until it is back', async () => {
  const id = await room('Carrier drops calls', ana);
  await page.getByRole('button', { name: 'A side channel' }).click();
  await fillForm(page, 'open-side-channel', { Name: 'Vendor call', Why: 'their engineers are on it' });
  const channels = page.getByRole('region', { name: 'Side channels' });
  await channels.getByText('nothing came back yet').waitFor();
  await choose(page, page.getByRole('button', { name: 'Verbs for Vendor call' }), 'Bring findings back…');
  await fillForm(page, 'return-findings', { Findings: 'A line card was replaced at 14:20' });
  await channels.getByText(/^findings back/).waitFor();
  await expect.poll(() => linesOf(ana, id)).toContain('found in Vendor call: A line card was replaced at 14:20');
});
