import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { type Running, start } from '../src/main/start.ts';
import { openBrowser } from '../test/harness/browser.ts';
import { openRoom, signIn } from '../test/harness/cockpit.ts';
import { type LongRoom, openingMs, scrollThrough, seedLongRoom, typingTimes } from '../test/harness/long-room.ts';
import { type Caller, callerOf, ownerToken } from '../test/harness/server.ts';
import { median, shown } from './figures.ts';

const entries = 10_000;
const characters = 1_000;
const scrollSteps = 400;
const rounds = 5;
const target = { openMs: 300, taskMs: 50, keyMs: 16 };

/** The whole product with a database of its own in this folder. */
const startIn = (dataFolder: string): Promise<Running> =>
  start({
    dataFolder,
    databaseUrl: null,
    ownerUrl: null,
    masterKey: undefined,
    allowShiftedClock: false,
    log: () => undefined,
    host: '127.0.0.1',
    port: 0,
    tls: null,
    trustedProxies: [],
    webhookNets: [],
    cockpit: join(import.meta.dirname, '../dist/web'),
    ownerToken,
    logLevel: 'error',
    version: '0.0.0-bench',
  });

interface Figures {
  readonly openMs: number;
  readonly taskMs: number;
  readonly delayMs: number;
  readonly handlingMs: number;
}

async function round(context: BrowserContext, url: string, room: LongRoom): Promise<Figures> {
  const openMs = await openingMs(context, url, room);
  const page = await context.newPage();
  await openRoom(page, url, room.number);
  const { longTasksMs } = await scrollThrough(page, scrollSteps);
  const { delayMs, handlingMs } = await typingTimes(page, characters);
  await page.close();
  return { openMs, taskMs: Math.max(0, ...longTasksMs), delayMs, handlingMs };
}

async function contextOf(url: string, owner: Caller, room: LongRoom): Promise<BrowserContext> {
  const person = { name: 'Ana', email: 'ana@example.org', role: 'responder' };
  const { body } = await owner.send<{ id: string }>('POST', '/api/people', person);
  const browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await signIn(context, { url, owner }, body.id);
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  await openRoom(page, url, room.number);
  await page.close();
  return context;
}

/** A room of 10,000 entries in a browser: opened with a warm shell, scrolled through, typed in. Fails over a target. */
export async function run(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'allclear-bench-'));
  const server = await startIn(data);
  const owner = callerOf(server.url, ownerToken);
  const room = await seedLongRoom(server, owner, entries);
  const context = await contextOf(server.url, owner, room);
  const found: Figures[] = [];
  for (let index = 0; index < rounds; index += 1) found.push(await round(context, server.url, room));
  await context.browser()?.close();
  await server.stop();
  rmSync(data, { recursive: true, force: true });
  const of = (name: keyof Figures): number => median(found.map((figures) => figures[name]));
  const lines = [
    ['newest entries painted after', of('openMs'), target.openMs],
    ['longest task over 50 ms while scrolling (0: none)', of('taskMs'), target.taskMs],
    ['longest wait of a key', of('delayMs'), target.keyMs],
    ['longest handling of a key', of('handlingMs'), target.keyMs],
  ] as const;
  for (const [says, ms, most] of lines) {
    process.stdout.write(`${says}: ${shown(ms)} ms (target ${most} ms)${ms > most ? ', MISSED' : ''}\n`);
  }
  if (lines.some(([, ms, most]) => ms > most)) process.exitCode = 1;
}
