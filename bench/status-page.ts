import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, spawnServer } from '../test/harness/child-server.ts';
import { callerOf, ownerToken } from '../test/harness/server.ts';
import { shown } from './figures.ts';

const seconds = 10;
const connections = 32;
const generator = join(import.meta.dirname, 'status-page/load.ts');
const components = Array.from({ length: 20 }, (_each, index) => ({ key: `part-${index}`, name: `Part ${index}` }));

interface Found {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  readonly failed: number;
}

/** How many readers a status page bears, and how soon they see what is published, on one machine with its readers. */
export async function run(options: readonly string[]): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'allclear-bench-'));
  const server = await spawnServer({ port: await freePort(), data });
  const owner = callerOf(server.url, ownerToken);
  const document = { pages: [{ slug: 'shop', name: 'Shop', components }] };
  await owner.send('PUT', '/api/settings/status-pages', { version: 0, document });
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const publish = async (index: number): Promise<number> => {
    const began = performance.now();
    const title = `Problem ${index}`;
    const said = { id: randomUUID(), title, text: 'We see it.', components: [`part-${index}=partial_outage`] };
    await owner.send('POST', '/api/status-pages/shop/notices', said);
    while (!(await (await fetch(`${server.url}/status/shop`)).text()).includes(title)) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return performance.now() - began;
  };
  const soon = [];
  for (let index = 0; index < 10; index += 1) soon.push(await publish(index));
  print(`from publishing until it is read: longest of ten ${shown(Math.max(...soon))} ms`);
  for (const path of ['/status/shop', '/status/shop/api/v2/summary.json']) {
    const bytes = (await (await fetch(server.url + path)).arrayBuffer()).byteLength;
    const args = [generator, server.url + path, String(options.includes('--short') ? 2 : seconds), String(connections)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const { perSecond, p50, p99, worst, failed } = JSON.parse(stdout) as Found;
    print(
      `${path} (${bytes} bytes): ${Math.round(perSecond)}/s, p50 ${shown(p50)} ms, p99 ${shown(p99)} ms, worst ${shown(worst)} ms, ${failed} failed`,
    );
  }
  await server.kill('SIGTERM');
  rmSync(data, { recursive: true, force: true });
}
