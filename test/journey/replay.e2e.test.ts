import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTerminal, type Terminal } from '../harness/cli.ts';
import { type MadeSeries, madeSeries, scored } from '../harness/made-series.ts';
import { instant } from '../../src/domain/time.ts';

let folder: string;
let terminal: Terminal;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'allclear-replay-'));
  // Nothing listens there: a replay asks no server.
  terminal = openTerminal({ ALLCLEAR_URL: 'http://127.0.0.1:1', ALLCLEAR_TOKEN: 'none' });
});
afterAll(() => {
  terminal.close();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

/** Times as they are often kept: without a zone. */
const rows = ({ points }: MadeSeries): string[] =>
  points.map(({ at, value }) => `${new Date(at).toISOString().slice(0, 19)},${value}`);

const series = madeSeries('error-rate', 'sawtooth', 4);
const from = new Date(series.from).toISOString();

test('D4: a kept series is replayed, and columns behind the value change nothing', async () => {
  const plain = file('plain.csv', ['timestamp,value', ...rows(series)]);
  const labelled = file('labelled.csv', [
    'timestamp,value,bad',
    ...rows(series).map((row, index) => `${row},${Number(series.bad[index])}`),
  ]);
  const said = await terminal.run(['telemetry', 'replay', '--json', '--from', from, plain]);
  expect(said).toMatchObject({ code: 0, err: '' });
  const report = JSON.parse(said.out) as { allClearAt: string; restarts: { at: string; why: string }[] };
  expect(scored(series, instant(Date.parse(report.allClearAt)))).toMatchObject({ is: 'clear' });
  expect(report.restarts.length).toBeGreaterThan(3);
  expect(report.restarts[0]).toEqual({ at: expect.stringMatching(/Z$/), why: 'breach' });
  const again = await terminal.run(['telemetry', 'replay', '--json', '--from', from.slice(0, 19), labelled]);
  expect(again.out).toBe(said.out);
  const words = await terminal.run(['telemetry', 'replay', '--from', from, '--window', '20m', plain]);
  expect(words.out).toMatch(/^The all-clear could have been declared at .+Z\.\nThe clock restarted \d+ times/);
});

test('what cannot be replayed is told, with what to do', async () => {
  const short = file('short.csv', rows(series).slice(110));
  const torn = file('torn.csv', [...rows(series).slice(0, 200), 'later,0.1']);
  const replay = (...args: string[]): ReturnType<Terminal['run']> => terminal.run(['telemetry', 'replay', ...args]);
  expect(await replay('--from', from, short)).toMatchObject({ code: 2, err: expect.stringContaining('30 are needed') });
  expect(await replay('--from', from, torn)).toMatchObject({ code: 2, err: expect.stringContaining('line 201') });
  expect(await replay('--from', 'noon', short)).toMatchObject({
    code: 2,
    err: expect.stringContaining('is not an instant'),
  });
  expect(await replay('--from', from, join(folder, 'none.csv'))).toMatchObject({ code: 2 });
  expect(await replay(short)).toMatchObject({ code: 2 });
});
