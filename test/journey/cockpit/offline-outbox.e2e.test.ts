import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestPage, killBrowserOf, openProfile } from '../../harness/cockpit.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { sessionOf, startServer, type TestServer } from '../../harness/server.ts';
import type { TestPage } from '../../harness/test-page.ts';

interface InPage {
  readonly page: TestPage;
}

const notes = 200;
let database: TestDatabase;
let server: TestServer;
let folder: string;
let profile: string;
let session: string;
let context: BrowserContext;
let stopped = false;

beforeAll(async () => {
  [folder, database] = await Promise.all([buildTestPage(), freshDatabase()]);
  server = await startServer(database, { cockpit: folder });
  profile = mkdtempSync(join(tmpdir(), 'allclear-profile-'));
  session = await sessionOf(server.url, server.running.ownerSecret as string);
  context = await opened();
}, 60_000);
afterAll(async () => {
  await context.close();
  if (!stopped) await server.stop();
  await database.drop();
  for (const made of [folder, profile]) rmSync(made, { recursive: true, force: true });
});

/** The browser, signed in. */
async function opened(): Promise<BrowserContext> {
  const browser = await openProfile(profile);
  const cookie = { name: '__Host-allclear', value: session, domain: '127.0.0.1', path: '/' };
  await browser.addCookies([{ ...cookie, secure: true, httpOnly: true, sameSite: 'Lax' }]);
  return browser;
}

async function openTab(): Promise<Page> {
  const tab = await context.newPage();
  await tab.goto(server.url);
  await tab.evaluate(() => (globalThis as unknown as InPage).page.me);
  return tab;
}

const connectionOf = (tab: Page): Promise<string> =>
  tab.evaluate(() => (globalThis as unknown as InPage).page.live.connection());
const live = (tab: Page): Promise<void> => expect.poll(() => connectionOf(tab), { timeout: 10_000 }).toBe('live');
const keptIn = (tab: Page): Promise<{ id: string; happenedAt: string; state: string }[]> =>
  tab.evaluate(() =>
    (globalThis as unknown as InPage).page.outbox
      .kept()
      .map(({ id, happenedAt, state }) => ({ id, happenedAt, state })),
  );
const heardIn = (tab: Page, incident: string): Promise<number[]> =>
  tab.evaluate(
    (room) =>
      (globalThis as unknown as InPage).page.heard
        .filter((entry) => entry.incident === room)
        .map(({ position }) => position),
    incident,
  );

interface StoredNote {
  readonly id: string;
  readonly happened: string;
  readonly position: number;
}
async function storedNotes(incident: string): Promise<StoredNote[]> {
  const rows = await database.query<{ command_id: string; happened_at: Date; position: string }>(
    `select command_id, happened_at, position from allclear.event
      where stream like '%' || $1 and type = 'NoteAdded' order by version`,
    [incident],
  );
  return rows.map(({ command_id: id, happened_at: at, position }) => ({
    id,
    happened: at.toISOString(),
    position: Number(position),
  }));
}

test('E4: 200 notes said offline survive a kill of the browser: none lost or doubled, in order, with their times', async () => {
  const { id: incident } = await server.owner.declare('Offline');
  const tab = await openTab();
  await live(tab);

  const online = await tab.evaluate(
    (room) => (globalThis as unknown as InPage).page.outbox.send('note', room, { text: 'online' }),
    incident,
  );
  expect(online.kind).toBe('accepted');

  await context.setOffline(true);
  const kinds = await tab.evaluate(
    async ([room, count]) => {
      const { outbox } = (globalThis as unknown as InPage).page;
      const said: string[] = [];
      for (let index = 0; index < count; index += 1) {
        said.push((await outbox.send('note', room, { text: `offline ${index}` })).kind);
      }
      return said;
    },
    [incident, notes] as const,
  );
  expect(kinds).toEqual(Array(notes).fill('kept'));
  await expect.poll(() => keptIn(tab)).toHaveLength(notes);
  const said = await keptIn(tab);
  expect(await connectionOf(tab)).toBe('offline');
  killBrowserOf(profile);
  await context.close().catch(() => undefined);

  context = await opened();
  const began = Date.now();
  const tabs = await Promise.all([openTab(), openTab()]);
  for (const each of tabs) await expect.poll(() => keptIn(each), { timeout: 15_000 }).toEqual([]);
  expect(Date.now() - began).toBeLessThan(10_000);

  const [first, ...rest] = await storedNotes(incident);
  expect(first?.happened).not.toBe(undefined);
  expect(rest.map(({ id, happened }) => ({ id, happenedAt: happened }))).toEqual(
    said.map(({ id, happenedAt }) => ({ id, happenedAt })),
  );
  await Promise.all(tabs.map((each) => each.close()));
}, 60_000);

test('two tabs share one stream; when its holder closes the other goes on, without gap or double', async () => {
  const { id: incident } = await server.owner.declare('Two tabs');
  const streams: Page[] = [];
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/stream') streams.push(request.frame().page());
  });
  const tabs = [await openTab(), await openTab()];
  for (const tab of tabs) await live(tab);
  expect(streams).toHaveLength(1);

  const say = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) await server.owner.say(incident, 'note', { text: `${index}` });
  };
  await say(5);
  const [holder] = streams;
  const follower = tabs.find((tab) => tab !== holder) as Page;
  await expect.poll(() => heardIn(follower, incident)).toHaveLength(5);
  await Promise.all([say(20), (holder as Page).close()]);
  await say(5);
  await expect.poll(() => heardIn(follower, incident), { timeout: 10_000 }).toHaveLength(30);
  expect(await heardIn(follower, incident)).toEqual((await storedNotes(incident)).map(({ position }) => position));
  expect(streams).toHaveLength(2);
  expect(await connectionOf(follower)).toBe('live');
}, 30_000);

test('without a server the cockpit opens, knows its person as of then, and forgets everything at sign-out', async () => {
  const tab = await openTab();
  const worker = (await tab.evaluate(
    'navigator.serviceWorker.ready.then((ready) => ready.active.scriptURL)',
  )) as string;
  expect(worker).toBe(`${server.url}/service-worker.js`);
  await server.stop();
  stopped = true;
  await tab.goto(`${server.url}/incidents/7`);
  const { keptAt } = await tab.evaluate(() => (globalThis as unknown as InPage).page.me);
  expect(keptAt).toBeGreaterThan(Date.now() - 60_000);
  await expect.poll(() => connectionOf(tab), { timeout: 5_000 }).toBe('offline');
  const failed = await tab.evaluate(() =>
    (globalThis as unknown as InPage).page.signOut().then(
      () => 'signed out',
      () => 'only here',
    ),
  );
  expect(failed).toBe('only here');
  await tab.reload();
  const unknown = tab.evaluate(() =>
    (globalThis as unknown as InPage).page.me.then(
      () => 'known',
      () => 'unknown',
    ),
  );
  expect(await unknown).toBe('unknown');
}, 30_000);
