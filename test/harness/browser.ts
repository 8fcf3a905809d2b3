import { type Browser, chromium } from 'playwright-core';
import { toolPaths } from './monitoring.ts';

/** The real browser that `pretest` found. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: toolPaths().chromium,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
  });
}
