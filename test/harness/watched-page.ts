import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page that remembers every origin it asked for anything, and everything that went wrong in it. */
export interface WatchedPage {
  readonly page: Page;
  readonly origins: Set<string>;
  readonly faults: string[];
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  const origins = new Set<string>();
  const faults: string[] = [];
  context.on('request', (request) => {
    const { origin } = new URL(request.url());
    // What the page makes itself, such as a picture that was pasted, goes nowhere.
    if (origin !== 'null') origins.add(origin);
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} (${message.location().url})`);
  });
  return { page, origins, faults };
}
