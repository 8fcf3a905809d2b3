import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, spawnServer } from '../test/harness/child-server.ts';
import { type Answer, type Caller, callerOf, ownerToken } from '../test/harness/server.ts';
import { summary } from './figures.ts';

const rounds = 5;
const times = 40;

async function timed(act: () => Promise<Answer<unknown>>, expected: number): Promise<number> {
  const started = performance.now();
  const { status } = await act();
  if (status !== expected) throw new Error(`answered ${status}, not ${expected}`);
  return performance.now() - started;
}

/** What a responder waits for when changing something: say it, be held, say what came of it, see the whole. */
async function oneRound(owner: Caller, incident: string, taken: Record<string, number[][]>): Promise<void> {
  const took: Record<string, number[]> = { change: [], held: [], observe: [], picture: [], next: [] };
  for (let index = 0; index < times; index += 1) {
    const change = { what: `change ${index}`, undo: 'none needed', touches: ['payments'] };
    const started = await owner.send<{ entries: { body: { key?: string } }[] }>(
      'POST',
      `/api/incidents/${incident}/propose-change`,
      { id: crypto.randomUUID(), ...change },
    );
    const key = started.body.entries[0]?.body.key;
    took['change']?.push(await timed(() => owner.say(incident, 'start-change', { change: key }), 201));
    took['held']?.push(await timed(() => owner.say(incident, 'change', { ...change, what: 'another' }), 409));
    took['picture']?.push(await timed(() => owner.get(`/api/incidents/${incident}/picture`), 200));
    took['next']?.push(await timed(() => owner.get(`/api/incidents/${incident}/next`), 200));
    const result = { change: key, result: 'no-effect' };
    took['observe']?.push(await timed(() => owner.say(incident, 'observe-change', result), 201));
  }
  for (const [what, values] of Object.entries(took)) (taken[what] ??= []).push(values);
}

/** The discipline's own commands and views on one server, over an incident that grows to some hundred changes. */
export async function run(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'allclear-bench-'));
  const server = await spawnServer({ port: await freePort(), data });
  const owner = callerOf(server.url, ownerToken);
  const { id } = await owner.declare('Bench', { severity: 'SEV-1' });
  await owner.say(id, 'confirm', { evidence: 'seen' });
  await owner.say(id, 'state-scope', { what: 'payments' });
  await owner.say(id, 'check-instrument', { instrument: 'logs' });
  const taken: Record<string, number[][]> = {};
  await oneRound(owner, id, {});
  for (let round = 0; round < rounds; round += 1) await oneRound(owner, id, taken);
  for (const [what, values] of Object.entries(taken)) process.stdout.write(`${what}: ${summary(values)}\n`);
  await server.kill('SIGTERM');
  rmSync(data, { recursive: true, force: true });
}
