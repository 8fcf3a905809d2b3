import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { keepSeries, openExporter } from '../harness/kept-series.ts';
import { startPrometheus } from '../harness/monitoring.ts';
import type { Caller } from '../harness/server.ts';

export interface Stage {
  readonly url: string;
  readonly owner: Caller;
}

/** What a picture shows: `set` makes it be and answers the path of its screen. */
export interface Scene {
  readonly set: (stage: Stage) => Promise<string>;
  readonly act?: (page: Page, size: string) => Promise<void>;
  readonly strike?: () => Promise<void>;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function say(owner: Caller, incident: string, verb: string, body: object): Promise<void> {
  const answer = await owner.say(incident, verb, body);
  if (answer.status >= 300) throw new Error(`${verb}: ${JSON.stringify(answer.body)}`);
}

async function put(owner: Caller, name: string, document: object): Promise<void> {
  const { body } = await owner.get<{ version: number }>(`/api/settings/${name}`);
  const answer = await owner.send('PUT', `/api/settings/${name}`, { version: body.version, document });
  if (answer.status >= 300) throw new Error(`${name}: ${JSON.stringify(answer.body)}`);
}

async function checkoutRoom({ owner }: Stage): Promise<{ id: string; number: string }> {
  const declared = await owner.declare('Checkout is slow for customers in the EU', { severity: 'SEV-2' });
  const words: readonly (readonly [string, object])[] = [
    ['confirm', { evidence: 'My own order took four seconds' }],
    ['assign-role', { role: 'incident-commander', person: 'me' }],
    ['state-scope', { what: 'checkout', boundary: 'EU only', evidence: 'Latency by region' }],
    ['state-scope', { what: 'invoices', status: 'unknown' }],
    ['give-evidence', { claim: 'Login works', source: 'logged in from outside' }],
    [
      'propose-hypothesis',
      { cause: 'The pool is exhausted', thenAction: 'Recycle it', test: 'Count open connections' },
    ],
  ];
  for (const [verb, body] of words) await say(owner, declared.id, verb, body);
  return declared;
}

const seconds = 1000;
const around =
  (level: number): (() => number) =>
  () =>
    level * (0.9 + 0.2 * Math.random());
let struck: (() => Promise<void>)[] = [];

/** A room over a real Prometheus: latency rose, a change brought it down, and it is told. */
async function seeing(stage: Stage): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'allclear-picture-'));
  const exporter = await openExporter();
  const name = 'checkout_latency_seconds';
  exporter.set(name, around(0.2));
  exporter.set('eu_orders_rate', around(5));
  const labels = { job: 'shop', instance: `127.0.0.1:${exporter.port}` };
  await keepSeries(folder, labels, name, around(0.2), { minutes: 300, untilMs: 60 * seconds });
  const prometheus = await startPrometheus(folder, { shop: exporter.port });
  struck = [
    () => prometheus.stop('SIGKILL'),
    () => exporter.close(),
    async () => rmSync(folder, { recursive: true, force: true }),
  ];
  const { owner } = stage;
  await put(owner, 'sources', { sources: [{ name: 'main', kind: 'prometheus', url: prometheus.url }] });
  await put(owner, 'policy', { readEveryMs: seconds });
  const { id, number } = await checkoutRoom(stage);
  await say(owner, id, 'give-evidence', { claim: 'EU orders arrive', query: 'eu_orders_rate', healthy: '> 1' });
  await say(owner, id, 'add-signal', { name: 'latency', query: name, healthy: 'as before' });
  await say(owner, id, 'add-signal', { name: 'orders', query: 'eu_orders_rate', healthy: '> 1' });
  await wait(4 * seconds);
  exporter.set(name, around(2.5));
  await wait(15 * seconds);
  await say(owner, id, 'change', { what: 'Recycle the pool', undo: 'None needed', expected: 'Latency falls' });
  await wait(3 * seconds);
  exporter.set(name, around(0.2));
  await wait(12 * seconds);
  await say(owner, id, 'observe-change', { change: 'C1', result: 'improved', observed: 'Orders are quick again' });
  return `/incidents/${number}`;
}

async function strike(): Promise<void> {
  for (const each of struck) await each();
  struck = [];
}

/** Every scene by its name, as it is named on the command line. */
export const scenes: Readonly<Record<string, Scene>> = {
  board: {
    async set(stage) {
      await checkoutRoom(stage);
      return '/';
    },
  },
  room: { set: async (stage) => `/incidents/${(await checkoutRoom(stage)).number}` },
  update: { set: async (stage) => `/incidents/${(await checkoutRoom(stage)).number}/update` },
  brief: { set: async (stage) => `/incidents/${(await checkoutRoom(stage)).number}/brief` },
  channels: { set: async () => '/channels' },
  'status-pages': { set: async () => '/status-pages' },
  seeing: { set: seeing, strike },
  chart: {
    set: seeing,
    strike,
    async act(page, size) {
      if (size === 'phone') await page.getByRole('tab', { name: /picture/i }).click();
      await page.locator('[data-menu=signal]').first().click();
      await page.getByRole('menuitem', { name: 'Show the chart' }).click();
      await page.waitForTimeout(1000);
    },
  },
};
