import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownCertificate } from '../../../src/platform/tls.ts';
import { openTerminal, type Terminal } from '../../harness/cli.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { toolPaths } from '../../harness/monitoring.ts';
import { startServer, type TestServer } from '../../harness/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'allclear-tls-'));
let terminal: Terminal;
let database: TestDatabase;
let server: TestServer;
let browser: BrowserContext;

/** A browser that trusts the authority which `tls init` made, by the fingerprint of what it signed. */
function trusting(cert: Buffer): Promise<BrowserContext> {
  const key = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  const pin = createHash('sha256').update(key).digest('base64');
  return chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: toolPaths().chromium,
    args: ['--no-sandbox', '--disable-gpu', `--ignore-certificate-errors-spki-list=${pin}`],
  });
}

beforeAll(async () => {
  terminal = openTerminal();
  const made = await terminal.run(['tls', 'init', '--data', folder]);
  expect(made.code, made.err).toBe(0);
  const tls = ownCertificate(folder);
  if (tls === null) throw new Error('tls init made nothing');
  database = await freshDatabase();
  server = await startServer(database, { tls, dataFolder: folder });
  browser = await trusting(tls.cert);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
  terminal.close();
  rmSync(folder, { recursive: true, force: true });
});

test('over TLS made by `tls init` the cockpit is kept and written to without a server', async () => {
  expect(server.url).toMatch(/^https:/);
  const page = await browser.newPage();
  page.setDefaultTimeout(8000);
  await page.goto(`${server.url}/sign-in#${server.running.ownerSecret}`);
  await page.waitForURL(/set-up/);
  await page.goto(server.url);
  await page.evaluate('navigator.serviceWorker.ready.then(() => null)');
  await page.getByLabel('What is wrong, in one line').fill('Checkout answers 500');
  await page.keyboard.press('Enter');
  const line = page.getByRole('textbox', { name: /^Write to/ });
  await line.waitFor();
  await page.getByText('declared SEV-2').waitFor();
  await page.reload();
  await page.waitForFunction('navigator.serviceWorker.controller !== null');
  await line.waitFor();
  await page.getByText('declared SEV-2').waitFor();

  // What was read is kept a moment later, so that nobody waits for the disk.
  await page.waitForTimeout(1000);
  await browser.setOffline(true);
  await page.reload();
  await page.getByText('declared SEV-2').waitFor();
  await line.fill('Nothing answers from the train');
  await line.press('Enter');
  await page.getByText('kept', { exact: true }).waitFor();
  await browser.setOffline(false);
  await page.getByText('kept', { exact: true }).waitFor({ state: 'detached' });
  await expect
    .poll(() => database.query("select from allclear.event where type = 'NoteAdded'"), { timeout: 10_000 })
    .toHaveLength(1);
});
