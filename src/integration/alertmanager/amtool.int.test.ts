import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { toolPaths } from '../../../test/harness/monitoring.ts';
import { startServer, type TestServer } from '../../../test/harness/server.ts';

const { amtool } = toolPaths();
const run = promisify(execFile);

let database: TestDatabase;
let server: TestServer;
let url: string;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database);
  const { body } = await server.owner.send<{ key: string }>('POST', '/api/keys', {
    name: 'amtool',
    scopes: ['ingest', 'read', 'silence'],
  });
  url = `${server.url}/in/${body.key}`;
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const say = async (...words: string[]): Promise<string> =>
  (await run(amtool, [`--alertmanager.url=${url}`, ...words])).stdout;
const asked = async (...words: string[]): Promise<{ labels: Record<string, string>; status: { state: string } }[]> =>
  JSON.parse(await say('alert', 'query', '-o', 'json', ...words)) as never;

describe('amtool 0.25, unchanged', () => {
  test('adds alerts and finds them at once', async () => {
    await say(
      'alert',
      'add',
      'DiskFull',
      'service=db',
      'instance=db1',
      'severity=page',
      '--annotation=summary=disk 97%',
    );
    await say('alert', 'add', 'DiskSlow', 'service=db', '--end=2999-01-01T00:00:00Z');
    expect(new Set((await asked()).map(({ labels }) => labels['alertname']))).toEqual(
      new Set(['DiskFull', 'DiskSlow']),
    );
    expect(await asked('alertname=~Disk.*', 'service=db')).toHaveLength(2);
    expect(await asked('alertname=DiskFull')).toMatchObject([{ status: { state: 'active' } }]);
    expect(await asked('alertname!~Disk.*')).toEqual([]);
    expect(await say('alert', 'query', 'DiskFull')).toContain('disk 97%');
  });

  test('makes, shows, changes and ends silences', async () => {
    const id = (
      await say('silence', 'add', 'service=db', 'alertname=~DiskF.+', '--comment=maintenance', '-d', '1h')
    ).trim();
    expect(await say('silence', 'query')).toContain(id);
    expect((await asked()).map(({ labels }) => labels['alertname'])).toEqual(['DiskSlow']);
    expect(await asked('--silenced')).toMatchObject([
      { labels: { alertname: 'DiskFull' }, status: { state: 'suppressed' } },
    ]);
    expect(await say('silence', 'update', id, '-d', '2h', '--comment=longer')).toContain(id);
    expect(await say('silence', 'query', '-o', 'extended')).toContain('longer');
    await say('silence', 'expire', id);
    expect(await say('silence', 'query')).not.toContain(id);
    expect(await say('silence', 'query', '--expired')).toContain(id);
    expect(await asked()).toHaveLength(2);
  });

  test('reads the configuration and the cluster', async () => {
    expect(await say('config', 'show')).toContain('receiver: allclear');
    expect(await say('config', 'routes', 'show')).toContain('allclear');
    expect(await say('cluster', 'show')).toContain('disabled');
  });

  test('is told of a silence that is not there', async () => {
    await expect(say('silence', 'expire', '00000000-0000-0000-0000-000000000000')).rejects.toThrow('not found');
  });
});
