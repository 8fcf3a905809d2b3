import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/store/embedded/launch.ts';
import { migrate } from '../../src/store/migrate.ts';
import { onDatabase, type PostgresUrls } from './postgres-urls.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: PostgresUrls;
  }
}

let end = async (): Promise<void> => undefined;

/** One real PostgreSQL for the whole run, with a migrated template that every test clones. */
export async function setup(project: TestProject): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'allclear-test-'));
  // As root the server runs as another account; where that cannot enter, the database would be made elsewhere and stay.
  chmodSync(folder, 0o755);
  const lines: string[] = [];
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log: (line) => lines.push(line) });
  const template = `template_${randomUUID().replaceAll('-', '')}`;
  const superuser = new pg.Client({ connectionString: postgres.superuserUrl });
  await superuser.connect();
  await superuser.query(`create database ${template} owner allclear_owner`);
  await superuser.end();
  await migrate(onDatabase(postgres.ownerUrl, template), onDatabase(postgres.appUrl, template));
  project.provide('postgres', {
    superuser: postgres.superuserUrl,
    owner: postgres.ownerUrl,
    app: postgres.appUrl,
    template,
  });
  end = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

export const teardown = (): Promise<void> => end();
