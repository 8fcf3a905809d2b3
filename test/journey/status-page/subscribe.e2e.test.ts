import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { startServer, type TestServer } from '../../harness/server.ts';
import { openSink, type Sink } from '../../harness/sink.ts';
import { postNotice, read, setUpPages, shop, soon } from './stage.ts';

interface Heard {
  readonly type: string;
  readonly data: {
    readonly confirm_url: string;
    readonly unsubscribe_url: string;
    readonly post: { title: string };
    readonly update: { text: string };
  };
}

let database: TestDatabase;
let server: TestServer;
let sink: Sink;
const at = (path: string): string => `${server.url}/status/shop/${path}`;
const heard = (): Heard[] => sink.received.map(({ body }) => JSON.parse(body) as Heard);
const last = (): Heard | undefined => heard().at(-1);

async function form(path: string, fields: readonly (readonly [string, string])[] = []) {
  const body = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]));
  const reply = await fetch(path.startsWith('http') ? path : at(path), { method: 'POST', body, redirect: 'manual' });
  return { status: reply.status, text: await reply.text() };
}

const stored = () =>
  database.query<{ id: string; confirmed: boolean; components: string[] }>(
    'select id, confirmed_at is not null as confirmed, components from allclear.status_subscriber order by created_at',
  );

beforeAll(async () => {
  [database, sink] = await Promise.all([freshDatabase(), openSink()]);
  server = await startServer(database, { webhookNets: ['127.0.0.0/8'] });
  await setUpPages(server, [
    { ...shop, subscribeUrl: server.url },
    { ...shop, slug: 'quiet' },
  ]);
  await soon(async () => (await read(at('subscribe'))).status === 200);
}, 30_000);
afterAll(async () => {
  await server.stop();
  await sink.close();
  await database.drop();
});

test('a page that names no address takes no subscribers', async () => {
  expect((await read(`${server.url}/status/quiet/subscribe`)).status).toBe(404);
  expect((await read(`${server.url}/status/quiet`)).text).not.toContain('Get updates');
});

describe('a program that wants to hear of one component', () => {
  let confirm: string;
  let unsubscribe: string;

  test('is asked first, and hears nothing until it agrees', async () => {
    const answer = await form('subscribe', [
      ['url', sink.url],
      ['component', 'checkout'],
      ['component', 'no-such-thing'],
    ]);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('One more step');
    await soon(async () => last()?.type === 'status.subscription');
    confirm = last()?.data.confirm_url as string;
    await postNotice(server.owner, 'shop', { title: 'Too early', text: 'x', components: ['checkout=major_outage'] });
    expect((await stored())[0]?.confirmed).toBe(false);
  });

  test('agrees by a button: opening the link changes nothing', async () => {
    expect((await read(confirm)).text).toContain('<button>Yes, tell me</button>');
    expect((await stored())[0]?.confirmed).toBe(false);
    expect((await form(confirm)).status).toBe(200);
    expect(await stored()).toMatchObject([{ confirmed: true, components: ['checkout'] }]);
    expect(heard().map(({ type }) => type)).toEqual(['status.subscription']);
  });

  test('hears of it once, signed, and of nothing else', async () => {
    await postNotice(server.owner, 'shop', { title: 'Other', text: 'x', components: ['search=partial_outage'] });
    const said = { title: 'Orders fail', text: 'We see it.', components: ['checkout=partial_outage'] };
    await postNotice(server.owner, 'shop', said);
    await soon(async () => last()?.type === 'status.post');
    const { id } = await server.owner.declare('Checkout');
    await server.owner.say(id, 'publish-status', { ...said, page: 'shop', title: 'From the room', text: 'Words.' });
    await soon(async () => last()?.data.post.title === 'From the room');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(heard().flatMap(({ data }) => data.post?.title ?? [])).toEqual(['Orders fail', 'From the room']);
    expect(last()?.data.update.text).toBe('Words.');
    expect(new Set(sink.received.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
    const sent = sink.received.at(-1);
    expect(() => new Webhook('whsec_AAAA').verify(sent?.body ?? '', sent?.headers as never)).toThrow();
    unsubscribe = last()?.data.unsubscribe_url as string;
  });

  test('its address is sealed, shown to those who run the installation', async () => {
    const rows = await database.query('select * from allclear.status_subscriber');
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(sink.url).toString('hex'));
    const path = '/api/status-pages/shop/subscribers';
    const { body } = await server.owner.get<{ items: { address: string }[] }>(path);
    expect(body.items.map(({ address }) => address)).toEqual([sink.url]);
    const ben = await server.person('Ben', 'responder');
    expect((await ben.get(path)).status).toBe(403);
  });

  test('leaves with one click, and is forgotten', async () => {
    expect((await read(unsubscribe)).status).toBe(200);
    expect(await stored()).toHaveLength(1);
    const reply = await fetch(unsubscribe, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(reply.status).toBe(200);
    expect(await stored()).toEqual([]);
    expect((await form(unsubscribe)).status).toBe(200);
  });
});

test('a token of one purpose or of another subscriber is good for nothing', async () => {
  await form('subscribe', [['url', `${sink.url}/two`]]);
  const token = await soon(async () => last()?.data.confirm_url?.split('/').at(-1));
  const other = token.replace(/^./, (letter) => (letter === '0' ? '1' : '0'));
  for (const wrong of [other, `${token.slice(0, -1)}x`, 'nonsense', `${token.slice(0, 36)}.`]) {
    expect((await form(`confirm/${wrong}`)).status, wrong).toBe(410);
  }
  expect((await form(`unsubscribe/${token}`)).status).toBe(410);
  expect((await stored()).map(({ confirmed }) => confirmed)).toEqual([false]);
});

test('the answer tells nobody which addresses are known, and one address is not asked again at once', async () => {
  const before = sink.received.length;
  const [known, unknown] = [
    await form('subscribe', [['url', `${sink.url}/two`]]),
    await form('subscribe', [['email', 'nobody@example.org']]),
  ];
  expect(known).toEqual(unknown);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(sink.received.length).toBe(before);
});

test.each([
  ['email', 'not an address'],
  ['url', 'ftp://example.org/'],
  ['url', 'http://10.0.0.1/'],
  ['url', 'http://[::1]/'],
  ['url', 'http://169.254.169.254/'],
])('%s %s is not taken', async (name, value) => {
  const answer = await form('subscribe', [[name, value]]);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('role="alert"');
});

test('mail is composed with a way out that a mail program can press', async () => {
  const { postMail } = await import('../../../src/document/status-page/mail.ts');
  const { running } = server;
  const posts = await running.core.posts.ofPage('shop');
  const post = posts.find(({ title }) => title === 'Orders fail');
  const page = { ...shop, url: 'https://status.example.org', subscribeUrl: null, targets: [] } as never;
  const mail = postMail(page, post as never, post?.updates[0] as never, 'https://a.example.org/u/1');
  expect(mail.subject).toBe('[Shop status] Orders fail: We are looking into it');
  expect(mail.headers).toEqual({
    'List-Unsubscribe': '<https://a.example.org/u/1>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  });
  expect(mail.text).toContain('Checkout: Partly not working');
});

test('whoever fills the form in too often has to wait', async () => {
  const answers = [];
  for (let index = 0; index < 25; index += 1) answers.push((await form('subscribe', [['email', 'x']])).status);
  expect(answers).toContain(429);
}, 20_000);
