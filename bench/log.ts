import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChildServer, freePort, spawnServer } from '../test/harness/child-server.ts';
import { callerOf, ownerToken } from '../test/harness/server.ts';
import { openStream } from '../test/harness/stream.ts';
import { median, quantile, shown, summary } from './figures.ts';

const rounds = 5;
const notes = 400;

/** Milliseconds from sending a note to its acknowledgement, with so many people writing at once. */
async function writeNotes(server: ChildServer, incident: string, writers: number): Promise<number[]> {
  const took: number[] = [];
  const owner = callerOf(server.url, ownerToken);
  const write = async (): Promise<void> => {
    for (let index = 0; index < notes / writers; index += 1) {
      const started = performance.now();
      await owner.say(incident, 'note', { text: 'a line of the length that people write under pressure' });
      took.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  return took;
}

/** Milliseconds from the acknowledgement of a note until another reader has it. Below zero: it was there before. */
async function heardAfter(server: ChildServer, incident: string): Promise<number[]> {
  const owner = callerOf(server.url, ownerToken);
  const stream = await openStream(server.url, ownerToken, incident);
  const took: number[] = [];
  for (let index = 0; index < 100; index += 1) {
    const id = randomUUID();
    const known = stream.entries.length;
    await owner.say(incident, 'note', { id, text: 'heard?' });
    const acknowledged = performance.now();
    while (stream.entries.length === known) await new Promise((resolve) => setImmediate(resolve));
    took.push(performance.now() - acknowledged);
  }
  stream.close();
  return took;
}

/** Start-up, writing and hearing, each the median of five rounds on one server. */
export async function run(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'allclear-bench-'));
  const port = await freePort();
  const first = await spawnServer({ port, data });
  await first.kill('SIGTERM');
  const again: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const server = await spawnServer({ port, data });
    again.push(server.readyMs);
    await server.kill('SIGTERM');
  }
  const server = await spawnServer({ port, data });
  const { id } = await callerOf(server.url, ownerToken).declare('Bench');
  await writeNotes(server, id, 8);
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  print(`ready on a new data folder ${shown(first.readyMs)} ms, on an existing one ${shown(median(again))} ms`);
  for (const writers of [1, 8]) {
    const all: number[][] = [];
    for (let round = 0; round < rounds; round += 1) all.push(await writeNotes(server, id, writers));
    print(`note acknowledged, ${writers} at once: ${summary(all)}`);
  }
  const heard = await heardAfter(server, id);
  print(
    `heard by another after its acknowledgement: p50 ${shown(median(heard))} ms, p99 ${shown(quantile(heard, 0.99))} ms`,
  );
  await server.kill('SIGTERM');
  rmSync(data, { recursive: true, force: true });
}
