import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openShop, type Shop } from '../../../src/main/drill/shop.ts';
import { type ChildServer, freePort, spawnServer } from '../../harness/child-server.ts';
import { openTerminal, type Terminal } from '../../harness/cli.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { startAlertmanager, startPrometheus, type Tool } from '../../harness/monitoring.ts';
import { ownerToken } from '../../harness/server.ts';

/** Everything that a first hour happens to: a real shop, what watches it, a server that can die, and a terminal. */
export interface Stage {
  readonly folder: string;
  readonly database: TestDatabase;
  readonly terminal: Terminal;
  readonly shop: Shop;
  readonly url: string;
  readonly prometheusUrl: string;
  /** Does at the shop what a person would do in another shell. */
  act(path: string): Promise<void>;
  /** Asks Prometheus itself. */
  value(query: string): Promise<number>;
  startMonitoring(key: string): Promise<void>;
  killPrometheus(): Promise<void>;
  /** On the port and the data that it had. */
  restartPrometheus(): Promise<void>;
  killServer(): Promise<void>;
  restartServer(): Promise<void>;
  close(): Promise<void>;
}

const rules = `groups:
  - name: shop
    rules:
      - alert: OrdersFail
        expr: sum(rate(shop_orders_total{code=~"5.."}[5s])) > 1
        labels: { severity: critical, service: checkout }
        annotations: { summary: 'Orders fail at checkout' }
`;

export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'allclear-first-hour-'));
  const database = await freshDatabase();
  const environment = {
    DATABASE_URL: database.app,
    DATABASE_OWNER_URL: database.owner,
    ALLCLEAR_MASTER_KEY: randomBytes(32).toString('base64'),
  };
  const [port, prometheusPort] = [await freePort(), await freePort()];
  const up = (): Promise<ChildServer> => spawnServer({ port, data: join(folder, 'data'), environment });
  let server = await up();
  const shop = await openShop();
  const terminal = openTerminal({ ALLCLEAR_URL: server.url, ALLCLEAR_TOKEN: ownerToken });
  const scraped = { checkout: shop.checkout.port, payments: shop.payments.port };
  let tools: readonly Tool[] = [];
  let watch = (): Promise<Tool> => startPrometheus(join(folder, 'prometheus'), scraped, rules, [], prometheusPort);
  let prometheus = await watch();
  return {
    folder,
    database,
    terminal,
    shop,
    url: server.url,
    prometheusUrl: prometheus.url,
    act: (path) => posted(shop.admin.port, path),
    value: (query) => valueOf(prometheus.url, query),
    async startMonitoring(key) {
      const alertmanager = await startAlertmanager(
        join(folder, 'alertmanager'),
        `${server.url}/in/${key}/alertmanager`,
      );
      tools = [alertmanager];
      const told = [
        { target: new URL(server.url).host, pathPrefix: `/in/${key}` },
        { target: alertmanager.target, pathPrefix: '/' },
      ];
      watch = () => startPrometheus(join(folder, 'prometheus'), scraped, rules, told, prometheusPort);
      await prometheus.stop();
      prometheus = await watch();
    },
    killPrometheus: () => prometheus.stop('SIGKILL'),
    async restartPrometheus() {
      prometheus = await watch();
    },
    killServer: () => server.kill('SIGKILL'),
    async restartServer() {
      server = await up();
    },
    async close() {
      await prometheus.stop('SIGKILL');
      await Promise.all(tools.map((tool) => tool.stop('SIGKILL')));
      terminal.close();
      await server.kill('SIGTERM');
      await shop.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function posted(port: number, path: string): Promise<void> {
  const reply = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST' });
  if (!reply.ok) throw new Error(`${path} is no act of the shop`);
}

async function valueOf(url: string, query: string): Promise<number> {
  const reply = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data } = (await reply.json()) as { data: { result: { value: [number, string] }[] } };
  return Number(data.result[0]?.value[1]);
}

/** The settings as an operator writes them, with a window that this shop can live through. */
export function settingsFile({ folder, prometheusUrl }: Stage): string {
  const file = join(folder, 'settings.yaml');
  writeFileSync(
    file,
    `kind: sources
sources:
  - { name: main, kind: prometheus, url: '${prometheusUrl}' }
---
kind: policy
allClearWindowMs: 12000
allClearWindowReason: this shop lives for two minutes
readEveryMs: 1000
observationSpacingMs: 1000
effectWithinMs: 5000
`,
  );
  return file;
}
