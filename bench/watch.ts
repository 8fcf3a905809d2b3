import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, spawnServer } from '../test/harness/child-server.ts';
import { openExporter } from '../test/harness/kept-series.ts';
import { startPrometheus } from '../test/harness/monitoring.ts';
import { type Caller, callerOf, ownerToken } from '../test/harness/server.ts';
import { shown } from './figures.ts';

const incidents = 20;
const signalsEach = 10;
const everyMs = 15_000;
/** What the kernel counts processor time in. */
const ticksPerSecond = 100;

const fieldsOf = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');

function cpuMsOf(pid: number): number {
  const fields = fieldsOf(pid);
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1000;
}

/** Megabytes that the server holds on to once what nobody needs is gone, asked of its inspector. */
async function heldBy(inspector: number): Promise<number> {
  const [target] = (await (await fetch(`http://127.0.0.1:${inspector}/json`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const ask = (id: number, method: string, params = {}): Promise<{ result: { result?: { value: number } } }> =>
    new Promise((resolve) => {
      socket.addEventListener('message', function heard({ data }) {
        const answer = JSON.parse(String(data)) as { id: number; result: object };
        if (answer.id !== id) return;
        socket.removeEventListener('message', heard);
        resolve(answer);
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
  await ask(1, 'HeapProfiler.collectGarbage');
  const expression = 'process.memoryUsage().heapUsed + process.memoryUsage().external';
  const { result } = await ask(2, 'Runtime.evaluate', { expression });
  socket.close();
  return (result.result?.value ?? Number.NaN) / 1e6;
}

/** Everything that the server started: the embedded PostgreSQL with its workers. */
function descendantsOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      parents.set(Number(name), Number(fieldsOf(Number(name))[1]));
    } catch {
      // It ended while the list was read.
    }
  }
  const isBelow = (each: number): boolean => {
    for (let at = parents.get(each); at !== undefined && at > 1; at = parents.get(at)) if (at === pid) return true;
    return false;
  };
  return [...parents.keys()].filter(isBelow);
}

interface Cost {
  /** Percent of a core. */
  readonly own: number;
  readonly database: number;
  /** Megabytes. */
  readonly held: number;
}

async function over(seconds: number, pid: number, inspector: number): Promise<Cost> {
  const others = descendantsOf(pid);
  const [before, below] = [cpuMsOf(pid), others.map(cpuMsOf)];
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const after = cpuMsOf(pid);
  const alive = new Set(descendantsOf(pid));
  const spent = others.map((each, index) => (alive.has(each) ? cpuMsOf(each) - (below[index] ?? 0) : 0));
  const share = (ms: number): number => ms / (seconds * 10);
  return {
    own: share(after - before),
    database: share(spent.reduce((sum, ms) => sum + ms, 0)),
    held: await heldBy(inspector),
  };
}

async function addSignals(owner: Caller): Promise<void> {
  for (let index = 0; index < incidents; index += 1) {
    const { id } = await owner.declare(`Watched ${index}`, { severity: 'SEV-3' });
    await owner.say(id, 'confirm', { evidence: 'seen' });
    for (let count = 0; count < signalsEach; count += 1) {
      const answer = await owner.say(id, 'add-signal', {
        name: `signal ${count}`,
        query: `sum(gauge_${count})`,
        healthy: '< 1000',
        everyMs,
      });
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    }
  }
}

/** What 200 key signals over 20 incidents cost at 15 s, against the same server without them. */
export async function run(options: readonly string[]): Promise<void> {
  const seconds = options.includes('--short') ? 20 : 90;
  const folder = mkdtempSync(join(tmpdir(), 'allclear-bench-'));
  const exporter = await openExporter();
  for (let index = 0; index < signalsEach; index += 1) exporter.set(`gauge_${index}`, () => 100 * Math.random());
  const prometheus = await startPrometheus(join(folder, 'prometheus'), { bench: exporter.port });
  const inspector = await freePort();
  const environment = { NODE_OPTIONS: `--inspect=127.0.0.1:${inspector}` };
  const server = await spawnServer({ port: await freePort(), data: join(folder, 'data'), environment });
  const owner = callerOf(server.url, ownerToken);
  const sources = [{ name: 'main', kind: 'prometheus', url: prometheus.url }];
  await owner.send('PUT', '/api/settings/sources', { version: 0, document: { sources } });
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  const without = await over(seconds, server.pid, inspector);
  await addSignals(owner);
  await new Promise((resolve) => setTimeout(resolve, 2 * everyMs));
  const loaded = await over(seconds, server.pid, inspector);
  const line = (what: string, { own, database, held }: Cost): string =>
    `${what}: server ${shown(own)} %, PostgreSQL ${shown(database)} % of a core, server holds ${shown(held)} MB\n`;
  process.stdout.write(line('no signal', without));
  process.stdout.write(line(`${incidents * signalsEach} signals at ${everyMs / 1000} s`, loaded));
  process.stdout.write(
    line('more', {
      own: loaded.own - without.own,
      database: loaded.database - without.database,
      held: loaded.held - without.held,
    }),
  );
  await server.kill('SIGTERM');
  await prometheus.stop('SIGKILL');
  await exporter.close();
  rmSync(folder, { recursive: true, force: true });
}
