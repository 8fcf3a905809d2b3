import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Parser from 'rss-parser';
import { Statuspage } from 'statuspage.io';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { toolPaths } from '../../harness/monitoring.ts';
import { startServer, type TestServer } from '../../harness/server.ts';
import { postNotice, read, schedule, setUpPages, shop, soon } from './stage.ts';

const run = promisify(execFile);

let database: TestDatabase;
let server: TestServer;
let folder: string;
const at = (path: string): string => `${server.url}/status/shop${path}`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'allclear-readers-'));
  database = await freshDatabase();
  server = await startServer(database);
  await setUpPages(server, [shop]);
  await postNotice(server.owner, 'shop', { title: 'Orders fail & wait', text: 'We see <it>.\n\nMore at 15:00.' });
  await postNotice(server.owner, 'shop', { post: 'N1', status: 'resolved', text: 'Orders are back.' });
  const [startsAt, endsAt] = ['2030-01-01T22:00:00Z', '2030-01-01T23:30:00Z'];
  const planned = {
    title: 'New database',
    text: 'Search, as a whole; is away',
    components: ['search'],
    startsAt,
    endsAt,
  };
  await schedule(server.owner, 'shop', planned);
  await soon(async () => (await read(at('/history.atom'))).text.includes('New database'));
}, 30_000);
afterAll(async () => {
  await server.stop();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

test.each(['/history.rss', '/history.atom'])('newsboat reads %s', async (feed) => {
  const own = join(folder, feed.slice(9));
  mkdirSync(own);
  writeFileSync(join(own, 'urls'), `${at(feed)}\n`);
  writeFileSync(join(own, 'config'), '');
  const files = ['-u', join(own, 'urls'), '-C', join(own, 'config'), '-c', join(own, 'cache.db')];
  const environment = { env: { ...process.env, HOME: own } };
  await run(toolPaths().newsboat, [...files, '-x', 'reload'], environment);
  const { stdout } = await run(toolPaths().newsboat, [...files, '-x', 'print-unread'], environment);
  expect(stdout.trim()).toBe('2 unread articles');
});

test.each(['/history.rss', '/history.atom'])('rss-parser reads %s, and an item keeps its id', async (feed) => {
  const parsed = await new Parser().parseURL(at(feed));
  expect(parsed.title).toBe('Shop status');
  const titles = new Set(parsed.items.map(({ title }) => title));
  expect(titles).toEqual(new Set(['New database', 'Orders fail & wait']));
  const item = parsed.items.find(({ title }) => title?.startsWith('Orders'));
  expect(item?.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/status\/shop#p-/);
  expect(item?.content ?? item?.['content:encoded']).toContain('Orders are back.');
  const id = (item as { guid?: string; id?: string }).guid ?? item?.id;
  await postNotice(server.owner, 'shop', { post: 'N1', status: 'resolved', text: 'Orders are still back.' });
  const again = await soon(async () => {
    const { items } = await new Parser().parseURL(at(feed));
    const same = items.find(({ title }) => title?.startsWith('Orders'));
    return JSON.stringify(same).includes('still back') ? same : undefined;
  });
  expect((again as { guid?: string; id?: string }).guid ?? again.id).toBe(id);
});

test('khal shows maintenance at its time, once, however often it is read', async () => {
  const calendars = join(folder, 'calendars');
  mkdirSync(calendars);
  const config = join(folder, 'khal.conf');
  writeFileSync(
    config,
    `[calendars]\n[[status]]\npath = ${calendars}\n[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n` +
      `timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n` +
      `longdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = ${join(folder, 'khal.db')}\n`,
  );
  const environment = { env: { ...process.env, HOME: folder, LC_ALL: 'C.UTF-8' } };
  for (let round = 0; round < 2; round += 1) {
    const file = join(folder, `maintenance-${round}.ics`);
    writeFileSync(file, (await read(at('/maintenance.ics'))).text);
    await run(toolPaths().khal, ['-c', config, 'import', '--batch', '-a', 'status', file], environment);
    const said = { id: `01a20eca-a3a9-77c5-8836-13bd2a79e9a${round}`, text: 'Still planned.' };
    await server.owner.send('POST', '/api/status-pages/shop/maintenance/M1', said);
  }
  const wanted = ['-c', config, 'list', '--format', '{start-time}-{end-time} {title}', '2030-01-01', '1d'];
  const { stdout } = await run(toolPaths().khal, wanted, environment);
  expect(stdout.match(/New database/g)).toHaveLength(1);
  expect(stdout).toContain('22:00-23:30 New database');
});

test('the statuspage.io client reads a page', async () => {
  const client = new Statuspage('shop');
  client.setApiUrl(at(''));
  const { api } = client;
  const [summary, components, incidents, unresolved] = await Promise.all([
    api.getSummary(),
    api.getComponents(),
    api.incidents.getAll(),
    api.incidents.getUnresolved(),
  ]);
  expect(summary).toMatchObject({ page: { id: 'shop' }, status: { indicator: 'none' } });
  expect(components.components.length).toBeGreaterThan(0);
  expect(incidents.incidents).toMatchObject([{ name: 'Orders fail & wait', status: 'resolved' }]);
  expect(unresolved.incidents).toEqual([]);
  expect((await api.scheduledMaintenances.getUpcoming()).scheduled_maintenances).toMatchObject([
    { name: 'New database', status: 'scheduled' },
  ]);
});

test('what a reader of Statuspage pages asks for is there, in its shape', async () => {
  const asked: Record<string, string> = {
    '/api/v2/summary.json': 'components',
    '/api/v2/status.json': 'status',
    '/api/v2/components.json': 'components',
    '/api/v2/incidents.json': 'incidents',
    '/api/v2/incidents/unresolved.json': 'incidents',
    '/api/v2/scheduled-maintenances.json': 'scheduled_maintenances',
    '/api/v2/scheduled-maintenances/upcoming.json': 'scheduled_maintenances',
    '/api/v2/scheduled-maintenances/active.json': 'scheduled_maintenances',
    '/api/v2/subscribers.json': 'subscribers',
  };
  for (const [path, member] of Object.entries(asked)) {
    const body = (await read(at(path))).json<Record<string, unknown>>();
    expect(body, path).toHaveProperty(member);
    expect(body['page'], path).toMatchObject({ id: 'shop', time_zone: 'Europe/Berlin' });
  }
  const planned = (await read(at('/api/v2/scheduled-maintenances/upcoming.json'))).json<Record<string, object[]>>();
  expect(planned['scheduled_maintenances']).toMatchObject([
    { impact: 'maintenance', status: 'scheduled', scheduled_for: '2030-01-01T22:00:00.000Z' },
  ]);
});
