import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../../harness/browser.ts';
import { arrive } from '../../harness/cockpit.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { openExporter, type Exporter } from '../../harness/kept-series.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPrometheus, type Tool } from '../../harness/monitoring.ts';
import { crampedTargets, smallTexts } from '../../harness/page-checks.ts';
import { startServer, type TestServer } from '../../harness/server.ts';

const soon = { timeout: 30_000, interval: 200 };
const wide = { viewport: { width: 1440, height: 900 } } as const;
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

let folder: string;
let exporter: Exporter;
let prometheus: Tool;
let database: TestDatabase;
let server: TestServer;
let browser: Browser;
let incident: { id: string; number: string };
const contexts: BrowserContext[] = [];

async function pageOf(options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const context = await browser.newContext(options);
  contexts.push(context);
  const page = await context.newPage();
  await arrive(page, server, 'owner@localhost', `/incidents/${incident.number}`);
  return page;
}

async function say(verb: string, body: object): Promise<void> {
  const answer = await server.owner.say(incident.id, verb, body);
  expect(answer.status, `${verb}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
}

const stored = async (type: string): Promise<Record<string, unknown>[]> => {
  const { body } = await server.owner.get<{ items: { type: string; body: Record<string, unknown> }[] }>(
    `/api/incidents/${incident.id}/log?limit=500`,
  );
  return body.items.filter((entry) => entry.type === type).map((entry) => entry.body);
};

const watched = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** A room in which a change brought latency down ten minutes ago. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'allclear-seeing-'));
  exporter = await openExporter();
  exporter.set('latency_seconds', () => 2 + Math.random() / 10);
  [database, browser] = await Promise.all([freshDatabase(), openBrowser()]);
  prometheus = await startPrometheus(folder, { shop: exporter.port });
  server = await startServer(database);
  const service = { name: 'checkout', signals: [{ name: 'orders', query: 'orders_rate', healthy: '> 1' }] };
  const documents = {
    sources: { sources: [{ name: 'main', kind: 'prometheus', url: prometheus.url }] },
    policy: { readEveryMs: 1000 },
    catalog: { services: [service] },
  };
  for (const [name, document] of Object.entries(documents)) {
    const { version } = (await server.owner.get<{ version: number }>(`/api/settings/${name}`)).body;
    expect((await server.owner.send('PUT', `/api/settings/${name}`, { version, document })).status).toBe(200);
  }
  incident = await server.owner.declare('Checkout is slow', { severity: 'SEV-3' });
  await say('confirm', { evidence: 'My own order took four seconds' });
  await say('state-scope', { what: 'checkout' });
  await say('give-evidence', { claim: 'Login works', source: 'logged in from outside' });
}, 90_000);
afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  await browser.close();
  await server.stop();
  await database.drop();
  await prometheus.stop('SIGKILL');
  await exporter.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the room', () => {
  test('D4: offers what the catalog knows as a key signal', async () => {
    const page = await pageOf(wide);
    const offered = page.getByRole('button', { name: /^Watch orders/ });
    await offered.waitFor();
    await offered.press('Enter');
    const query = page.getByLabel(/^Query/);
    await query.waitFor();
    expect(await query.inputValue()).toBe('orders_rate');
    await query.fill('sum(rate(orders_total[5m])');
    await page.getByText(/at character \d+: is not PromQL from here on/).waitFor();
  }, 30_000);

  test('B2: evidence is looked at again with one key, and what is asked by itself says so', async () => {
    const page = await pageOf(wide);
    const line = page.locator('[data-menu=row]', { hasText: 'Login works' });
    await line.focus();
    await page.keyboard.press('v');
    await expect.poll(() => stored('EvidenceGiven'), soon).toHaveLength(2);
    expect((await stored('EvidenceGiven'))[1]).toMatchObject({ key: 'E1', again: true, works: true });
    await say('give-evidence', { claim: 'The exporter is up', query: 'latency_seconds', healthy: '> 0' });
    await page.getByText(/asked by itself · main · 2\.\d+ at \d\d:\d\d, must be > 0/).waitFor();
  }, 60_000);

  test('B8: the effect of a change stands in the log, in words and as a picture', async () => {
    await say('add-signal', { name: 'latency', query: 'latency_seconds', healthy: '< 1' });
    await watched(10);
    await say('change', { what: 'Recycle the pool', undo: 'None needed' });
    exporter.set('latency_seconds', () => 0.2 + Math.random() / 100);
    await watched(12);
    await database.moveClock(11 * 60_000);
    await expect.poll(() => stored('EffectMeasured'), soon).toHaveLength(1);
    const page = await pageOf(wide);
    await page.getByText('Effect of C1').waitFor();
    await page.getByText(/latency fell from 2\.\d+ to 0\.2\d+ within \d+ s of the start/).waitFor();
    await page.getByRole('img', { name: 'latency around the start of C1' }).waitFor();
    const seen = await new AxeBuilder({ page }).analyze();
    expect(seen.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }, 90_000);

  test('and on a phone it can be read', async () => {
    const page = await pageOf(phone);
    await page.getByText('Effect of C1').scrollIntoViewIfNeeded();
    expect(await smallTexts(page)).toEqual([]);
    expect(await crampedTargets(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  }, 30_000);
});
