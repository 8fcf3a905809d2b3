import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../../harness/browser.ts';
import { busyRoom, fireAlert, settleServices } from '../../harness/busy-room.ts';
import { arrive, choose, fillForm, lineOf, openRoom, typeLine } from '../../harness/cockpit.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { typesOf } from '../../harness/log.ts';
import { startServer, type TestServer } from '../../harness/server.ts';
import { openPage, type WatchedPage } from '../../harness/watched-page.ts';

let database: TestDatabase;
let server: TestServer;
let browser: Browser;
let busy: string;

beforeAll(async () => {
  [database, browser] = await Promise.all([freshDatabase(), openBrowser()]);
  server = await startServer(database);
  await settleServices(server);
  busy = (await busyRoom(server, database)).number;
  await fireAlert(server, 'CheckoutFails');
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

async function personIn(person: string, path = '/'): Promise<WatchedPage> {
  const watched = await openPage(browser, { viewport: { width: 1440, height: 900 } });
  watched.page.setDefaultTimeout(10_000);
  await arrive(watched.page, server, person, path);
  return watched;
}

/** Makes somebody of this role; answers their id and e-mail address. */
async function newPerson(name: string, role: string): Promise<{ id: string; email: string }> {
  const email = `${name.toLowerCase()}@example.org`;
  const { body } = await server.owner.send<{ id: string }>('POST', '/api/people', { name, email, role });
  return { id: body.id, email };
}

/** Everything that this browser keeps of Allclear in IndexedDB, as text. */
const keptBy = (page: Page): Promise<string> =>
  page.evaluate(`new Promise((resolve) => {
    indexedDB.open('allclear').onsuccess = ({ target: { result: database } }) => {
      const names = [...database.objectStoreNames];
      const transaction = database.transaction(names);
      const all = names.map((name) => transaction.objectStore(name).getAll());
      transaction.oncomplete = () => resolve(JSON.stringify(all.map(({ result }) => result)));
    };
  })`);

const writes = '[data-verb], [data-next], textarea, form, [data-menu=room], [data-menu=item]';

describe('a viewer', () => {
  let watched: WatchedPage;
  let page: Page;
  beforeAll(async () => {
    const { id } = await newPerson('Vera', 'viewer');
    watched = await personIn(id);
    ({ page } = watched);
  }, 30_000);

  test('reads the board and is offered no verb', async () => {
    await page.getByRole('link', { name: /Checkout fails for EU customers/ }).waitFor();
    await page.getByText('Firing, in no room').waitFor();
    await page.getByText('CheckoutFails').waitFor();
    expect(await page.locator(writes).count()).toBe(0);
    expect(await page.getByRole('button', { name: /Declare|Attach/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'Alerts' }).click();
    await page.getByText('CheckoutFails').waitFor();
    expect(await page.getByRole('button', { name: /Declare|Attach/ }).count()).toBe(0);
    await page.goBack();
  });

  test('reads the room and is offered no verb', async () => {
    await page.getByRole('link', { name: /Checkout fails for EU customers/ }).click();
    await page.getByText('under half a percent').waitFor();
    await page
      .getByRole('heading', { name: /^C1|C2/ })
      .first()
      .waitFor();
    await page.getByText('Pool exhausted').first().waitFor();
    expect(
      await page.locator(writes).evaluateAll((found) => found.map((each) => each.outerHTML.slice(0, 120))),
    ).toEqual([]);
    expect(await lineOf(page).count()).toBe(0);
    await page.locator('[data-menu=signal]').first().click();
    await expect.poll(() => page.getByRole('menuitem').allInnerTexts()).toEqual(['Show the chart']);
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', { name: /: verbs$/ })
      .last()
      .click();
    await expect.poll(() => page.getByRole('menuitem').allInnerTexts()).toEqual(['Copy the link to it']);
    await page.keyboard.press('Escape');
  });

  test('finds places in the palette, and nothing to say', async () => {
    await page.keyboard.press('ControlOrMeta+k');
    const palette = page.getByRole('dialog');
    await palette.getByRole('option', { name: 'Alerts' }).waitFor();
    expect(await palette.locator('[data-verb], form').count()).toBe(0);
    expect(await palette.getByRole('option', { name: 'Set-up' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+d');
    await page.keyboard.press('Alt+c');
    await page.waitForTimeout(200);
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(watched.faults).toEqual([]);
  });
});

test('C4: a stakeholder reads briefs wherever they go, and can sign out', async () => {
  const { id } = await newPerson('Stella', 'stakeholder');
  const { page, faults } = await personIn(id);
  for (const path of ['/', '/alerts']) {
    await page.goto(server.url + path);
    await page.getByRole('heading', { name: 'Briefs' }).waitFor();
  }
  await page.goto(`${server.url}/incidents/${busy}`);
  await page.waitForURL(`${server.url}/brief/${busy}`);
  await page.getByText('Questions').waitFor();
  await page.waitForTimeout(1_500);
  // The room itself is refused, and that is all.
  expect(faults.filter((fault) => !fault.includes('403'))).toEqual([]);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await page.getByLabel('Password').waitFor();
  expect(await database.query('select from allclear.session where person = $1', [id])).toEqual([]);
});

describe('a private incident', () => {
  const title = 'Strange sign-ins at night';
  let ana: Page;
  let ben: WatchedPage;
  let benEmail: string;
  let incident: { id: string; number: string };

  beforeAll(async () => {
    const first = await server.person('Ana', 'responder');
    const second = await newPerson('Ben', 'responder');
    benEmail = second.email;
    incident = await first.declare(title, { private: true });
    ana = (await personIn(first.id)).page;
    ben = await personIn(second.id);
    await openRoom(ana, server.url, incident.number);
    await typeLine(ana, 'It began at one address');
    await ana.getByText('It began at one address').waitFor();
  }, 60_000);

  test('is not there for whoever is not a member', async () => {
    const { page } = ben;
    await page.getByRole('link', { name: /Checkout fails/ }).waitFor();
    expect(await page.getByText(title).count()).toBe(0);
    await page.goto(`${server.url}/incidents/${incident.number}`);
    await page.getByText('This room is not to be seen').waitFor();
    expect(await page.getByText(/Strange sign-ins|one address/).count()).toBe(0);
    await page.getByRole('link', { name: 'Go to the board' }).click();
    await page.getByRole('heading', { name: 'Board' }).waitFor();
  });

  test('opens live for whoever is let in, on the board and at its address', async () => {
    const { page } = ben;
    const waiting = await page.context().newPage();
    await waiting.goto(`${server.url}/incidents/${incident.number}`);
    await waiting.getByText('This room is not to be seen').waitFor();
    await choose(ana, ana.getByRole('button', { name: 'More to say of this incident' }), 'Let somebody in');
    await fillForm(ana, 'add-member', { Person: benEmail });
    await expect.poll(() => typesOf(database, incident.id)).toContain('MemberAdded');
    await waiting.getByText('It began at one address').waitFor();
    await waiting.close();
    await page.getByRole('link', { name: new RegExp(title) }).click();
    await page.getByText('It began at one address').waitFor();
    await typeLine(ana, 'Now from a second one');
    await page.getByText('Now from a second one').waitFor();
    await typeLine(page, 'I see it, too');
    await ana.getByText('I see it, too').waitFor();
  });

  test('goes within seconds from whoever is taken out while they look, and nothing of it stays', async () => {
    const { page } = ben;
    expect(await keptBy(page)).not.toMatch(/Strange sign-ins|one address|second one/);
    await choose(ana, ana.getByRole('button', { name: 'More to say of this incident' }), 'Take somebody out');
    await fillForm(ana, 'remove-member', { Person: benEmail });
    await page.getByText('This room is not to be seen').waitFor({ timeout: 8_000 });
    expect(await page.getByText(/Strange sign-ins|one address|second one/).count()).toBe(0);
    expect(await typesOf(database, incident.id)).toContain('MemberRemoved');
    expect(await keptBy(page)).not.toMatch(/Strange sign-ins|one address|second one|I see it/);
    await page.getByRole('link', { name: 'Go to the board' }).click();
    await page.getByRole('link', { name: /Checkout fails/ }).waitFor();
    await expect.poll(() => page.getByText(title).count()).toBe(0);
    expect(await page.title()).not.toContain('Strange');
  });

  test('that has turned private is gone from the disk of whoever looked at it', async () => {
    const { page } = ben;
    const open = await server.owner.declare('Odd exports of orders');
    await server.owner.say(open.id, 'note', { text: 'Forty thousand rows' });
    await openRoom(page, server.url, open.number);
    await page.getByText('Forty thousand rows').waitFor();
    await expect.poll(() => keptBy(page)).toContain('Forty thousand rows');
    expect((await server.owner.say(open.id, 'set-kind', { kind: 'security' })).status).toBe(201);
    await page.getByText('This room is not to be seen').waitFor({ timeout: 8_000 });
    await expect.poll(() => keptBy(page)).not.toMatch(/Forty thousand rows|Odd exports/);
  });
});

test('with more than one incident open, the line names the one it writes to', async () => {
  const { id } = await newPerson('Cem', 'responder');
  const other = await server.owner.declare('Nightly export is late', { severity: 'SEV-3' });
  const { page, faults } = await personIn(id);
  for (const number of [busy, other.number]) {
    await page.goto(`${server.url}/incidents/${number}`);
    const line = page.getByRole('textbox', { name: `Write to incident ${number}, or / for a verb` });
    await line.waitFor();
    expect(await line.getAttribute('placeholder')).toContain(number);
  }
  await typeLine(page, 'It is only late');
  await page.getByText('It is only late').waitFor();
  await expect.poll(() => typesOf(database, other.id)).toContain('NoteAdded');
  expect(faults).toEqual([]);
});
