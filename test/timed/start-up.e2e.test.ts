import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort, spawnServer } from '../harness/child-server.ts';

let data: string;
afterEach(() => rmSync(data, { recursive: true, force: true }));

/** Milliseconds from starting the program until `/readyz` says so. */
async function readyAfter(): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const server = await spawnServer({ port, data });
  while ((await fetch(`${server.url}/readyz`)).status !== 200) await new Promise((resolve) => setTimeout(resolve, 10));
  const took = performance.now() - started;
  await server.kill('SIGTERM');
  return took;
}

// What else the machine does counts against us, so the best of three counts.
describe('up answers /readyz', { timeout: 60_000, retry: 4 }, () => {
  test('within 4 s on a new data folder, and within 1.5 s on an existing one', async () => {
    data = mkdtempSync(join(tmpdir(), 'allclear-start-'));
    chmodSync(data, 0o755);
    expect(await readyAfter()).toBeLessThan(4000);
    expect(await readyAfter()).toBeLessThan(1500);
  });
});
