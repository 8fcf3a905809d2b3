import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { type Mailbox, openMailbox } from '../../harness/mailbox.ts';
import { startServer, type TestServer } from '../../harness/server.ts';
import { postNotice, read, setUpPages, shop, soon } from './stage.ts';

const address = 'kim@customer.example.org';

let database: TestDatabase;
let server: TestServer;
let mailbox: Mailbox;

beforeAll(async () => {
  [database, mailbox] = await Promise.all([freshDatabase(), openMailbox()]);
  server = await startServer(database);
  const settings = {
    host: '127.0.0.1',
    port: String(mailbox.port),
    security: 'none',
    from: 'Shop status <status@example.org>',
  };
  const made = await server.owner.send('POST', '/api/channels', { name: 'mail', integration: 'email', settings });
  if (made.status >= 300) throw new Error(JSON.stringify(made.body));
  await setUpPages(server, [{ ...shop, subscribeUrl: server.url }]);
  await soon(async () => (await read(`${server.url}/status/shop/subscribe`)).status === 200);
}, 30_000);
afterAll(async () => {
  await server.stop();
  await mailbox.close();
  await database.drop();
});

const linkIn = (text: string | undefined, purpose: string): string =>
  new RegExp(`${server.url}/status/shop/${purpose}/\\S+`).exec(text ?? '')?.[0] as string;

test('somebody subscribes by mail, agrees, hears of it, and leaves by the button of the mail program', async () => {
  expect((await read(`${server.url}/status/shop/subscribe`)).text).toContain('type="email"');
  const body = new URLSearchParams({ email: ` ${address.toUpperCase()}` });
  expect((await fetch(`${server.url}/status/shop/subscribe`, { method: 'POST', body })).status).toBe(200);
  const asked = await soon(async () => mailbox.letters[0]);
  expect(asked.subject).toBe('Confirm: updates of Shop status');
  expect(asked.headers.get('list-unsubscribe')).toBeUndefined();
  await postNotice(server.owner, 'shop', { title: 'Too early', text: 'x' });
  expect((await fetch(linkIn(asked.text, 'confirm'), { method: 'POST' })).status).toBe(200);

  const { id } = await server.owner.declare('Pool of payments-db exhausted');
  const said = {
    page: 'shop',
    title: 'Some orders fail',
    text: 'Since 14:02 <now>.',
    components: ['checkout=partial_outage'],
  };
  await server.owner.say(id, 'publish-status', said);
  const told = await soon(async () => mailbox.letters[1]);
  expect(told.subject).toBe('[Shop status] Some orders fail: We are looking into it');
  expect(told.text).toContain('Checkout: Partly not working');
  expect(told.html).toContain('Since 14:02 &lt;now&gt;.');
  expect(`${told.text}${told.html}`).not.toContain('payments-db');
  expect(told.to).toBe(address);

  const list = told.headers.get('list') as unknown as {
    unsubscribe: { url: string };
    'unsubscribe-post': { name: string };
  };
  expect(list['unsubscribe-post'].name).toBe('List-Unsubscribe=One-Click');
  const pressed = await fetch(list.unsubscribe.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
  expect(pressed.status).toBe(200);
  await server.owner.say(id, 'publish-status', { ...said, title: '', post: 'N1', status: 'resolved', text: 'Over.' });
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect(mailbox.letters).toHaveLength(2);
  expect(await database.query('select from allclear.status_subscriber')).toEqual([]);
}, 30_000);
