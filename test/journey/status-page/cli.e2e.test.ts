import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTerminal, type Terminal } from '../../harness/cli.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { startServer, type TestServer } from '../../harness/server.ts';
import { allClear, read, soon } from './stage.ts';

let database: TestDatabase;
let server: TestServer;
let owner: Terminal;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database);
  owner = openTerminal({ ALLCLEAR_URL: server.url, ALLCLEAR_TOKEN: server.owner.token });
});
afterAll(async () => {
  owner.close();
  await server.stop();
  await database.drop();
});

const said = async (...args: string[]): Promise<string> => {
  const { code, out, err } = await owner.run(args);
  expect([code, err], args.join(' ')).toEqual([0, '']);
  return out;
};

test('a page is set up, published to and read at a terminal', async () => {
  expect(await said('page', 'list')).toBe('No status page is set up.\n');
  const file = 'docs/example/status-pages.yaml';
  await said('apply', '-f', file, '--yes');
  expect(await said('apply', '-f', file, '--yes')).toContain('nothing changes');
  expect(await said('page', 'list')).toMatch(/^shop +Shop status +public +No known problems\n$/);

  const { id, number } = await server.owner.declare('Pool exhausted');
  const words = ['Some orders fail.', '--title', 'Orders fail', '--components', 'checkout=partial_outage'];
  await said('publish-status', '-i', number, 'shop', 'investigating', ...words);
  await soon(async () => (await read(`${server.url}/status/shop`)).text.includes('Some orders fail.'));
  await allClear(server.owner, id);
  await said('publish', '-i', number, 'shop', 'resolved', 'Orders are back.', '--post', 'N1');
  expect(await said('page', 'notice', 'shop', 'We look.', '--title', 'Search is slow')).toBe('N1 is published.\n');
  const times = ['--from', '2030-01-01T22:00Z', '--to', '2030-01-01T23:00Z', '--component', 'search'];
  expect(await said('page', 'schedule', 'shop', 'New database', '--text', 'Away.', ...times)).toBe(
    'M1 is announced.\n',
  );
  await said('page', 'maintenance', 'shop', 'M1', 'Not needed.', '--status', 'completed');

  const shown = await said('page', 'show', 'shop');
  expect(shown).toMatch(/^Shop status: There is a problem\n/);
  expect(shown).toMatch(/checkout +operational/);
  expect(shown).toMatch(/M1 +maintenance +completed/);
  expect(await said('page', 'subscribers', 'shop')).toBe('Nobody is subscribed.\n');
}, 60_000);

test('what is wrong is said with the way out', async () => {
  const { code, err } = await owner.run(['page', 'show', 'nowhere']);
  expect(code).toBe(1);
  expect(err).toContain('No such status page');
  expect((await owner.run(['page', 'secret', 'shop', 'bucket'])).code).toBe(2);
}, 20_000);
