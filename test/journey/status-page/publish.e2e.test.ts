import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import Parser from 'rss-parser';
import { rebuild } from '../../../src/store/rebuild.ts';
import { verifyDatabase } from '../../../src/store/verify.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { startServer, type TestServer } from '../../harness/server.ts';
import { allClear, postNotice, read, schedule, setUpPages, shop, soon } from './stage.ts';

let database: TestDatabase;
let server: TestServer;
const at = (path = ''): string => `${server.url}/status/shop${path}`;

interface Summary {
  page: { name: string; url: string; updated_at: string };
  status: { indicator: string; description: string };
  components: { id: string; name: string; status: string; group: boolean; group_id: string | null }[];
  incidents: { id: string; name: string; status: string; impact: string; incident_updates: { body: string }[] }[];
  scheduled_maintenances: { id: string; status: string; scheduled_for: string }[];
}
const summary = async (): Promise<Summary> => (await read(at('/api/v2/summary.json'))).json<Summary>();

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database);
  await setUpPages(server, [shop, { slug: 'inside', name: 'Inside', visibility: 'private' }]);
  await soon(async () => (await read(at())).status === 200);
}, 30_000);
afterAll(async () => {
  await server.stop();
  await database.drop();
});

test('a page of which nothing was told has no good day behind it', async () => {
  const page = await read(at());
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.text).toContain('No known problems');
  expect(page.text).toContain('Checkout, the last 90 days: no day with a known problem, no record of 89 days.');
  expect(page.text).not.toContain('<script');
  expect(page.text.length).toBeLessThan(100_000);
});

describe('what is published from a room', () => {
  let incident: string;

  test('stands on the page, in the JSON and in the feeds, in these words and no others', async () => {
    ({ id: incident } = await server.owner.declare('Pool of payments-db exhausted', { severity: 'SEV-1' }));
    await server.owner.say(incident, 'note', { text: 'canary-of-the-room' });
    const said = await server.owner.say<{ entries: { type: string }[] }>(incident, 'publish-status', {
      page: 'shop',
      title: 'Some orders fail',
      text: 'Some orders fail since 14:02.\n\nNext update at 15:00 & not before.',
      components: ['checkout=partial_outage'],
    });
    expect(said.status).toBe(201);
    expect(said.body.entries.map(({ type }) => type)).toEqual(['StatusPublished']);
    await soon(async () => (await summary()).incidents.length === 1);
    const { status, components, incidents } = await summary();
    expect(status).toEqual({ indicator: 'major', description: 'Partial System Outage' });
    expect(components.find(({ id }) => id === 'checkout')).toMatchObject({ status: 'partial_outage', group: false });
    expect(components.find(({ group }) => group)).toMatchObject({ name: 'Buying', status: 'partial_outage' });
    expect(incidents).toMatchObject([{ name: 'Some orders fail', status: 'investigating', impact: 'major' }]);
    const page = await read(at());
    expect(page.text).toContain('<p>Next update at 15:00 &amp; not before.</p>');
    for (const path of ['', '/history', '/history.rss', '/history.atom', '/api/v2/incidents.json']) {
      const { text } = await read(at(path));
      expect(text, path).toContain('Some orders fail');
      expect(text, path).not.toMatch(/canary-of-the-room|payments-db/);
    }
  });

  test('goes on under its key, and is over when that is said', async () => {
    const update = { page: 'shop', post: 'n1', status: 'working', text: 'We are adding room.' };
    expect((await server.owner.say(incident, 'publish-status', update)).status).toBe(201);
    await soon(async () => (await summary()).incidents[0]?.status === 'identified');
    expect((await read(at())).text).toContain('We are working on it');
    const back = { ...update, status: 'resolved', text: 'Orders are back.' };
    const early = await server.owner.say(incident, 'publish-status', back);
    expect(early.body).toMatchObject({ practice: 'D4' });
    await allClear(server.owner, incident);
    await server.owner.say(incident, 'publish-status', back);
    await soon(async () => (await summary()).incidents.length === 0);
    const after = await summary();
    expect(after.status.indicator).toBe('none');
    const { items } = await new Parser().parseString((await read(at('/history.rss'))).text);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ title: 'Some orders fail' });
  });

  test.each([
    ['page/not-found', 404, { page: 'nowhere', title: 'x' }],
    ['page/component-unknown', 422, { page: 'shop', title: 'x', components: ['billing=major_outage'] }],
    ['page/title-missing', 422, { page: 'shop' }],
    ['incident/item-not-found', 404, { page: 'shop', post: 'N9' }],
  ])('is refused with %s', async (code, status, body) => {
    const answer = await server.owner.say<{ type: string }>(incident, 'publish-status', { text: 'x', ...body });
    expect(answer.status).toBe(status);
    expect(answer.body.type).toBe(`/problems/${code}`);
  });

  test('never comes from a private incident or an exercise onto a public page', async () => {
    const body = { page: 'shop', title: 'x', text: 'x' };
    const hidden = await server.owner.declare('Stolen keys', { kind: 'security' });
    const drill = await server.owner.declare('A drill', { exercise: true });
    for (const [id, code] of [
      [hidden.id, 'page/incident-private'],
      [drill.id, 'page/exercise'],
    ] as const) {
      const answer = await server.owner.say<{ type: string }>(id, 'publish-status', body);
      expect([answer.status, answer.body.type]).toEqual([409, `/problems/${code}`]);
    }
    expect((await server.owner.say(hidden.id, 'publish-status', { ...body, page: 'inside' })).status).toBe(201);
  });
});

test('a private page is not there for whoever is not signed in', async () => {
  for (const path of ['', '/api/v2/summary.json', '/history.atom']) {
    const anonymous = await read(`${server.url}/status/inside${path}`);
    const nowhere = await read(`${server.url}/status/nowhere${path}`);
    expect(anonymous.status).toBe(404);
    expect(anonymous.headers.get('access-control-allow-origin')).toBeNull();
    const shape = ({ text }: { text: string }): string => text.replace(/"instance":"[^"]+"/, '');
    expect(shape(anonymous)).toBe(shape(nowhere));
    const token = { authorization: `Bearer ${server.owner.token}` };
    expect((await read(`${server.url}/status/inside${path}`, token)).status).toBe(200);
  }
});

test('the answers can be kept, asked for again and used from elsewhere, and never lead away', async () => {
  const first = await read(at('/api/v2/summary.json'));
  expect(first.headers.get('access-control-allow-origin')).toBe('*');
  expect(first.headers.get('cache-control')).toContain('max-age=10');
  const etag = first.headers.get('etag') as string;
  expect((await read(at('/api/v2/summary.json'), { 'if-none-match': etag })).status).toBe(304);
  expect((await read(at('/'))).status).toBe(200);
  expect((await read(at('/../shop/api/v3/x.json'))).status).toBe(404);
  const badge = await read(at('/badge.svg'));
  expect(badge.text).toContain('No known problems');
  expect((await read(at('/api/v2/subscribers.json'))).json()).toMatchObject({ subscribers: [] });
});

describe('what belongs to no incident', () => {
  test('a notice is published once, however often it is sent', async () => {
    const body = {
      id: randomUUID(),
      title: 'Search is slow',
      text: 'We see it.',
      components: ['search=degraded_performance'],
    };
    const first = await postNotice(server.owner, 'shop', body);
    expect(first.body).toEqual({ key: 'N1', repeated: false });
    expect((await postNotice(server.owner, 'shop', body)).body).toEqual({ key: 'N1', repeated: true });
    expect((await postNotice(server.owner, 'shop', { ...body, title: 'Other' })).status).toBe(409);
    await soon(async () => (await summary()).incidents.length === 1);
    await postNotice(server.owner, 'shop', { post: 'N1', status: 'resolved', text: 'Fast again.' });
    await soon(async () => (await summary()).incidents.length === 0);
  });

  test('maintenance begins and ends by the clock', async () => {
    const hour = 3_600_000;
    const startsAt = new Date(Date.now() + hour).toISOString();
    const endsAt = new Date(Date.now() + 2 * hour).toISOString();
    const body = { title: 'New database', text: 'Help is away.', components: ['help'], startsAt, endsAt };
    expect((await schedule(server.owner, 'shop', body)).body.key).toBe('M1');
    expect((await schedule(server.owner, 'shop', { ...body, endsAt: startsAt })).status).toBe(422);
    await soon(async () => (await summary()).scheduled_maintenances[0]?.status === 'scheduled');
    expect((await read(at('/maintenance.ics'))).text).toContain('SUMMARY:New database');
    await database.moveClock(1.5 * hour);
    const said = { id: randomUUID(), text: 'Half of it is done.' };
    await server.owner.send('POST', '/api/status-pages/shop/maintenance/M1', said);
    await soon(async () => (await summary()).scheduled_maintenances[0]?.status === 'in_progress');
    const { components, status } = await summary();
    expect(components.find(({ id }) => id === 'help')?.status).toBe('under_maintenance');
    expect(status.description).toBe('Service Under Maintenance');
    await database.moveClock(2.5 * hour);
    const late = await server.owner.send<{ type: string }>('POST', '/api/status-pages/shop/maintenance/M1', {
      id: randomUUID(),
      text: 'x',
    });
    expect(late.body.type).toBe('/problems/page/maintenance-over');
    await postNotice(server.owner, 'shop', { post: 'N1', status: 'resolved', text: 'Still fast.' });
    await soon(async () => (await summary()).scheduled_maintenances.length === 0);
    await database.moveClock(0);
  });
});

test('a preview is the page itself with other words, and publishes nothing', async () => {
  const draft = { title: 'Login fails', text: 'Perhaps.', components: ['help=major_outage'] };
  const { body } = await server.owner.send<{ html: string }>('POST', '/api/status-pages/shop/preview', draft);
  expect(body.html).toContain('Login fails');
  expect(body.html).toContain('Some things do not work');
  expect((await read(at())).text).not.toContain('Login fails');
});

test('whoever runs the page sees how it stands', async () => {
  const { body } = await server.owner.get<{ items: { slug: string }[] }>('/api/status-pages');
  expect(body.items.map(({ slug }) => slug)).toEqual(['shop', 'inside']);
  const shown = await server.owner.get<{ posts: { key: string; kind: string }[]; subscribers: number }>(
    '/api/status-pages/shop',
  );
  expect(shown.body.posts.length).toBeGreaterThan(2);
  expect(shown.body.subscribers).toBe(0);
});

test('it is all in the log: the chain holds, and the tables can be made again from it', async () => {
  const { storage, core } = server.running;
  const posts = () => database.query('select * from allclear.status_post_v1 order by id');
  const before = await posts();
  expect(before.length).toBeGreaterThan(3);
  expect((await verifyDatabase(storage.background, storage.vault, null)).flaw).toBeNull();
  await rebuild(storage.background, storage.vault, core.projectors, core.posts);
  expect(await posts()).toEqual(before);
});

test('several who publish on a page for the first time at once are all heard, each under a key of its own', async () => {
  await setUpPages(server, [shop, { slug: 'fresh', name: 'Fresh' }]);
  const answers = await Promise.all(
    Array.from({ length: 3 }, (_each, index) => postNotice(server.owner, 'fresh', { title: `T${index}`, text: 'x' })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(new Set(answers.map(({ body }) => body.key))).toEqual(new Set(['N1', 'N2', 'N3']));
});
