import { fuzz } from '../fuzz/runner.ts';
import { rawCases, rawFault, slowConnections } from '../fuzz/raw.ts';
import { callerOf, ownerToken } from '../harness/server.ts';
import { type Figures, Ground, pause } from './ground.ts';

const seconds = Number(process.env['FUZZ_SECONDS'] ?? 600);
const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const slow = 200;
/** Half-sent requests are given up after 30 s, looked for every 30 s. */
const givenUpAfterMs = 70_000;

/** The fuzz over the whole API for long, then sockets that misbehave, and 200 that never finish. */
export async function run(): Promise<Figures> {
  const ground = new Ground();
  try {
    await ground.startPostgres();
    await ground.startReplica(0);
    const url = ground.url();
    const { failures, unfuzzed, ...figures } = await fuzz({ url, ownerToken, seconds, seed, leastRounds: 20 });
    for (const { operation, fault, request } of failures)
      process.stderr.write(`${operation}: ${fault}\n  ${request}\n`);
    const port = Number(new URL(url).port);
    const made = await callerOf(url, ownerToken).send<{ key: string }>('POST', '/api/keys', { name: 'raw' });
    const raw: string[] = [];
    for (const each of rawCases(`/in/${made.body.key}/api/v2/alerts`)) {
      const fault = await rawFault(port, each);
      if (fault !== null) raw.push(`${each.name}: ${fault}`);
    }
    const held = slowConnections(port, slow);
    await pause(givenUpAfterMs);
    const [stillHeld, ready] = [held.open(), (await fetch(`${url}/readyz`)).status];
    held.close();
    const faultsLogged = ground.faults().length;
    const ok = failures.length + unfuzzed.length + raw.length + faultsLogged + stillHeld === 0 && ready === 200;
    return { ok, ...figures, failures: failures.length, unfuzzed, raw, slowStillHeld: stillHeld, ready, faultsLogged };
  } finally {
    await ground.close();
  }
}
