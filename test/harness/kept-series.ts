import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toolPaths } from './monitoring.ts';

const run = promisify(execFile);

/** A real exporter of gauges, whose values a test sets. */
export interface Exporter {
  readonly port: number;
  set(name: string, value: () => number): void;
  close(): Promise<void>;
}

export async function openExporter(): Promise<Exporter> {
  const gauges = new Map<string, () => number>();
  const server = createServer((_request, response) => {
    const lines = [...gauges].map(([name, value]) => `${name} ${value()}\n`);
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(lines.join(''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    set: (name, value) => void gauges.set(name, value),
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Writes what a Prometheus in this folder would have kept of a gauge, a value a minute, up to `untilMs` ago. */
export async function keepSeries(
  folder: string,
  labels: Readonly<Record<string, string>>,
  name: string,
  value: (minute: number) => number,
  { minutes, untilMs }: { readonly minutes: number; readonly untilMs: number },
): Promise<void> {
  const until = Math.floor((Date.now() - untilMs) / 1000);
  const named = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
  const lines = Array.from(
    { length: minutes },
    (_, minute) => `${name}{${named.join(',')}} ${value(minute)} ${until - (minutes - minute) * 60}`,
  );
  mkdirSync(join(folder, 'data'), { recursive: true });
  const file = join(folder, `${name}.om`);
  writeFileSync(file, `# TYPE ${name} gauge\n${lines.join('\n')}\n# EOF\n`);
  await run(toolPaths().promtool, ['tsdb', 'create-blocks-from', 'openmetrics', file, join(folder, 'data')]);
}
