import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { build } from 'vite';
import { shellList } from '../../src/web/build/shell-list.ts';
import { toolPaths } from './monitoring.ts';
import type { TestServer } from './server.ts';

const source = join(import.meta.dirname, 'web');
const web = join(import.meta.dirname, '../../src/web');

/** Builds a page that has the cockpit's data modules and no screens. Answers with its folder. */
export async function buildTestPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'allclear-page-'));
  await build({
    root: source,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [shellList()],
    // Vitest says by NODE_ENV that this is a test; what is tested is the product.
    define: { 'import.meta.env.PROD': 'true' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: { index: join(source, 'index.html'), 'service-worker': join(web, 'service-worker.ts') },
        output: {
          entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
        },
      },
    },
  });
  return folder;
}

/** A browser with a profile on disk, which outlives it. */
export function openProfile(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: toolPaths().chromium,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
  });
}

/** Kills the browser that has this profile, as a power cut would. */
export function killBrowserOf(profile: string): void {
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const line = commandLine(name);
    if (line.includes(`--user-data-dir=${profile}`) && !line.some((word) => word.startsWith('--type='))) {
      process.kill(Number(name), 'SIGKILL');
    }
  }
}

function commandLine(process: string): string[] {
  try {
    return readFileSync(`/proc/${process}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

type SignsIn = Pick<TestServer, 'url' | 'owner'>;

/** Signs a person in as they would do it, by the link that an owner gave them, and goes to `path`. */
export async function arrive(
  page: Page,
  { url, owner }: SignsIn,
  person = 'owner@localhost',
  path = '/',
): Promise<void> {
  const { body } = await owner.send<{ link: string }>('POST', `/api/people/${person}/sign-in-link`);
  await page.goto(`${url}/sign-in${new URL(body.link).hash}`);
  await page.waitForURL((address) => address.pathname !== '/sign-in');
  await page.goto(`${url}${path}`);
}

/** A page of a person who has just signed in and sees the board. */
export async function signIn(context: BrowserContext, server: SignsIn, person: string): Promise<Page> {
  const page = await context.newPage();
  await arrive(page, server, person);
  await page.getByRole('heading', { name: 'Board' }).waitFor();
  return page;
}

/** The one line to write. */
export const lineOf = (page: Page): Locator => page.getByRole('textbox', { name: /^Write to / });

/** Opens the room of an incident and waits until it can be written in. */
export async function openRoom(page: Page, url: string, number: string): Promise<void> {
  await page.goto(`${url}/incidents/${number}`);
  await lineOf(page).waitFor();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Types a line and sends it. A verb that lacks something opens its form. */
export async function typeLine(page: Page, text: string): Promise<void> {
  await lineOf(page).focus();
  await page.keyboard.insertText(text);
  await page.keyboard.press('Enter');
}

/** The form of a verb, once it stands. */
export async function formOf(page: Page, verb: string): Promise<Locator> {
  const form = page.locator(`form[data-form="${verb}"]`);
  await form.waitFor();
  return form;
}

/** Fills the fields of an open form by their labels, and says it. */
export async function fillForm(page: Page, verb: string, values: Readonly<Record<string, string>>): Promise<void> {
  const form = await formOf(page, verb);
  for (const [label, value] of Object.entries(values)) {
    const field = form.getByLabel(new RegExp(`^${label}`)).first();
    if ((await field.count()) === 0) await form.getByRole('button', { name: /^More/ }).click();
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
  }
  await form.getByRole('button', { name: /^(Say it|Write)$/ }).click();
  await form.waitFor({ state: 'detached' });
}

/** Opens a menu and takes one of its items. */
export async function choose(page: Page, menu: Locator, item: string | RegExp): Promise<void> {
  await menu.click();
  await page.getByRole('menuitem', { name: item }).click();
}
