import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { freePort } from './child-server.ts';

const pathsFile = join(import.meta.dirname, '../../.runtime/test-tools/paths.json');

interface ToolPaths {
  readonly prometheus: string;
  readonly promtool: string;
  readonly alertmanager: string;
  readonly amtool: string;
  readonly victoria: string;
  readonly pgbouncer: string;
  readonly chromium: string;
  readonly newsboat: string;
  readonly khal: string;
}

/** Where `pretest` found or put the real tools. */
export function toolPaths(): ToolPaths {
  if (!existsSync(pathsFile)) {
    throw new Error('The tools of the tests are missing. Run: npm run pretest');
  }
  return JSON.parse(readFileSync(pathsFile, 'utf8')) as ToolPaths;
}

/** A small real service with metrics, that fails when it is broken and works again only when it is mended. */
export interface FailingService {
  readonly port: number;
  break(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function openFailingService(): Promise<FailingService> {
  let broken = false;
  const counts = { 200: 0, 500: 0 };
  const server = createServer((request, response) => {
    if (request.url === '/metrics') {
      const lines = Object.entries(counts).map(([code, count]) => `checkout_requests_total{code="${code}"} ${count}`);
      response.setHeader('content-type', 'text/plain; version=0.0.4').end(`${lines.join('\n')}\n`);
      return;
    }
    const code = broken ? 500 : 200;
    counts[code] += 1;
    response.writeHead(code).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const customers = setInterval(() => {
    fetch(`http://127.0.0.1:${port}/buy`).then(
      (reply) => reply.body?.cancel(),
      () => undefined, // The service is being closed.
    );
  }, 50);
  return {
    port,
    break() {
      broken = true;
    },
    mend() {
      broken = false;
    },
    async close() {
      clearInterval(customers);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

export interface Tool {
  readonly url: string;
  readonly pid: number;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Where an unpacked Alertmanager has its templates: it looks for them in the folder that it is started in. */
export function templatesOf(program: string): string {
  const folder = join(dirname(program), '../share/prometheus/alertmanager');
  return existsSync(folder) ? folder : process.cwd();
}

async function started(program: string, args: readonly string[], url: string, cwd = process.cwd()): Promise<Tool> {
  const child: ChildProcess = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`${url}/-/ready`).then(
      (reply) => reply.ok,
      () => false,
    );
    if (ready) break;
    if (tries > 200 || child.exitCode !== null) throw new Error(`${program} did not start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    pid: child.pid as number,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await ended;
    },
  };
}

/** A real Prometheus that scrapes `scraped`, by job, each second and sends alerts to each of `alertmanagers`. It listens on `ownPort`, or on any free one. */
export async function startPrometheus(
  folder: string,
  scraped: number | Readonly<Record<string, number>>,
  rules = '',
  alertmanagers: readonly { target: string; pathPrefix: string }[] = [],
  ownPort?: number,
): Promise<Tool> {
  mkdirSync(folder, { recursive: true });
  const own = ownPort ?? (await freePort());
  writeFileSync(join(folder, 'rules.yml'), rules);
  const jobs = Object.entries(typeof scraped === 'number' ? { checkout: scraped } : scraped)
    .map(([job, port]) => `  - job_name: ${job}\n    static_configs: [{ targets: ['127.0.0.1:${port}'] }]`)
    .join('\n');
  const targets = alertmanagers
    .map(
      ({ target, pathPrefix }) =>
        `    - path_prefix: ${pathPrefix}\n      static_configs: [{ targets: ['${target}'] }]`,
    )
    .join('\n');
  writeFileSync(
    join(folder, 'prometheus.yml'),
    `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: ['${join(folder, 'rules.yml')}']
alerting:
  alertmanagers:
${targets}
scrape_configs:
${jobs}
`,
  );
  return started(
    toolPaths().prometheus,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${own}`,
      '--rules.alert.resend-delay=1s',
    ],
    `http://127.0.0.1:${own}`,
  );
}

/** A real VictoriaMetrics that scrapes this port each second. */
export async function startVictoria(folder: string, scraped: number): Promise<Tool> {
  mkdirSync(folder, { recursive: true });
  const own = await freePort();
  writeFileSync(
    join(folder, 'scrape.yml'),
    `global: { scrape_interval: 1s }
scrape_configs:
  - job_name: checkout
    static_configs: [{ targets: ['127.0.0.1:${scraped}'] }]
`,
  );
  return started(
    toolPaths().victoria,
    [
      `-promscrape.config=${join(folder, 'scrape.yml')}`,
      `-storageDataPath=${join(folder, 'data')}`,
      `-httpListenAddr=127.0.0.1:${own}`,
    ],
    `http://127.0.0.1:${own}`,
  );
}

/** A real Alertmanager that notifies `webhook` of critical alerts. */
export async function startAlertmanager(folder: string, webhook: string): Promise<Tool & { readonly target: string }> {
  mkdirSync(folder, { recursive: true });
  const own = await freePort();
  writeFileSync(
    join(folder, 'alertmanager.yml'),
    `route:
  receiver: nobody
  routes:
    - matchers: [severity="critical"]
      receiver: allclear
      group_by: [alertname]
      group_wait: 1s
      group_interval: 1s
      repeat_interval: 5s
receivers:
  - name: nobody
  - name: allclear
    webhook_configs: [{ url: '${webhook}', send_resolved: true }]
`,
  );
  const program = toolPaths().alertmanager;
  const tool = await started(
    program,
    [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${own}`,
      '--cluster.listen-address=',
    ],
    `http://127.0.0.1:${own}`,
    templatesOf(program),
  );
  return { ...tool, target: `127.0.0.1:${own}` };
}
