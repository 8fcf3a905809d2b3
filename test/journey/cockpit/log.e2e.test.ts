import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBrowser } from '../../harness/browser.ts';
import { arrive, choose, fillForm, lineOf, openRoom, typeLine } from '../../harness/cockpit.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { type Caller, startServer, type TestServer } from '../../harness/server.ts';
import { openPage } from '../../harness/watched-page.ts';

const picture = readFileSync(join(import.meta.dirname, '../../../src/web/public/icon-192.png'));
const many = 600;

let database: TestDatabase;
let server: TestServer;
let browser: Browser;
let ana: Caller & { readonly id: string };
let page: Page;
let other: Page;
let incident: { id: string; number: string };
const faults: string[][] = [];

async function personIn(person: string): Promise<Page> {
  const watched = await openPage(browser, { viewport: { width: 1440, height: 900 } });
  await watched.page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  await arrive(watched.page, server, person);
  watched.page.setDefaultTimeout(10_000);
  faults.push(watched.faults);
  return watched.page;
}

beforeAll(async () => {
  [database, browser] = await Promise.all([freshDatabase(), openBrowser()]);
  server = await startServer(database);
  ana = await server.person('Ana', 'responder');
  await server.person('Ben', 'responder');
  page = await personIn(ana.id);
  other = await personIn('owner@localhost');
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
  expect(faults.flat()).toEqual([]);
});

/** How wide a picture is once it has been read. */
const widthOf = (image: unknown): number => (image as { naturalWidth: number }).naturalWidth;

const entryOf = (where: Page, text: string | RegExp): Locator => where.getByRole('article').filter({ hasText: text });

/** Does to an element what a person does with a mouse or a clipboard that holds a file or a text. */
const give = (
  where: Page,
  event: 'paste' | 'drop',
  what: { readonly bytes?: Buffer; readonly name?: string; readonly mediaType?: string; readonly text?: string },
  element = 'textarea',
): Promise<boolean> =>
  where.evaluate(`(() => {
    const data = new DataTransfer();
    const { base64, name, mediaType, text } = ${JSON.stringify({ ...what, bytes: null, base64: what.bytes?.toString('base64') })};
    if (base64) {
      const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      data.items.add(new File([bytes], name, { type: mediaType }));
    }
    if (text) data.setData('text/plain', text);
    const more = { bubbles: true, cancelable: true };
    const event = '${event}' === 'paste'
      ? new ClipboardEvent('paste', { clipboardData: data, ...more })
      : new DragEvent('drop', { dataTransfer: data, ...more });
    return document.querySelector('${element}').dispatchEvent(event);
  })()`);

/** Pastes a text as a person does, from the clipboard. */
async function pasteText(where: Page, text: string): Promise<void> {
  await where.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await lineOf(where).focus();
  await where.keyboard.press('ControlOrMeta+v');
}

interface Stored {
  readonly id: string;
  readonly version: number;
  readonly body: Readonly<Record<string, never>> | null;
}
interface StoredFile {
  readonly digest: string;
  readonly name: string;
  readonly mediaType: string;
}

/** What the server kept of a type; bodies are sealed in the database, so it has to open them. */
const stored = async (type: string): Promise<Stored[]> =>
  (
    await ana.get<{ items: (Stored & { type: string })[] }>(`/api/incidents/${incident.id}/log?limit=500`)
  ).body.items.filter((entry) => entry.type === type);
const storedFiles = async (): Promise<StoredFile[]> =>
  (await stored('FileAttached')).map(({ body }) => (body as unknown as { file: StoredFile }).file);
const storedNotes = async (): Promise<string[]> =>
  (await stored('NoteAdded')).map(({ body }) => String((body as unknown as { text: string } | null)?.text));

/** An attached file as the server gives it out. */
async function fileFromServer(digest: string): Promise<Buffer> {
  const reply = await fetch(`${server.url}/api/incidents/${incident.id}/attachments/${digest}`, {
    headers: { authorization: `Bearer ${ana.token}` },
  });
  return Buffer.from(await reply.arrayBuffer());
}

describe('what is written', () => {
  beforeEach(async () => {
    incident = await ana.declare('Checkout answers 500');
    for (const where of [page, other]) await openRoom(where, server.url, incident.number);
  });

  test('a pasted picture is shown to everybody', async () => {
    expect(await give(page, 'paste', { bytes: picture, name: 'screen.png', mediaType: 'image/png' })).toBe(false);
    for (const where of [page, other]) {
      const image = where.getByRole('img', { name: 'Picture screen.png' });
      await image.waitFor();
      await expect.poll(() => image.evaluate(widthOf)).toBe(192);
    }
    const [file] = await storedFiles();
    const digest = createHash('sha256').update(picture).digest('hex');
    expect(file).toMatchObject({ name: 'screen.png', mediaType: 'image/png' });
    expect(file?.digest).toContain(digest);
    expect((await fileFromServer(file?.digest as string)).equals(picture)).toBe(true);
  });

  test('a file may be dropped anywhere in the room', async () => {
    const bytes = Buffer.from('order,failed\n4711,yes\n');
    await give(page, 'drop', { bytes, name: 'orders.csv', mediaType: 'text/csv' }, 'h1');
    for (const where of [page, other]) await where.getByRole('link', { name: /orders\.csv/ }).waitFor();
    const [file] = await storedFiles();
    expect(file).toMatchObject({ name: 'orders.csv', mediaType: 'text/csv' });
    expect((await fileFromServer(file?.digest as string)).equals(bytes)).toBe(true);
  });

  test('pasted output of 300 lines is folded, and unfolds', async () => {
    const text = Array.from({ length: 300 }, (_, index) => `02:50:11 edge-3 reset ${index}`).join('\n');
    await pasteText(page, text);
    await page.keyboard.press('Enter');
    for (const where of [page, other]) {
      const entry = entryOf(where, 'edge-3 reset 0');
      await entry.getByRole('button', { name: 'Show all 300 lines' }).waitFor();
      expect(await entry.innerText()).not.toContain('reset 299');
    }
    const entry = entryOf(page, 'edge-3 reset 0');
    await entry.getByRole('button', { name: 'Show all 300 lines' }).click();
    expect(await entry.innerText()).toContain('reset 299');
    await entry.getByRole('button', { name: 'Fold' }).click();
    expect(await entry.innerText()).not.toContain('reset 299');
    expect(await storedNotes()).toEqual([text]);
  });

  test('a text too long for a line becomes a file, also on top of what stands in the line', async () => {
    const text = `${'x'.repeat(99)}\n`.repeat(150);
    await lineOf(page).fill('y'.repeat(6_000));
    await pasteText(page, text);
    const entry = entryOf(page, 'pasted.txt');
    await entry.getByRole('button', { name: 'Show it here' }).click();
    await entry.getByRole('button', { name: /^Show all 15\d lines$/ }).waitFor();
    expect(await lineOf(page).inputValue()).toBe('y'.repeat(6_000));
    await pasteText(page, text.repeat(2));
    await expect.poll(storedFiles).toHaveLength(2);
    const [first, second] = await storedFiles();
    expect((await fileFromServer(first?.digest as string)).toString()).toBe(text);
    expect((await fileFromServer(second?.digest as string)).toString()).toBe(text.repeat(2));
    expect(await storedNotes()).toEqual([]);
  });

  test('the 20,001st character is refused kindly', async () => {
    await lineOf(page).fill('z'.repeat(19_999));
    await lineOf(page).press('End');
    expect(await page.getByText('20,000 characters').count()).toBe(0);
    await page.keyboard.type('zz');
    await page.getByRole('status').filter({ hasText: '20,000 characters' }).waitFor();
    expect((await lineOf(page).inputValue()).length).toBe(20_000);
    await page.keyboard.press('Enter');
    await expect.poll(storedNotes).toEqual(['z'.repeat(20_000)]);
    expect(await page.getByText('20,000 characters').count()).toBe(0);
  });

  test('a link, somebody’s name and code are shown as such', async () => {
    await lineOf(page).pressSequentially('ask @be');
    await page.getByRole('option', { name: '@Ben' }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => lineOf(page).inputValue()).toBe('ask @Ben ');
    await page.keyboard.insertText(
      'about `p99=840ms`, see https://grafana.example.org/d/1. Or write to ops@example.org',
    );
    await page.keyboard.press('Enter');
    for (const where of [page, other]) {
      const entry = entryOf(where, 'p99=840ms');
      await entry.waitFor();
      expect(await entry.locator('b').allInnerTexts()).toEqual(['@Ben']);
      expect(await entry.locator('code').allInnerTexts()).toEqual(['p99=840ms']);
      const link = entry.getByRole('link', { name: 'https://grafana.example.org/d/1', exact: true });
      expect(await link.getAttribute('href')).toBe('https://grafana.example.org/d/1');
      expect(await link.getAttribute('rel')).toContain('noopener');
    }
    expect(await storedNotes()).toEqual([
      'ask @Ben about `p99=840ms`, see https://grafana.example.org/d/1. Or write to ops@example.org',
    ]);
  });

  test('the arrows choose among the people who are offered', async () => {
    await lineOf(page).pressSequentially('@');
    const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
    await expect.poll(() => options.count()).toBeGreaterThan(2);
    const second = await options.nth(1).locator('span').first().innerText();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => options.nth(1).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Tab');
    await expect.poll(() => lineOf(page).inputValue()).toBe(`${second.trim()} `);
  });

  test('an entry is corrected from its menu: both say so', async () => {
    await typeLine(page, 'Orders fail since 02:40');
    await choose(page, entryOf(page, 'since 02:40').getByRole('button', { name: /: verbs$/ }), 'Correct it…');
    await fillForm(page, 'correct', { Text: 'Orders fail since 02:14' });
    const [note] = await stored('NoteAdded');
    const [correction] = await stored('EntryCorrected');
    for (const where of [page, other]) {
      await entryOf(where, 'since 02:14')
        .getByRole('link', { name: `corrects ${note?.version}` })
        .waitFor();
      await entryOf(where, 'since 02:40')
        .getByRole('link', { name: `corrected in ${correction?.version}` })
        .waitFor();
    }
    expect(correction?.body).toMatchObject({ text: 'Orders fail since 02:14' });
  });

  test('an owner redacts an entry: its body is gone everywhere', async () => {
    await typeLine(page, 'The password is swordfish');
    const verbs = entryOf(other, 'swordfish').getByRole('button', { name: /: verbs$/ });
    await entryOf(page, 'swordfish')
      .getByRole('button', { name: /: verbs$/ })
      .click();
    expect(await page.getByRole('menuitem', { name: 'Redact it…' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await choose(other, verbs, 'Redact it…');
    await fillForm(other, 'redact', { Reason: 'A secret' });
    for (const where of [page, other]) {
      await where.getByText('The body of this entry was destroyed').waitFor();
      expect(await where.getByText('swordfish').count()).toBe(0);
    }
    const [note] = await stored('NoteAdded');
    expect(note?.body).toBeNull();
    expect(await database.query('select from allclear.event_body where event_id = $1', [note?.id])).toEqual([]);
    expect(await database.query('select from allclear.event where id = $1', [note?.id])).toHaveLength(1);
    const kept = `new Promise((resolve) => {
      indexedDB.open('allclear').onsuccess = ({ target }) => {
        target.result.transaction('kept-reply').objectStore('kept-reply').getAll().onsuccess = (event) =>
          resolve(JSON.stringify(event.target.result));
      };
    })`;
    await expect.poll(() => page.evaluate(kept)).not.toContain('swordfish');
  });

  test('a half-typed line survives a reload, and one that was sent does not come back', async () => {
    await lineOf(page).pressSequentially('I was about to say');
    await page.reload();
    await lineOf(page).waitFor();
    expect(await lineOf(page).inputValue()).toBe('I was about to say');
    await lineOf(page).press('Enter');
    await expect.poll(storedNotes).toEqual(['I was about to say']);
    await page.reload();
    await lineOf(page).waitFor();
    expect(await lineOf(page).inputValue()).toBe('');
  });

  test('cards of causes and changes live through their states', async () => {
    const say = async (verb: string, body: object): Promise<void> => {
      expect((await ana.say(incident.id, verb, body)).status, verb).toBe(201);
    };
    const says = (card: Locator, state: string): Promise<void> => card.getByText(state, { exact: true }).waitFor();
    await page.evaluate('window.sameDocument = true');
    await say('confirm', { evidence: 'seen' });
    await say('state-scope', { what: 'orders' });
    await say('propose-hypothesis', { cause: 'Pool exhausted', thenAction: 'raise the pool' });
    const cause = entryOf(page, 'Hypothesis H1');
    await says(cause, 'open');
    await say('rule-hypothesis', { hypothesis: 'H1', verdict: 'refuted', evidence: '31 of 200' });
    await says(cause, 'refuted');
    await say('propose-change', { what: 'Restart the pods', undo: 'none needed', touches: ['orders'] });
    const change = entryOf(page, 'Change C1');
    await says(change, 'proposed');
    await say('start-change', { change: 'C1' });
    await says(change, 'started');
    await say('observe-change', { change: 'C1', result: 'improved', observed: 'Errors stop' });
    await says(change, 'improved');
    await change.getByText('Seen: Errors stop.').waitFor();
    expect(await page.evaluate('window.sameDocument')).toBe(true);
  });
});

describe(`in a log of ${many} entries`, () => {
  beforeAll(async () => {
    incident = await ana.declare('Nightly export is late');
    for (let version = 2; version <= many; version += 1) {
      const change = version % 200 === 100;
      const body = change
        ? { what: `Retry ${version}`, undo: 'stop it', touches: ['export'] }
        : { text: `Line ${version}` };
      await ana.say(incident.id, change ? 'propose-change' : 'note', body);
    }
  }, 60_000);

  test.each([3, 300, 598])('the link of entry %i opens afresh at it', async (version) => {
    const fresh = await page.context().newPage();
    await fresh.goto(`${server.url}/incidents/${incident.number}#e${version}`);
    const entry = fresh.locator(`#e${version}`);
    await entry.getByText(version === 300 ? 'Change C2' : `Line ${version}`).waitFor();
    await fresh.waitForTimeout(500);
    const top = (await entry.boundingBox())?.y;
    expect(await entry.getAttribute('class')).toContain('bg-accent-soft');
    expect(top).toBeGreaterThan(50);
    expect(top).toBeLessThan(850);
    expect(await fresh.locator('article.bg-accent-soft').count()).toBe(1);
    await fresh.close();
  });

  test('the filter shows only changes, and everything again', async () => {
    await openRoom(page, server.url, incident.number);
    await page.getByText(`Line ${many}`).waitFor();
    const filter = page.getByRole('combobox', { name: 'Show' });
    const articles = page.getByRole('article');
    await filter.selectOption('changes');
    await expect.poll(() => articles.count()).toBe(3);
    expect(await articles.evaluateAll((all) => all.map((each) => each.id))).toEqual(['e100', 'e300', 'e500']);
    await filter.selectOption('updates');
    await page.getByText('No entry of this kind').waitFor();
    await page.evaluate(`location.hash = '#e4'`);
    await page.locator('#e4.bg-accent-soft').waitFor();
    expect(await filter.inputValue()).toBe('all');
    await expect.poll(() => articles.count()).toBeGreaterThan(10);
  });

  test('every entry is printed, with its number and its times in UTC', async () => {
    await openRoom(page, server.url, incident.number);
    await page.evaluate('window.print = () => { window.printed = true; }');
    await page.getByRole('button', { name: 'Print the log' }).click();
    await expect.poll(() => page.evaluate('window.printed')).toBe(true);
    await page.emulateMedia({ media: 'print' });
    const printed = await page.locator('tbody').filter({ visible: true }).innerText();
    const cells = printed.split('\n').map((row) => row.split('\t'));
    const events = await database.query<{ version: number; happened: string; recorded: string }>(
      `select version, to_char(happened_at at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS') as happened,
          to_char(recorded_at at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS') as recorded
        from allclear.event where stream = $1 order by version`,
      [`incident:${incident.id}`],
    );
    expect(events.length).toBeGreaterThanOrEqual(many);
    expect(cells.map((row) => row.slice(0, 3))).toEqual(
      events.map(({ version, happened, recorded }) => [String(version), happened, recorded]),
    );
    expect(cells[4]).toEqual(expect.arrayContaining(['Ana', 'Line 5']));
    expect(await lineOf(page).isVisible()).toBe(false);
    const paper = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(paper.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(5);
    await page.emulateMedia({ media: 'screen' });
  });
});
