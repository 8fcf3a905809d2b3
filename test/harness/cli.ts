import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const program = join(root, 'bin/allclear');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** What `--json` printed. */
  json<Value>(): Value;
}

/** The command line as a person at a terminal of their own has it: with a home and an environment. */
export interface Terminal {
  readonly home: string;
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Runs a line as a shell reads it, in the folder of the product. */
  line(text: string, environment?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Starts a verb that goes on until it is ended, at the latest when the terminal is closed. */
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): ChildProcess;
  close(): void;
}

export function collected(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err, json: <Value>() => JSON.parse(out) as Value }));
  });
}

export function openTerminal(environment: Readonly<Record<string, string>> = {}): Terminal {
  const home = mkdtempSync(join(tmpdir(), 'allclear-home-'));
  const inherited = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_CONFIG_HOME: join(home, 'config') };
  const options = (more: Readonly<Record<string, string>>): object => ({
    cwd: root,
    env: { ...inherited, ...environment, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const running = new Set<ChildProcess>();
  const kept = (child: ChildProcess): ChildProcess => {
    running.add(child);
    return child.once('close', () => running.delete(child));
  };
  const start: Terminal['start'] = (args, more = {}) =>
    kept(spawn(process.execPath, [program, ...args], options(more)));
  return {
    home,
    start,
    run: (args, more) => collected(start(args, more)),
    line: (text, more = {}) => collected(kept(spawn('sh', ['-c', text], options(more)))),
    close() {
      for (const child of running) child.kill('SIGKILL');
      rmSync(home, { recursive: true, force: true });
    },
  };
}
