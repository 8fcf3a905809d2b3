import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../../harness/browser.ts';
import { lineOf, openRoom, signIn } from '../../harness/cockpit.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { type Caller, startServer, type TestServer } from '../../harness/server.ts';

let database: TestDatabase;
let server: TestServer;
let browser: Browser;
let page: Page;
let ana: Caller & { readonly id: string };
let incident: string;
const sent: string[] = [];

beforeAll(async () => {
  [database, browser] = await Promise.all([freshDatabase(), openBrowser()]);
  server = await startServer(database);
  ana = await server.person('Ana', 'responder');
  await server.person('Zorblax', 'responder');
  const { id, number } = await ana.declare('Orders fail');
  incident = id;
  page = await signIn(await browser.newContext({ viewport: { width: 1440, height: 900 } }), server, ana.id);
  page.setDefaultTimeout(10_000);
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(`${request.url()} ${request.postData() ?? ''}`);
  });
  await openRoom(page, server.url, number);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

const marks = (): Locator => page.locator('[data-finding]');
const log = async (): Promise<string> => JSON.stringify((await ana.get(`/api/incidents/${incident}/log`)).body);

async function write(text: string): Promise<void> {
  await lineOf(page).fill(text);
}

describe('while somebody writes a note', () => {
  test('E2: blame is pointed at, with a reason, and the roster is known', async () => {
    await write('zorblax broke the login again');
    await page.locator('[data-finding=blame]').waitFor();
    expect(await marks().locator('mark').innerText()).toContain('zorblax broke');
    expect(await marks().innerText()).toContain('Use this');
    await write('Kyle is restarting the proxy');
    await marks().waitFor({ state: 'detached' });
  });

  test('E3: a promise about time has the honest sentence ready, one tap away', async () => {
    await write('We are draining the queue, and it will be fixed in ten minutes.');
    await page.locator('[data-finding=eta]').waitFor();
    await page.getByRole('button', { name: /^Use this/ }).focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => lineOf(page).inputValue())
      .toBe(
        "We are draining the queue. We don't know yet when this will be fixed; I will tell you the moment I have a clearer picture.",
      );
    await marks().waitFor({ state: 'detached' });
  });

  test('E2 and E3: nothing stops Enter, and nothing of it is sent or stored', async () => {
    await write('Sam forgot to renew the certificate, back in ten minutes');
    await marks().first().waitFor();
    await lineOf(page).press('Enter');
    await expect.poll(log).toContain('Sam forgot to renew the certificate, back in ten minutes');
    await marks().first().waitFor({ state: 'detached' });
    const told = [await log(), ...sent].join('\n');
    expect(told).not.toMatch(/blame|hides what in the system|clearer picture|finding/i);
  });

  test('a verb is not read as prose', async () => {
    await write('/note Sam broke the build');
    await page.waitForTimeout(600);
    expect(await marks().count()).toBe(0);
    await write('');
  });
});
