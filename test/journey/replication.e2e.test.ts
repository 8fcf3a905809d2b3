import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../../src/store/embedded/launch.ts';
import { callerOf, ownerToken } from '../harness/server.ts';
import { start } from '../../src/main/start.ts';

test('a commit that the standby did not confirm is not an acknowledgement, and the retry finds it kept once', async () => {
  const data = mkdtempSync(join(tmpdir(), 'allclear-replication-'));
  const postgres = await startEmbeddedPostgres({ dataDir: data, log: () => undefined });
  const running = await start({
    dataFolder: join(data, 'own'),
    databaseUrl: postgres.appUrl,
    ownerUrl: postgres.ownerUrl,
    masterKey: undefined,
    log: () => undefined,
    host: '127.0.0.1',
    port: 0,
    tls: null,
    trustedProxies: [],
    webhookNets: [],
    cockpit: null,
    ownerToken,
    logLevel: 'silent',
    version: '0.0.0-test',
  });
  const owner = callerOf(running.url, ownerToken);
  const { number } = await owner.declare('Standby lost');
  const superuser = new pg.Client({ connectionString: postgres.superuserUrl });
  await superuser.connect();
  const standby = async (name: string): Promise<void> => {
    await superuser.query(`alter system set synchronous_standby_names = '${name}'`);
    await superuser.query('select pg_reload_conf()');
  };

  await standby('nobody');
  let note = { id: '', text: '' };
  let waiting: ReturnType<typeof owner.say<{ type: string }>> | null = null;
  await expect
    .poll(
      async () => {
        if (waiting === null) {
          note = { id: randomUUID(), text: 'was it kept?' };
          waiting = owner.say<{ type: string }>(number, 'note', note);
          // The server takes up a new setting when it gets to it; until then a commit does not wait.
          void waiting.then(({ status }) => {
            if (status === 201) waiting = null;
          });
        }
        const { rowCount } = await superuser.query(
          `select pg_cancel_backend(pid) from pg_stat_activity
            where wait_event = 'SyncRep' and application_name = 'allclear commands'`,
        );
        return rowCount;
      },
      { timeout: 10_000 },
    )
    .toBeGreaterThan(0);
  const answer = await (waiting as unknown as ReturnType<typeof owner.say<{ type: string }>>);
  expect([answer.status, answer.body.type]).toEqual([503, '/problems/server/not-replicated']);

  await standby('');
  const again = await owner.say<{ repeated: boolean }>(number, 'note', note);
  expect([again.status, again.body.repeated]).toEqual([200, true]);
  await superuser.end();
  await running.stop();
  await postgres.stop();
  rmSync(data, { recursive: true, force: true });
});
