import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { openSink, type Sink } from '../harness/sink.ts';

let database: TestDatabase;
let server: TestServer;
let sink: Sink;
let secret: string;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database, { webhookNets: ['127.0.0.0/8'] });
  sink = await openSink();
  const made = await server.owner.send<{ secret: string }>('POST', '/api/webhooks', { name: 'archive', url: sink.url });
  secret = made.body.secret;
});
afterAll(async () => {
  await server.stop();
  await sink.close();
  await database.drop();
});

const about = (title: string): typeof sink.received =>
  sink.received.filter(
    ({ body }) => (JSON.parse(body) as { data: { incident: { title: string } } }).data.incident.title === title,
  );

test('every entry is sent once, signed as standardwebhooks has it, under an id of its own', async () => {
  const { number } = await server.owner.declare('Told');
  await server.owner.say(number, 'note', { text: 'hello' });
  await expect.poll(() => about('Told').length).toBe(2);
  for (const { headers, body } of about('Told')) {
    expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
  }
  expect(new Set(about('Told').map(({ headers }) => headers['webhook-id'])).size).toBe(2);
  // It was received before it is marked as sent.
  await expect.poll(() => database.query(`select from allclear.outbox where state <> 'sent'`)).toEqual([]);
});

test('a failure is retried under the same id', async () => {
  sink.answer(500);
  await server.owner.declare('Stubborn');
  await expect.poll(() => about('Stubborn').length).toBe(1);
  sink.answer(204);
  await expect.poll(() => about('Stubborn').length, { timeout: 10_000 }).toBe(2);
  const [first, second] = about('Stubborn');
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
});

test('a redirect is not followed, and giving up after a day is said in the log', async () => {
  sink.answer(302);
  const { id } = await server.owner.declare('Moved');
  await expect.poll(() => about('Moved').length).toBe(1);
  await database.moveClock(25 * 3_600_000);
  const given = (): Promise<object[]> =>
    database.query(`select from allclear.event where stream = $1 and type = 'DeliveryGivenUp'`, [`incident:${id}`]);
  await expect.poll(async () => (await given()).length, { timeout: 10_000 }).toBe(1);
  sink.answer(204);
});

test('private incidents and exercises are told to nobody outside', async () => {
  await server.owner.declare('Secret', { private: true });
  await server.owner.declare('Rehearsal', { exercise: true });
  await server.owner.declare('Public');
  await expect.poll(() => about('Public').length, { timeout: 10_000 }).toBe(1);
  expect([...about('Secret'), ...about('Rehearsal')]).toEqual([]);
});

test.each([
  'http://127.0.0.1/',
  'http://[::1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://2130706433/',
  'http://169.254.169.254/latest/meta-data',
  'http://localhost:8080/',
  'ftp://example.org/',
  'http://user:secret@example.org/',
  'http://example.org:22/',
])('%s is not taken as an address', async (url) => {
  const strict = await startServer(database, { dataFolder: server.dataFolder });
  const answer = await strict.owner.send('POST', '/api/webhooks', { name: 'x', url });
  expect([400, 422]).toContain(answer.status);
  await strict.stop();
});

test('a name that resolves to a private address is not connected to', async () => {
  const { checkedLookup, ForbiddenAddress } = await import('../../src/integration/address.ts');
  const found = await new Promise((resolve) =>
    checkedLookup([])('localhost', {}, (error, address) => resolve(error ?? address)),
  );
  expect(found).toBeInstanceOf(ForbiddenAddress);
});
