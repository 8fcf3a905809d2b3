import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../../harness/browser.ts';
import { type ChildServer, freePort, spawnServer } from '../../harness/child-server.ts';
import { lineOf, openRoom, signIn, typeLine } from '../../harness/cockpit.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { type Caller, callerOf, ownerToken } from '../../harness/server.ts';

const notes = 30;
const long = { timeout: 40_000 };

let database: TestDatabase;
let folder: string;
let up: () => Promise<ChildServer>;
let server: ChildServer;
let owner: Caller;
let browser: Browser;
let writer: Page;
let reader: Page;
let incident: { id: string; number: string };

beforeAll(async () => {
  [database, browser] = await Promise.all([freshDatabase(), openBrowser()]);
  folder = mkdtempSync(join(tmpdir(), 'allclear-two-'));
  const environment = {
    DATABASE_URL: database.app,
    DATABASE_OWNER_URL: database.owner,
    ALLCLEAR_MASTER_KEY: randomBytes(32).toString('base64'),
  };
  const port = await freePort();
  up = () => spawnServer({ port, data: join(folder, 'data'), environment });
  server = await up();
  owner = callerOf(server.url, ownerToken);
  [writer, reader] = [await personIn('Ana'), await personIn('Ben')];
  incident = await owner.declare('Checkout answers 500');
  for (let index = 0; index < 80; index += 1) await owner.say(incident.id, 'note', { text: `Line ${index}` });
  for (const page of [writer, reader]) {
    await openRoom(page, server.url, incident.number);
    await page.getByText('Line 79').waitFor();
  }
  await typeLine(writer, '/join');
  await reader.getByText('Ana', { exact: true }).first().waitFor();
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.kill('SIGTERM');
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function personIn(name: string): Promise<Page> {
  const person = { name, email: `${name.toLowerCase()}@example.org`, role: 'responder' };
  const { body } = await owner.send<{ id: string }>('POST', '/api/people', person);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await signIn(context, { url: server.url, owner }, body.id);
  page.setDefaultTimeout(15_000);
  return page;
}

const storedNotes = (after: number): Promise<{ version: number }[]> =>
  database.query(
    `select version from allclear.event
      where stream = 'incident:' || $1 and type = 'NoteAdded' and version > $2 order by version`,
    [incident.id, after],
  );
const newest = async (): Promise<number> => (await storedNotes(0)).at(-1)?.version ?? 0;
const versionsIn = (page: Page): Promise<number[]> =>
  page.evaluate(`[...document.querySelectorAll('article[data-version]')].map((row) => Number(row.dataset.version))`);

test('E4: what one writes the other sees, each line once and in order', long, async () => {
  const before = await newest();
  for (let index = 0; index < notes; index += 1) await typeLine(writer, `Note ${index} of a person under pressure`);
  await reader.getByText(`Note ${notes - 1} of a person`).waitFor();
  expect(await storedNotes(before)).toHaveLength(notes);
  const versions = await versionsIn(reader);
  expect(versions).toEqual(versions.map((_, index) => (versions[0] as number) + index));
  expect(versions.at(-1)).toBe(await newest());
});

test('who is here and who writes appears, and goes', long, async () => {
  const people = reader.getByRole('region', { name: 'People' });
  await people.getByText(/ here$|^here$/).waitFor();
  await lineOf(writer).pressSequentially('I am about to', { delay: 10 });
  await people.getByText('writing…').waitFor();
  await lineOf(writer).fill('');
  await people.getByText('writing…').waitFor({ state: 'detached', timeout: 25_000 });
  await writer.getByRole('link', { name: 'Board', exact: true }).click();
  await people.getByText(/ here$|^here$/).waitFor({ state: 'detached' });
  await openRoom(writer, server.url, incident.number);
});

test('whoever has scrolled up is not moved by what others write', long, async () => {
  const row = reader.getByRole('article').first();
  await row.hover();
  await reader.mouse.wheel(0, -1500);
  await expect.poll(async () => Math.min(...(await versionsIn(reader)))).toBeLessThan(70);
  await reader.waitForTimeout(300);
  const look = (): Promise<unknown> =>
    reader.evaluate(`[...document.querySelectorAll('article[data-version]')].map((row) =>
      [row.dataset.version, Math.round(row.getBoundingClientRect().top)])`);
  const before = await look();
  const count = await newest();
  for (let index = 0; index < 5; index += 1) await typeLine(writer, `Meanwhile ${index}`);
  await expect.poll(async () => (await storedNotes(count)).length).toBe(5);
  await reader.waitForTimeout(500);
  expect(await look()).toEqual(before);
  await reader.mouse.wheel(0, 10_000);
  await reader.getByText('Meanwhile 4').waitFor();
});

test('what is new since one left is marked, once', long, async () => {
  const mark = reader.getByText('new since you left');
  expect(await mark.count()).toBe(0);
  await reader.getByRole('link', { name: 'Board', exact: true }).click();
  await reader.getByRole('heading', { name: 'Board' }).waitFor();
  const left = await newest();
  for (let index = 0; index < 3; index += 1) await typeLine(writer, `While you were away ${index}`);
  await expect.poll(async () => (await storedNotes(left)).length).toBe(3);
  await reader.getByRole('link', { name: /Checkout answers 500/ }).click();
  await reader.getByText('While you were away 2').waitFor();
  await mark.waitFor();
  expect(await mark.count()).toBe(1);
  const marked = await mark.evaluate(
    (element) => element.parentElement?.querySelector<never>('[data-version]')?.['dataset']['version'],
  );
  expect(Number(marked)).toBe(left + 1);
  await reader.getByRole('link', { name: 'Board', exact: true }).click();
  await reader.getByRole('heading', { name: 'Board' }).waitFor();
  await reader.getByRole('link', { name: /Checkout answers 500/ }).click();
  await lineOf(reader).waitFor();
  await reader.getByText('While you were away 2').waitFor();
  expect(await mark.count()).toBe(0);
});

test('E4: a server that dies and comes back leaves no gap and nothing twice', long, async () => {
  const before = await newest();
  await typeLine(writer, 'Before it died');
  await reader.getByText('Before it died').waitFor();
  await server.kill('SIGKILL');
  for (const text of ['While it was down 1', 'While it was down 2']) await typeLine(writer, text);
  await writer.getByText('While it was down 2').waitFor();
  server = await up();
  await expect.poll(async () => (await storedNotes(before)).length, { timeout: 20_000 }).toBe(3);
  await typeLine(reader, 'I am back, too');
  for (const page of [writer, reader]) {
    await page.getByText('I am back, too').waitFor({ timeout: 20_000 });
    await expect.poll(async () => (await versionsIn(page)).at(-1)).toBe(await newest());
    const versions = await versionsIn(page);
    expect(versions).toEqual(versions.map((_, index) => (versions[0] as number) + index));
    expect(await page.getByText('While it was down 1').count()).toBe(1);
  }
});
