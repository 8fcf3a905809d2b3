import { resolve } from 'node:path';
import { type Database, openDatabase } from '../store/database.ts';
import { startEmbeddedPostgres } from '../store/embedded/launch.ts';
import { claimInstallation, masterKey } from '../store/installation.ts';
import { migrate } from '../store/migrate.ts';
import { refuseTransactionPooler, refuseUnsafeDatabase } from '../store/refusals.ts';
import { openVault, type Vault } from '../store/vault.ts';

export interface StorageOptions {
  readonly dataFolder: string;
  /** PostgreSQL of the operator; null starts the embedded one. */
  readonly databaseUrl: string | null;
  /** The role that owns the schema; null where `databaseUrl` is the owner too. */
  readonly ownerUrl: string | null;
  readonly masterKey: string | undefined;
  /** Only the test harness says yes: it moves the clock of a database made for it. */
  readonly allowShiftedClock?: boolean;
  readonly log: (line: string) => void;
}

/** The database, safe to use and migrated, and the vault that opens it. */
export interface Storage {
  readonly dataFolder: string;
  readonly url: string;
  readonly installation: string;
  readonly vault: Vault;
  /** Pools stand apart, so that reading cannot starve commands, nor timers intake. */
  readonly commands: Database;
  readonly reads: Database;
  readonly background: Database;
  stop(): Promise<void>;
}

interface Server {
  readonly url: string;
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

async function serverFor(options: StorageOptions, dataFolder: string): Promise<Server> {
  const { databaseUrl, ownerUrl, log } = options;
  if (databaseUrl !== null) {
    return { url: databaseUrl, ownerUrl: ownerUrl ?? databaseUrl, stop: async () => undefined };
  }
  const embedded = await startEmbeddedPostgres({ dataDir: dataFolder, log });
  return { url: embedded.appUrl, ownerUrl: embedded.ownerUrl, stop: () => embedded.stop() };
}

/** Opens the database, starting the embedded one where no other is named. Throws `StartRefused` with what to do. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const dataFolder = resolve(options.dataFolder);
  const server = await serverFor(options, dataFolder);
  const pools: Database[] = [];
  const stop = async (): Promise<void> => {
    await Promise.allSettled(pools.map((pool) => pool.close()));
    await server.stop();
  };
  try {
    if (options.databaseUrl !== null) {
      for (const url of new Set([server.ownerUrl, server.url])) await refuseTransactionPooler(url);
    }
    await migrate(server.ownerUrl, server.url);
    await refuseUnsafeDatabase(server.url, options.allowShiftedClock ?? false);
    const vault = openVault(masterKey(dataFolder, options.masterKey));
    const pool = (purpose: string, connections: number): Database => {
      const database = openDatabase(server.url, purpose, connections);
      pools.push(database);
      return database;
    };
    const commands = pool('commands', 8);
    const reads = pool('reads', 6);
    const background = pool('background', 6);
    const installation = await claimInstallation(commands, vault);
    return { dataFolder, url: server.url, installation, vault, commands, reads, background, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
