import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { giveTo, runAs } from './account.ts';
import type { Binaries } from './binaries.ts';
import { fixedSettings } from './cluster.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import type { Place } from './place.ts';
import { findPostmaster } from './postmaster.ts';
import { readFrom, sizeOf, trimLog } from './server-log.ts';

const pollMs = 5;
const sayMs = 5_000;

/** Where the server of a place writes its log. */
export function logFileOf(place: Place): string {
  return join(place.cluster, 'postgres.log');
}

/** Starts the server and returns its pid once it accepts connections. */
export async function startServer(binaries: Binaries, place: Place, log: (line: string) => void): Promise<number> {
  const file = logFileOf(place);
  await trimLog(file);
  const from = await sizeOf(file);
  const child = await spawnServer(binaries, place, file);
  const pid = child.pid;
  if (pid === undefined) throw new EmbeddedPostgresError(`${binaries.postgres} did not start`);
  await waitUntilReady(place, child, log, from);
  child.once('exit', (code, signal) => log(`PostgreSQL (pid ${pid}) ended: ${signal ?? `exit code ${code}`}`));
  return pid;
}

async function spawnServer(binaries: Binaries, place: Place, file: string): Promise<ChildProcess> {
  const output = await open(file, 'a', 0o600);
  try {
    await giveTo(file, place.account);
    // Detached: Ctrl-C in a terminal reaches the whole group, and must not stop the server before its clients are done.
    const child = spawn(binaries.postgres, ['-D', place.cluster, ...fixedSettings(place.socketFolder)], {
      ...runAs(place.account),
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    await once(child, 'spawn');
    child.unref();
    return child;
  } catch (error) {
    throw new EmbeddedPostgresError(`cannot run ${binaries.postgres}: ${String(error)}`, { cause: error });
  } finally {
    await output.close();
  }
}

async function waitUntilReady(
  place: Place,
  child: ChildProcess,
  log: (line: string) => void,
  from: number,
): Promise<void> {
  let sayAt = performance.now() + sayMs;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      const said = (await readFrom(logFileOf(place), from)).trim().split('\n').slice(-5).join('\n');
      throw new EmbeddedPostgresError(
        `PostgreSQL ended while starting. Its last words, from ${logFileOf(place)}:\n${said}`,
      );
    }
    const server = await findPostmaster(place.cluster, log);
    if (server?.pid === child.pid && server?.status === 'ready') return;
    if (performance.now() > sayAt) {
      log('PostgreSQL is replaying its log after an unclean stop; still waiting');
      sayAt += 6 * sayMs;
    }
    await sleep(pollMs);
  }
}
