import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort, spawnServer } from '../harness/child-server.ts';
import { freshDatabase } from '../harness/database.ts';
import { callerOf, ownerToken } from '../harness/server.ts';

const groups = 20;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const alertOf = (index: number): object => ({
  labels: { alertname: 'Storm', severity: 'critical', service: `service-${index % groups}`, instance: `host-${index}` },
  annotations: { summary: 'Down' },
  startsAt: '2026-11-23T14:02:00.000Z',
});

test(
  'kill -9 between the acknowledgement of alerts and their incident: every alert is there, every group has one incident',
  { timeout: 120_000 },
  async () => {
    const database = await freshDatabase();
    const data = mkdtempSync(join(tmpdir(), 'allclear-alert-kill-'));
    const port = await freePort();
    const environment = { DATABASE_URL: database.app, DATABASE_OWNER_URL: database.owner };
    let server = await spawnServer({ port, data, environment });
    const made = await callerOf(server.url, ownerToken).send<{ key: string }>('POST', '/api/keys', { name: 'storm' });
    const acknowledged = new Set<number>();
    let next = 0;
    let sending = true;

    async function sender(): Promise<void> {
      while (sending) {
        const batch = Array.from({ length: 5 }, () => next++);
        const body = JSON.stringify(batch.map(alertOf));
        for (let kept = false; !kept;) {
          kept = await fetch(`${server.url}/in/${made.body.key}/api/v2/alerts`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body,
            signal: AbortSignal.timeout(4000),
          }).then(
            (reply) => reply.ok,
            () => false, // Killed under us: sent again, as Prometheus does.
          );
          if (!kept) await pause(20);
        }
        for (const index of batch) acknowledged.add(index);
      }
    }

    const senders = Array.from({ length: 4 }, sender);
    for (let kills = 0; kills < 8; kills += 1) {
      await pause(60 + kills * 25);
      await server.kill();
      server = await spawnServer({ port, data, environment });
    }
    sending = false;
    await Promise.all(senders);

    const unrouted = (): Promise<{ left: number }[]> =>
      database.query(`select (select count(*)::integer from allclear.alert_journal j, allclear.routing_cursor c
        where j.position > c.position) as left`);
    await expect.poll(async () => (await unrouted())[0]?.left, { timeout: 15_000 }).toBe(0);

    const stored = await database.query<{ host: string; incident: string | null }>(
      `select labels ->> 'instance' as host, incident from allclear.alert`,
    );
    const hosts = new Set(stored.map(({ host }) => host));
    expect([...acknowledged].filter((index) => !hosts.has(`host-${index}`))).toEqual([]);
    expect(stored.filter(({ incident }) => incident === null)).toEqual([]);
    const declared = await database.query(`select from allclear.event where type = 'IncidentDeclared'`);
    expect(declared).toHaveLength(groups);
    await server.kill('SIGTERM');
    await database.drop();
    rmSync(data, { recursive: true, force: true });
  },
);
