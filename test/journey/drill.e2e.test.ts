import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collected, openTerminal, type Terminal } from '../harness/cli.ts';
import { toolPaths } from '../harness/monitoring.ts';

let terminal: Terminal;
/** Where the drill puts what it makes. */
let folder: string;
beforeEach(() => {
  terminal = openTerminal();
  folder = mkdtempSync(join(tmpdir(), 'allclear-of-drill-'));
  // As root the database runs as another account, which has to get in.
  chmodSync(folder, 0o755);
});
afterEach(() => {
  terminal.close();
  rmSync(folder, { recursive: true, force: true });
});

const drill = (): string[] => ['drill', '--script', '--pace', 'fast', '--prometheus', toolPaths().prometheus];

async function expectNothingLeft(): Promise<void> {
  expect(readdirSync(folder)).toEqual([]);
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'args=']);
  expect(stdout.split('\n').filter((line) => line.includes(folder))).toEqual([]);
}

describe('the drill', () => {
  test('plays to an all-clear that telemetry allowed, and leaves nothing behind', { timeout: 150_000 }, async () => {
    const started = performance.now();
    const { code, out, err } = await terminal.run(drill(), { TMPDIR: folder });
    expect([code, err], out).toEqual([0, '']);
    expect(performance.now() - started).toBeLessThan(120_000);
    await expectNothingLeft();
    for (const practice of ['A2', 'B1', 'B3', 'B6', 'C2', 'D2', 'D4', 'D5']) {
      expect(out).toMatch(new RegExp(`^${practice}  .+\\n\\$ allclear `, 'm'));
    }
    for (const practice of ['B1', 'B6', 'D4']) {
      expect(out).toMatch(new RegExp(`^  Held, .+\\n  ${practice}: .+\\n  Lifted by: `, 'm'));
    }
    expect(out).toContain('declared SEV-1 (exercise): Checkout answers 503');
    expect(out).toMatch(/C1 worse: An order takes [\d.]+ s now/);
    expect(out).toContain('The source main is absent: silence is not health.');
    expect(out).toMatch(/all-clear: .*\(by policy: a drill lasts two minutes\); S1 error rate: \d+ readings < 0\.01/);
    expect(out).toContain('That was the all-clear, allowed by telemetry.');
  });

  test('ends at Ctrl-C, and leaves nothing behind', { timeout: 60_000 }, async () => {
    const child = terminal.start(drill(), { TMPDIR: folder });
    const ended = collected(child);
    await new Promise<void>((resolve) => {
      let out = '';
      child.stdout?.on('data', (text: string) => {
        out += text;
        if (out.includes('allclear confirm')) resolve();
      });
    });
    expect(readdirSync(folder)).not.toEqual([]);
    child.kill('SIGINT');
    const { code, out, err } = await ended;
    expect([code, err], out).toEqual([130, '']);
    expect(out).toContain('Interrupted. Everything that was started is removed again.');
    await expectNothingLeft();
  });

  test('without a Prometheus says how to get one, and starts nothing', async () => {
    const missing = join(folder, 'prometheus');
    const { code, out, err } = await terminal.run(['drill', '--script', '--prometheus', missing], {
      TMPDIR: folder,
      PATH: '',
    });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/is no program\. Install one: (apt-get|brew) install prometheus\. /);
    await expectNothingLeft();
  });

  test('is asked for by name: the verb alone does nothing', async () => {
    const { code, err } = await terminal.run(['drill'], { TMPDIR: folder });
    expect([code, err]).toEqual([2, 'There is `allclear drill --script`.\n']);
  });
});
