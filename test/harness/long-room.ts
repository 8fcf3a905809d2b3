import { randomUUID } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import type { Instant } from '../../src/domain/time.ts';
import type { Running } from '../../src/main/start.ts';
import { lineOf } from './cockpit.ts';
import { type Caller } from './server.ts';

export interface LongRoom {
  readonly number: string;
  readonly newest: string;
}

const batch = 1000;

/** A room whose log has so many entries, appended as the store appends them and much faster than people write. */
export async function seedLongRoom(running: Running, owner: Caller, entries: number): Promise<LongRoom> {
  const { id, number } = await owner.declare('A long night');
  const { person } = (await owner.get<{ person: { id: string } }>('/api/me')).body;
  const stream = `incident:${id}`;
  for (let from = 0; from < entries; from += batch) {
    await running.core.log.unit([stream], async (unit) => {
      const note = (index: number) => ({
        type: 'NoteAdded',
        body: { text: `Line ${index}: ${'pods of payments restart, and queues grow. '.repeat((index % 5) + 1)}` },
        commandId: randomUUID(),
        causedBy: null,
        policyVersion: 0,
        actor: `person:${person.id}`,
        happenedAt: unit.now as Instant,
      });
      unit.append(
        stream,
        Array.from({ length: Math.min(batch, entries - from) }, (_, index) => note(from + index)),
      );
    });
  }
  const newest = 'And this is the newest line';
  const command = randomUUID();
  // The first command after so many entries reads them all, and a busy machine may ask for another try.
  for (let tries = 0; ; tries += 1) {
    const last = await owner.say(id, 'note', { id: command, text: newest });
    if (last.status === 201 || last.status === 200) break;
    if (tries === 5) throw new Error(JSON.stringify(last.body));
  }
  return { number, newest };
}

/** Milliseconds from the start of the navigation until the newest line has been painted; the shell is warm. */
export async function openingMs(context: BrowserContext, url: string, { number, newest }: LongRoom): Promise<number> {
  const page = await context.newPage();
  await page.addInitScript(`
    const look = () => {
      const rows = document.querySelectorAll('article[data-version]');
      if (rows.length > 0 && rows[rows.length - 1].innerText.includes(${JSON.stringify(newest)})) {
        // The frame after the one in which it was found has it on the screen.
        requestAnimationFrame(() => { window.shownAt = performance.now(); });
      } else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  `);
  await page.goto(`${url}/incidents/${number}`);
  const took: number = await page.evaluate(`new Promise((resolve) => {
    const look = () => (window.shownAt === undefined ? setTimeout(look, 10) : resolve(window.shownAt));
    look();
  })`);
  await page.close();
  return took;
}

export interface Scrolling {
  /** Milliseconds of each task that took longer than 50 ms. */
  readonly longTasksMs: readonly number[];
  /** The oldest entry that came into sight. */
  readonly reached: number;
}

/** Scrolls the log up, and down again. */
export async function scrollThrough(page: Page, steps: number): Promise<Scrolling> {
  await page.evaluate(`
    window.longTasks = [];
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask' });
  `);
  await page.getByRole('article').first().hover();
  let reached = Infinity;
  for (let step = 0; step < steps; step += 1) {
    if (step === steps / 2) reached = await page.evaluate(`Number(document.querySelector('article').dataset.version)`);
    await page.mouse.wheel(0, step < steps / 2 ? -2500 : 2500);
    await page.waitForTimeout(16);
  }
  return { longTasksMs: await page.evaluate('window.longTasks'), reached };
}

export interface Typing {
  /** The longest that a key waited for its handler. */
  readonly delayMs: number;
  /** The longest that the handlers of a key took, rendering included. */
  readonly handlingMs: number;
}

/** Types so many characters into the line. What the browser does not tell of, was on the screen within 16 ms. */
export async function typingTimes(page: Page, characters: number): Promise<Typing> {
  await page.evaluate(`
    window.slowKeys ??= [];
    window.slowKeys.length = 0;
    window.keyObserver ??= new PerformanceObserver((list) => window.slowKeys.push(...list.getEntries()));
    window.keyObserver.observe({ type: 'event', durationThreshold: 16 });
  `);
  const line = lineOf(page);
  await line.focus();
  await page.keyboard.type('payments restart and queues grow; '.repeat(characters).slice(0, characters), { delay: 5 });
  await page.waitForTimeout(100);
  const typing: Typing = await page.evaluate(`(() => {
    const keys = window.slowKeys.filter(({ name }) => /^(key|input|beforeinput|textinput)/i.test(name));
    return {
      delayMs: Math.max(0, ...keys.map(({ processingStart, startTime }) => processingStart - startTime)),
      handlingMs: Math.max(0, ...keys.map(({ processingStart, processingEnd }) => processingEnd - processingStart)),
    };
  })()`);
  await line.fill('');
  return typing;
}
