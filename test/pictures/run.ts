import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../harness/browser.ts';
import { freePort, spawnServer } from '../harness/child-server.ts';
import { arrive } from '../harness/cockpit.ts';
import { callerOf, ownerToken } from '../harness/server.ts';
import { scenes, type Scene, type Stage } from './scenes.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'shots');
const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const themes = ['light', 'dark'] as const;

const [readme, names] = [
  process.argv.includes('--readme'),
  process.argv.slice(2).filter((name) => name !== '--readme'),
];
const wanted = Object.entries(scenes).filter(([name]) => names.length === 0 || names.includes(name));
if (wanted.length === 0) throw new Error(`Known scenes: ${Object.keys(scenes).join(', ')}.`);

async function photograph(browser: Browser, stage: Stage, name: string, scene: Scene): Promise<void> {
  const path = await scene.set(stage);
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const theme of themes) {
      const context = await browser.newContext({
        viewport,
        colorScheme: theme,
        reducedMotion: 'reduce',
        locale: 'en-GB',
      });
      const page = await context.newPage();
      await arrive(page, stage, 'owner@localhost', path);
      await page.waitForTimeout(1500);
      await scene.act?.(page, size);
      const file = readme ? join(root, 'docs', `${name}.png`) : join(folder, `${name}-${size}-${theme}.png`);
      if (!readme || (size === 'wide' && theme === 'light')) await page.screenshot({ path: file });
      await context.close();
    }
  }
  await scene.strike?.();
  process.stdout.write(`${name}\n`);
}

mkdirSync(folder, { recursive: true });
const data = mkdtempSync(join(tmpdir(), 'allclear-pictures-'));
const server = await spawnServer({ port: await freePort(), data });
const browser = await openBrowser();
try {
  const stage: Stage = { url: server.url, owner: callerOf(server.url, ownerToken) };
  for (const [name, scene] of wanted) await photograph(browser, stage, name, scene);
} finally {
  await browser.close();
  await server.kill('SIGTERM');
  rmSync(data, { recursive: true, force: true });
}
