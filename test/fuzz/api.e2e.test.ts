import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChildServer, freePort, spawnServer } from '../harness/child-server.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { ownerToken } from '../harness/server.ts';
import { fuzz } from './runner.ts';

const seconds = Number(process.env['FUZZ_SECONDS'] ?? 60);
/** Accepted only where telemetry has settled over half an hour: `test/domain/as-before.test.ts` has its yes. */
const onlyOverTime = ['accept-baseline: never accepted '];

/** One line of each kind tells enough. */
const mostTold = 5;
const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

let database: TestDatabase;
let server: ChildServer;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'allclear-fuzz-'));
  server = await spawnServer({
    port: await freePort(),
    data: folder,
    environment: { DATABASE_URL: database.app, DATABASE_OWNER_URL: database.owner },
  });
});
afterAll(async () => {
  await server.kill('SIGTERM');
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

test(
  'no request, however hostile, gets an answer that it should not',
  { timeout: (seconds + 120) * 1000 },
  async () => {
    const report = await fuzz({ url: server.url, ownerToken, seconds, seed, leastRounds: 5 });
    const { failures, unfuzzed, ...figures } = report;
    process.stdout.write(`fuzz ${JSON.stringify(figures)}\n`);
    const told = failures.map(({ operation, fault, request }) => `${operation}: ${fault}\n  ${request}`);
    const logged = server.said().match(/^.*"level":(?:50|60).*$/gm) ?? [];
    expect(logged.slice(0, mostTold), `faults that the server logged, FUZZ_SEED=${seed}`).toEqual([]);
    expect(told.slice(0, mostTold), `FUZZ_SEED=${seed}`).toEqual([]);
    expect(unfuzzed, 'operations that never saw both a yes and a no').toEqual(onlyOverTime);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    expect(server.process.exitCode).toBeNull();
  },
);
