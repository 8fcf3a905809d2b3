import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../../harness/browser.ts';
import { arrive } from '../../harness/cockpit.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { openMailbox } from '../../harness/mailbox.ts';
import { type Caller, startServer, type TestServer } from '../../harness/server.ts';

let database: TestDatabase;
let server: TestServer;
let browser: Browser;
let ana: Caller & { readonly id: string };
let incident: { id: string; number: string };

const bodies = async (type: string): Promise<Record<string, unknown>[]> => {
  const { body } = await server.owner.get<{ items: { type: string; body: Record<string, unknown> }[] }>(
    `/api/incidents/${incident.id}/log?limit=500`,
  );
  return body.items.filter((entry) => entry.type === type).map((entry) => entry.body);
};
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const pages: BrowserContext[] = [];
async function pageOf(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext(options);
  pages.push(context);
  return context.newPage();
}

beforeAll(async () => {
  [database, browser] = await Promise.all([freshDatabase(), openBrowser()]);
  server = await startServer(database);
  ana = await server.person('Ana', 'responder');
  incident = await server.owner.declare('Checkout fails', { severity: 'SEV-2' });
  await server.owner.say(incident.id, 'confirm', { evidence: 'three failed orders' });
  await server.owner.say(incident.id, 'state-scope', { what: 'checkout', boundary: 'EU only' });
  await server.owner.say(incident.id, 'assign-role', { role: 'incident-commander', person: ana.id });
}, 60_000);
afterAll(async () => {
  await Promise.all(pages.map((context) => context.close()));
  await browser.close();
  await server.stop();
  await database.drop();
});

describe('an update', () => {
  test('C6: is marked while it is typed, held when it is sent, and mended with one key', async () => {
    const page = await pageOf({ viewport: { width: 1440, height: 900 } });
    await arrive(page, server, ana.id, `/incidents/${incident.number}/update`);
    const status = page.getByLabel('How it stands');
    await status.focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('Orders fail in the EU; it should be fixed within the hour.');
    const mark = page.locator('[data-finding=eta]');
    await mark.waitFor();
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Send the update' }).press('Enter');
    await page.locator('[data-hold=C6]').waitFor();
    expect(await bodies('UpdateSent')).toEqual([]);
    expect(await bodies('UpdateDrafted')).toHaveLength(1);
    await mark.getByRole('button', { name: /^Use this/ }).press('Enter');
    await mark.waitFor({ state: 'detached' });
    expect(await status.inputValue()).toContain('moment I have a clearer picture');
    await page.getByRole('button', { name: 'Send the update' }).press('Enter');
    await page.getByText('Sent.').waitFor();
    const [sent] = await bodies('UpdateSent');
    expect(sent).toMatchObject({ audience: 'leadership', know: 'Affected: checkout (EU only)' });
    expect(sent?.['status']).not.toMatch(/within the hour/);
  }, 30_000);

  test('C2: its next time is a promise that the room shows', async () => {
    const [promised] = await bodies('UpdatePromised');
    expect(Number(promised?.['at'])).toBeGreaterThan(Date.now() + 20 * 60_000);
    const page = await pageOf({ viewport: { width: 1440, height: 900 } });
    await arrive(page, server, ana.id, `/incidents/${incident.number}`);
    await page.getByRole('button', { name: /^Update to leadership is due in/ }).click();
    await page.waitForURL(/\/update/);
    await page
      .getByText(/Promised for/)
      .first()
      .waitFor();
  }, 30_000);

  test('C1: the holding statement is read aloud from a phone, and that it was told is one tap', async () => {
    const other = await server.owner.declare('Search is slow', { severity: 'SEV-2' });
    await server.owner.say(other.id, 'confirm', { evidence: 'seen' });
    await server.owner.say(other.id, 'state-scope', { what: 'search' });
    const page = await pageOf(phone);
    await arrive(page, server, ana.id, `/incidents/${other.number}/update`);
    await page.getByText(/without interruption/).waitFor();
    await page.getByLabel('Told whom').fill('Head of shop');
    await page.getByRole('button', { name: 'I have read it to them' }).tap();
    await expect
      .poll(async () => {
        const { body } = await server.owner.get<{ items: { told: string }[] }>(`/api/incidents/${other.id}/updates`);
        return body.items.map(({ told }) => told);
      })
      .toEqual(['Head of shop, spoken']);
  }, 30_000);
});

describe('C4: leaders', () => {
  let eva: Caller & { readonly id: string };

  test('are led to the brief, and what they ask is answered in the next update', async () => {
    eva = await server.person('Eva', 'stakeholder');
    const page = await pageOf(phone);
    await arrive(page, server, eva.id, `/incidents/${incident.number}`);
    await page.waitForURL(/\/brief\//);
    await page.getByText(/^Next update at/).waitFor();
    await page.getByText('Until then the team works without interruption.').waitFor();
    await page.getByLabel('Ask something').fill('Is data lost?');
    await page.getByRole('button', { name: 'Ask', exact: true }).tap();
    await page.getByText('answered in the next update').first().waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    const room = await pageOf({ viewport: { width: 1440, height: 900 } });
    await arrive(room, server, ana.id, `/incidents/${incident.number}/update`);
    await room.goto(`${server.url}/incidents/${incident.number}`);
    await room
      .getByText(/1 questions? waits? for the next update|checkout/)
      .first()
      .waitFor();
    expect(await room.locator('[data-log]').getByText('Is data lost?').count()).toBe(0);
    await room.goto(`${server.url}/incidents/${incident.number}/update`);
    await room.getByLabel(/^Q1 Is data lost/).fill('No data is lost.');
    await room.getByRole('button', { name: 'Send the update' }).press('Enter');
    await room.getByText('Sent.').waitFor();
    await page.getByText('No data is lost.').waitFor({ timeout: 10_000 });
    expect((await bodies('UpdateSent')).at(-1)?.['answers']).toEqual([{ question: 'Q1', answer: 'No data is lost.' }]);
  }, 40_000);

  test('come into the room when the commander lets them in, and not before', async () => {
    expect((await eva.get(`/api/incidents/${incident.id}/log`)).status).toBe(403);
    const admitted = await ana.say<{ cautions: { practice: string }[] }>(incident.id, 'admit-stakeholder', {
      person: eva.id,
    });
    expect(admitted.body.cautions.map(({ practice }) => practice)).toEqual(['C4']);
    expect((await eva.get(`/api/incidents/${incident.id}/log`)).status).toBe(200);
    expect((await eva.say(incident.id, 'note', { text: 'and now?' })).status).toBe(403);
  });

  test('read by a personal link without signing in, which is shown once and can be ended', async () => {
    const room = await pageOf({ viewport: { width: 1440, height: 900 } });
    await arrive(room, server, ana.id, `/incidents/${incident.number}/update`);
    await room.getByLabel('A personal link for').fill('Head of shop');
    await room.getByRole('button', { name: 'Make a link' }).press('Enter');
    const link = room.getByLabel(/^Shown once/);
    await link.waitFor();
    const address = new URL(await link.inputValue());
    const page = await pageOf(phone);
    await page.goto(`${server.url}${address.pathname}${address.hash}`);
    await page.getByRole('heading', { name: 'Checkout fails' }).waitFor();
    expect(page.url()).toBe(`${server.url}/brief`);
    await page.getByLabel('Ask something').fill('Which countries?');
    await page.getByRole('button', { name: 'Ask', exact: true }).tap();
    await expect.poll(async () => (await bodies('QuestionAsked')).at(-1)).toMatchObject({ by: 'Head of shop' });
    await room.getByText('opened 1×').waitFor({ timeout: 10_000 });
    await room.getByRole('button', { name: 'End the link of Head of shop' }).press('Enter');
    await page.reload();
    await page.getByRole('heading', { name: 'This brief is closed' }).waitFor();
  }, 40_000);

  test('A5: see one sentence before there is a shape', async () => {
    const early = await server.owner.declare('Something is odd', { severity: 'SEV-2' });
    const page = await pageOf(phone);
    await arrive(page, server, eva.id, `/brief/${early.number}`);
    await page.getByText(/^It was reported at .* and is being checked/).waitFor();
    const held = await server.owner.say(early.id, 'send-update', { status: 'Something is odd with orders.' });
    expect(held.body).toMatchObject({ practice: 'A5' });
  }, 30_000);
});

describe('channels', () => {
  test('are set up and tried by the keyboard alone, and the password is not shown again', async () => {
    const mail = await openMailbox();
    const page = await pageOf({ viewport: { width: 1440, height: 900 } });
    await arrive(page, server, 'owner@localhost', '/channels');
    await page.getByRole('button', { name: 'Add email' }).press('Enter');
    const type = async (label: string | RegExp, text: string): Promise<void> => {
      await page.getByLabel(label).focus();
      await page.keyboard.insertText(text);
    };
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByText('is needed').first().waitFor();
    await type('Mail server', '127.0.0.1');
    await type(/^Port/, String(mail.port));
    await page.getByLabel(/^Security/).selectOption('none');
    await type('From', 'allclear@example.org');
    await type(/^Password/, 'a secret');
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByRole('button', { name: 'Send test…' }).press('Enter');
    await type('Send a test to', 'me@example.org');
    await page.keyboard.press('Enter');
    await page.getByText('It was taken.').waitFor();
    expect(mail.to('me@example.org').map(({ subject }) => subject)).toEqual(['Allclear: test of a channel']);
    await page.getByRole('button', { name: 'Change' }).press('Enter');
    expect(await page.getByLabel(/^Password/).inputValue()).toBe('');
    await page.getByText('Set; left empty it stays as it is.').waitFor();
    const { body } = await server.owner.get<object>('/api/channels');
    expect(JSON.stringify(body)).not.toContain('a secret');
    await mail.close();
  }, 30_000);
});
