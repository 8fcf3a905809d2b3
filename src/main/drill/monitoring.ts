import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A Prometheus of this process, which asks its targets each second. */
export interface Monitoring {
  readonly url: string;
  /** The first value that a query gives now; NaN when it gives none, or nobody answers. */
  value(query: string): Promise<number>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again with what it kept, where it was. */
  restart(): Promise<void>;
  /** Ends it and removes what it kept. */
  stop(): Promise<void>;
}

export interface Target {
  /** Becomes the `job` label. */
  readonly job: string;
  readonly port: number;
}

export interface MonitoringOptions {
  /** A Prometheus program; null: the one on PATH. */
  readonly program: string | null;
  readonly targets: readonly Target[];
}

const toolsFile = join(import.meta.dirname, '../../../.runtime/test-tools/paths.json');
const startWithinMs = 20_000;
const scrapesBeforeReady = 2;

const instead =
  process.platform === 'darwin'
    ? 'Install one: brew install prometheus. Or name one: --prometheus <program>.'
    : 'Install one: apt-get install prometheus. Or name one: --prometheus <program>.';

/** That no Prometheus can be started, with what to do. */
export class NoPrometheus extends Error {}

/** The program that was named, else the one on PATH, else the one that the tests brought. */
export function findPrometheus(named: string | null, path = process.env['PATH'] ?? ''): string {
  if (named !== null) {
    if (isProgram(named)) return named;
    throw new NoPrometheus(`${named} is no program. ${instead}`);
  }
  const onPath = path.split(delimiter).map((folder) => join(folder, 'prometheus'));
  const found = [...onPath, ...broughtForTests()].find(isProgram);
  if (found !== undefined) return found;
  throw new NoPrometheus(`No Prometheus was found. ${instead}`);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function broughtForTests(): string[] {
  if (!existsSync(toolsFile)) return [];
  const { prometheus } = JSON.parse(readFileSync(toolsFile, 'utf8')) as { prometheus?: string };
  return prometheus === undefined ? [] : [prometheus];
}

/** Starts Prometheus on a free loopback port. Resolves once it has asked every target twice. */
export async function startMonitoring({ program, targets }: MonitoringOptions): Promise<Monitoring> {
  const prometheus = findPrometheus(program);
  const folder = mkdtempSync(join(tmpdir(), 'allclear-monitoring-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  writeFileSync(join(folder, 'prometheus.yml'), configuration(targets));
  const start = (): Process =>
    started(
      prometheus,
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=${new URL(url).host}`,
      ],
      folder,
    );
  let running = start();
  const stop = async (): Promise<void> => {
    await running.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await ready(running, url, targets.length);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    value: async (query) => (await valuesOf(url, query))?.[0] ?? Number.NaN,
    stop,
    kill: () => running.end('SIGKILL'),
    async restart() {
      running = start();
      await ready(running, url, targets.length);
    },
  };
}

const configuration = (targets: readonly Target[]): string =>
  [
    'global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }',
    'scrape_configs:',
    ...targets.map(
      ({ job, port }) =>
        `  - { job_name: ${JSON.stringify(job)}, static_configs: [{ targets: ['127.0.0.1:${port}'] }] }`,
    ),
    '',
  ].join('\n');

interface Process {
  /** Why it is not running, once it is not. */
  readonly failed: () => string | null;
  end(signal: NodeJS.Signals): Promise<void>;
}

function started(program: string, args: readonly string[], cwd: string): Process {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  let failed: string | null = null;
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      failed = error.message;
      resolve();
    });
    child.once('close', () => {
      failed ??= said;
      resolve();
    });
  });
  return {
    failed: () => failed,
    async end(signal) {
      child.kill(signal);
      await ended;
    },
  };
}

async function ready(running: Process, url: string, targets: number): Promise<void> {
  const until = performance.now() + startWithinMs;
  const sinceMs = Date.now();
  while (!(await hasAsked(url, targets, sinceMs))) {
    const failed = running.failed();
    if (failed !== null || performance.now() > until) {
      throw new NoPrometheus(`Prometheus did not start: ${failed ?? 'it does not answer'}`);
    }
    await sleep(100);
  }
}

interface Answer {
  readonly data?: { readonly result?: readonly { readonly value: readonly [number, string] }[] };
}

/**
 * Whether every target was asked twice, and since then. What it answered is no matter: one may be down. Of a target
 * that was never asked since a restart, what it said before goes on being answered.
 */
async function hasAsked(url: string, targets: number, sinceMs: number): Promise<boolean> {
  const [counts, times] = await Promise.all([valuesOf(url, 'count_over_time(up[1m])'), valuesOf(url, 'timestamp(up)')]);
  if (counts?.length !== targets || times?.length !== targets) return false;
  return counts.every((count) => count >= scrapesBeforeReady) && times.every((at) => at * 1000 >= sinceMs);
}

/** Null when nobody answers. */
async function valuesOf(url: string, query: string): Promise<readonly number[] | null> {
  try {
    const reply = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
    const { data } = (await reply.json()) as Answer;
    return (data?.result ?? []).map(({ value }) => Number(value[1]));
  } catch {
    return null; // It does not listen.
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
