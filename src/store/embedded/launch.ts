import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { findPackage, prepareBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { keepAlive } from './keep-alive.ts';
import { dropUse, liveUsers, noteUse, withLaunchLock } from './launch-lock.ts';
import type { Place } from './place.ts';
import { settlePlace } from './place.ts';
import type { Postmaster } from './postmaster.ts';
import { findPostmaster, refuseUnseenServer, stopPostmaster, untilStopped } from './postmaster.ts';
import { ensureRoles, urlOf } from './roles.ts';
import { logFileOf, startServer } from './server.ts';
import { keepLogTrimmed } from './server-log.ts';

/** A running embedded PostgreSQL. */
export type EmbeddedPostgres = {
  /** The bootstrap superuser on database `postgres`. */
  readonly superuserUrl: string;
  /** The role that owns database `allclear` and migrates it. */
  readonly ownerUrl: string;
  /** The role the product runs as; it has only what migrations grant it. */
  readonly appUrl: string;
  readonly pid: number;
  readonly majorVersion: number;
  /** Stops the server and waits until it is gone, unless another live process still uses it. */
  stop(): Promise<void>;
};

/**
 * Starts the PostgreSQL that npm installed on a cluster under `dataDir`, made if there is none, or takes over the
 * server that a killed process left running there. Started again when it dies by itself. Reached by a Unix socket only, in a folder nobody else can enter.
 */
export async function startEmbeddedPostgres({
  dataDir,
  log,
}: {
  dataDir: string;
  log: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  const pack = await findPackage();
  const place = await settlePlace(dataDir, pack.majorVersion, log);
  const binaries = await prepareBinaries(pack, place.account, place.copies);
  const { pid, note } = await withLaunchLock(place.launchFolder, log, async () => {
    await ensureCluster(binaries, place, log);
    const running = await adoptOrStart(binaries, place, log);
    return { pid: running, note: await noteUse(place.launchFolder) };
  });
  const endTrimming = keepLogTrimmed(logFileOf(place), log);
  const kept = keepAlive(
    pid,
    () => withLaunchLock(place.launchFolder, log, () => adoptOrStart(binaries, place, log)),
    log,
  );
  let stopped: Promise<void> | undefined;
  return {
    superuserUrl: urlOf('postgres', 'postgres', place.socketFolder),
    ownerUrl: urlOf('allclear_owner', 'allclear', place.socketFolder),
    appUrl: urlOf('allclear_app', 'allclear', place.socketFolder),
    get pid() {
      return kept.pid;
    },
    majorVersion: pack.majorVersion,
    stop: () => {
      endTrimming();
      return (stopped ??= kept.stop().then(() => release(place, note, log)));
    },
  };
}

async function adoptOrStart(binaries: Binaries, place: Place, log: (line: string) => void): Promise<number> {
  const found = await settledPostmaster(place, log);
  if (found !== undefined) {
    if (await adopt(found, binaries, place, log)) return found.pid;
    log(`stopping the PostgreSQL that was left running (pid ${found.pid})`);
    await stopPostmaster(found.pid, log);
  }
  await refuseUnseenServer(place.socketFolder);
  const pid = await startServer(binaries, place, log);
  try {
    await ensureRoles(place.socketFolder);
  } catch (error) {
    await stopPostmaster(pid, log);
    throw error;
  }
  log(`PostgreSQL is running on ${place.cluster} (pid ${pid})`);
  return pid;
}

/** The server on this cluster once it is neither starting nor stopping. */
async function settledPostmaster(place: Place, log: (line: string) => void): Promise<Postmaster | undefined> {
  for (let waited = false; ; waited = true) {
    const found = await findPostmaster(place.cluster, log);
    if (found?.status === 'stopping') await untilStopped(found.pid);
    else if (found?.status !== 'starting') return found;
    else if (!waited) log(`waiting for the PostgreSQL that is starting already (pid ${found.pid})`);
    await sleep(20);
  }
}

async function adopt(
  found: Postmaster,
  binaries: Binaries,
  place: Place,
  log: (line: string) => void,
): Promise<boolean> {
  const users = await liveUsers(place.launchFolder);
  const ours = found.program === binaries.postgres && found.socketFolder === place.socketFolder;
  if (!ours && users.length === 0) return false;
  try {
    await ensureRoles(place.socketFolder);
  } catch (error) {
    if (users.length === 0) {
      log(`the PostgreSQL that was left running does not answer: ${String(error)}`);
      return false;
    }
    throw new EmbeddedPostgresError(
      `Process ${users.join(', ')} uses the database in ${place.cluster}, and its server (pid ${found.pid}) does not answer.`,
      { cause: error },
    );
  }
  log(
    users.length === 0
      ? `taking over the PostgreSQL that a killed process left running (pid ${found.pid})`
      : `sharing the PostgreSQL that process ${users.join(', ')} uses (pid ${found.pid})`,
  );
  return true;
}

async function release(place: Place, note: string, log: (line: string) => void): Promise<void> {
  await withLaunchLock(place.launchFolder, log, async () => {
    await dropUse(place.launchFolder, note);
    const users = await liveUsers(place.launchFolder);
    // Looked up again: the server may have died and been started anew by another launch since.
    const server = await findPostmaster(place.cluster, log);
    if (server === undefined) return;
    if (users.length === 0) await stopPostmaster(server.pid, log);
    else log(`PostgreSQL stays for process ${users.join(', ')} (pid ${server.pid})`);
  });
}
