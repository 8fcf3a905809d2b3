import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase } from '../../src/store/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded/launch.ts';
import { openVault } from '../../src/store/vault.ts';
import { verifyDatabase } from '../../src/store/verify.ts';
import { type ChildServer, freePort, spawnServer } from '../harness/child-server.ts';

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The value that this share of the others does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

/** What a run found; `ok` is whether everything that was promised was kept. */
export type Figures = Readonly<Record<string, unknown>> & { readonly ok: boolean };

export interface Kept {
  readonly acked: number;
  readonly lost: number;
  readonly doubled: number;
  readonly chain: 'verifies' | object;
}

/** A PostgreSQL, replicas on it, and a superuser who looks at what they stored. */
export class Ground {
  readonly #folders: string[] = [];
  readonly #replicaFolders: string[] = [];
  readonly #key = randomBytes(32);
  readonly #data: string;
  #postgres: EmbeddedPostgres | null = null;
  #superuser: pg.Client | null = null;
  readonly replicas: ChildServer[] = [];
  #turn = 0;

  constructor() {
    this.#data = this.#folder();
    // Whoever gives up waiting leaves no database behind.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void this.close().finally(() => process.exit(1)));
    }
  }

  #folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'allclear-fault-'));
    // As root the database runs as another account, which has to get in.
    chmodSync(folder, 0o755);
    this.#folders.push(folder);
    return folder;
  }

  get postgres(): EmbeddedPostgres {
    if (this.#postgres === null) throw new Error('PostgreSQL was not started');
    return this.#postgres;
  }

  async startPostgres(): Promise<void> {
    this.#postgres = await startEmbeddedPostgres({ dataDir: this.#data, log: () => undefined });
    await this.#connect();
  }

  /** kill -9; whoever started PostgreSQL starts it again. Milliseconds until it answers. */
  async killPostgres(): Promise<number> {
    const began = performance.now();
    process.kill(this.postgres.pid, 'SIGKILL');
    for (;;) {
      await pause(20);
      const answers = await this.#connect().then(
        () => true,
        () => false,
      );
      if (answers) return performance.now() - began;
    }
  }

  async #connect(): Promise<void> {
    const url = new URL(this.postgres.superuserUrl);
    url.pathname = '/allclear';
    const client = new pg.Client({ connectionString: url.href });
    client.on('error', () => undefined);
    await client.connect();
    this.#superuser = client;
  }

  async query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return ((await this.#superuser?.query<Row>(text, values)) ?? { rows: [] }).rows;
  }

  /** Starts a replica in place of the one that was there, or beside the others. Milliseconds until it was ready. */
  async startReplica(index: number): Promise<number> {
    const before = this.replicas[index];
    const port = before ? Number(new URL(before.url).port) : await freePort();
    const environment = {
      DATABASE_URL: this.postgres.appUrl,
      DATABASE_OWNER_URL: this.postgres.ownerUrl,
      ALLCLEAR_MASTER_KEY: this.#key.toString('base64'),
    };
    const data = (this.#replicaFolders[index] ??= this.#folder());
    this.replicas[index] = await spawnServer({ port, data, environment });
    return this.replicas[index].readyMs;
  }

  /** Addresses of living replicas, in turn. */
  readonly url = (): string => {
    const living = this.replicas.filter(
      ({ process: { exitCode, signalCode } }) => exitCode === null && signalCode === null,
    );
    this.#turn += 1;
    return living[this.#turn % living.length]?.url ?? 'http://127.0.0.1:1';
  };

  /** How what was acknowledged is stored. */
  async kept(acknowledged: readonly string[]): Promise<Kept> {
    const rows = await this.query<{ times: number }>(
      'select count(*)::integer as times from allclear.event where command_id = any($1::uuid[]) group by command_id',
      [acknowledged],
    );
    const database = openDatabase(this.postgres.appUrl, 'check', 2);
    const { flaw } = await verifyDatabase(database, openVault(this.#key), null);
    await database.close();
    return {
      acked: acknowledged.length,
      lost: new Set(acknowledged).size - rows.length,
      doubled: rows.filter(({ times }) => times > 1).length,
      chain: flaw ?? 'verifies',
    };
  }

  /** Lines in which a replica told of a fault of its own. */
  faults(): string[] {
    return this.replicas.flatMap((replica) => replica.said().match(/^.*"level":(?:50|60).{0,600}/gm) ?? []);
  }

  async close(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.kill('SIGKILL')));
    await this.#superuser?.end().catch(() => undefined);
    await this.#postgres?.stop();
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }
}

export const wasKept = ({ lost, doubled, chain }: Kept): boolean => lost === 0 && doubled === 0 && chain === 'verifies';
