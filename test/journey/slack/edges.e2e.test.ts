import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chatRoomStore } from '../../../src/store/chat-rooms.ts';
import { openSink, type Sink } from '../../harness/sink.ts';
import { bot, type SlackCall } from '../../harness/slack.ts';
import { opening, openSlackStage, type SlackStage, soon } from './stage.ts';

let stage: SlackStage;
let sink: Sink;
beforeAll(async () => {
  stage = await openSlackStage();
  sink = await openSink();
  await stage.server.owner.send('POST', '/api/webhooks', { name: 'archive', url: sink.url });
  stage.slack.expect(...opening, 'conversations.list', 'users.info', 'users.lookupByEmail');
  stage.slack.expect('conversations.invite', 'chat.update', 'chat.postEphemeral');
}, 60_000);
afterAll(async () => {
  await stage.close();
  await sink.close();
});

interface Room {
  readonly incident: string;
  readonly room: string;
}

/** An incident whose room is open. */
async function opened(title: string): Promise<Room> {
  const { id } = await stage.server.owner.declare(title);
  const rooms = (): Promise<Room[]> =>
    stage.database.query<Room>(`select incident, room from allclear.chat_room where incident = $1 and invited`, [id]);
  await expect.poll(async () => (await rooms()).length, soon).toBe(1);
  return (await rooms())[0] as Room;
}

const entries = async (incident: string): Promise<number> => (await stage.events(incident)).length;
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1500));
const settled = async (): Promise<void> => {
  await expect
    .poll(
      () => stage.database.query(`select from allclear.outbox where state = 'waiting' and due_at <= allclear.now()`),
      soon,
    )
    .toEqual([]);
};

test('what Slack did not sign, or signed long ago, is 401 and stores nothing', async () => {
  const { incident, room } = await opened('Signed');
  const before = await entries(incident);
  const said = { type: 'message', channel: room, user: 'UANA', text: `<@${bot}> forged`, ts: stage.slack.stamp() };
  expect((await stage.sender.event(said, { secret: 'another secret' })).status).toBe(401);
  expect((await stage.sender.event(said, { ageSeconds: 301 })).status).toBe(401);
  expect((await stage.sender.event(said, { ageSeconds: -301 })).status).toBe(401);
  expect((await stage.sender.command('UANA', room, 'note forged', { secret: '' })).status).toBe(401);
  const { url, owner } = stage.server;
  expect((await fetch(`${url}/in/slack/${randomUUID()}/events`, { method: 'POST', body: '{}' })).status).toBe(401);
  expect((await fetch(`${url}/in/slack/nonsense/events`, { method: 'POST', body: '{}' })).status).toBe(401);
  expect((await fetch(`${url}/in/slack/${stage.channel}/events`)).status).toBe(404);
  expect(await entries(incident)).toBe(before);
  expect(await stage.database.query('select from allclear.chat_said')).toEqual([]);
  const shown = await owner.get<{ items: { secretsSet: string[] }[] }>('/api/channels');
  expect(JSON.stringify(shown.body)).not.toContain('xoxb');
});

test('whoever joins is let into the room', async () => {
  const { incident, room } = await opened('Joined');
  await stage.ben.say(incident, 'join');
  const invited = (): boolean =>
    stage.slack.of('conversations.invite').some(({ args }) => args.channel === room && args.users === 'UBEN');
  await expect.poll(invited, soon).toBe(true);
});

test('the address is verified, and what cannot be read is 400', async () => {
  const challenge = { type: 'url_verification', challenge: 'abc' };
  const answer = await stage.sender.send('events', 'application/json', JSON.stringify(challenge));
  expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { challenge: 'abc' }]);
  expect((await stage.sender.send('events', 'application/json', '{')).status).toBe(400);
  expect((await stage.sender.send('commands', 'application/x-www-form-urlencoded', 'text=a')).status).toBe(400);
});

test('Slack’s retries of an event store nothing twice', async () => {
  const { incident, room } = await opened('Repeated');
  const before = await entries(incident);
  const ts = stage.slack.stamp();
  for (const count of [0, 1, 2]) {
    const headers = count === 0 ? {} : { 'x-slack-retry-num': String(count), 'x-slack-retry-reason': 'http_timeout' };
    const event = { type: 'message', channel: room, user: 'UANA', text: `<@${bot}> once`, ts };
    expect((await stage.sender.event(event, { headers })).status).toBe(200);
  }
  expect(await entries(incident)).toBe(before + 1);
});

test('whom Allclear does not know, and whom another workspace vouches for, is told so, and nothing is stored', async () => {
  const { incident, room } = await opened('Strangers');
  const { email } = stage.ana;
  stage.slack.users.push(
    { id: 'UNEW', email: 'new@example.org' },
    { id: 'UEVIL', email, more: { team_id: 'TOTHER' } },
    { id: 'UGUEST', email, more: { is_ultra_restricted: true } },
  );
  const before = await entries(incident);
  for (const user of ['UNEW', 'UEVIL', 'UGUEST']) {
    expect((await stage.sender.command(user, room, 'note "let me in"')).text).toContain('does not know you');
    const ts = stage.slack.stamp();
    await stage.sender.say(user, room, ts, 'side talk');
    await stage.sender.say(user, room, stage.slack.stamp(), `<@${bot}> in the log please`);
  }
  expect(await entries(incident)).toBe(before);
  expect(await stage.database.query('select from allclear.chat_said')).toEqual([]);
  await expect
    .poll(() => stage.slack.of('chat.postEphemeral').filter(({ args }) => args.user === 'UNEW').length)
    .toBe(1);
});

test('a viewer may not write, and somebody who does not command may not override', async () => {
  const { room } = await opened('Rights');
  const viewer = await stage.server.person('Vera', 'viewer');
  stage.slack.users.push({ id: 'UVERA', email: viewer.email });
  expect((await stage.sender.command('UVERA', room, 'note "hello"')).text).toContain('does not allow');
});

test('side talk is deleted when its time is over, and when its author deletes it', async () => {
  const { room } = await opened('Talk');
  const [one, two] = [stage.slack.stamp(), stage.slack.stamp()];
  await stage.sender.say('UANA', room, one, 'one');
  await stage.sender.say('UANA', room, two, 'two');
  const kept = () => stage.database.query<{ message: string }>('select message from allclear.chat_said');
  expect(await kept()).toHaveLength(2);
  await stage.sender.event({ type: 'message', subtype: 'message_deleted', channel: room, deleted_ts: one });
  expect(await kept()).toEqual([{ message: two }]);
  const { background, vault } = stage.server.running.storage;
  await chatRoomStore(background, vault).purge();
  expect(await kept()).toHaveLength(1);
  await stage.database.query(`update allclear.chat_said set purge_at = purge_at - interval '30 days'`);
  await chatRoomStore(background, vault).purge();
  expect(await kept()).toEqual([]);
});

test('private incidents and exercises reach Slack with no call at all, nor does one that becomes private', async () => {
  const { incident } = await opened('Opened in the open');
  await settled();
  const before = stage.slack.calls.length;
  await stage.server.owner.declare('Secret', { private: true });
  await stage.server.owner.declare('Breach', { kind: 'security' });
  await stage.server.owner.declare('Rehearsal', { exercise: true });
  await stage.server.owner.say(incident, 'set-kind', { kind: 'security' });
  await stage.server.owner.say(incident, 'set-severity', { severity: 'SEV-1', reason: 'worse' });
  await quiet();
  expect(stage.slack.calls.slice(before)).toEqual([]);
});

test('only an owner opens private incidents to Slack', async () => {
  const admin = await stage.server.person('Adam', 'admin');
  const change = { name: 'Slack', settings: { apiUrl: stage.slack.url, mirrorPrivate: 'yes' } };
  expect((await admin.send('PUT', `/api/channels/${stage.channel}`, change)).status).toBe(403);
  const plain = { name: 'Slack', settings: { apiUrl: stage.slack.url } };
  expect((await admin.send('PUT', `/api/channels/${stage.channel}`, plain)).status).toBe(200);
  expect((await stage.server.owner.send('PUT', `/api/channels/${stage.channel}`, change)).status).toBe(200);
  const { id } = await stage.server.owner.declare('Between us', { private: true });
  const created = (): SlackCall | undefined => stage.slack.of('conversations.create').at(-1);
  await expect.poll(() => created()?.args.is_private, soon).toBe('true');
  expect(created()?.args.name).not.toContain('between');
  await expect
    .poll(() => stage.database.query(`select from allclear.chat_room where incident = $1 and invited`, [id]), soon)
    .toHaveLength(1);
  await stage.server.owner.send('PUT', `/api/channels/${stage.channel}`, plain);
});

test('a channel that an earlier try made is found again; one of somebody else is left alone', async () => {
  const list = await stage.server.owner.get<{ items: { number: string }[] }>('/api/incidents');
  const next = Math.max(...list.body.items.map(({ number }) => Number(number)).filter((number) => number > 0)) + 1;
  stage.slack.channels.push({ id: 'COTHER', name: `inc-${next}-taken`, creator: 'USOMEBODY' });
  stage.slack.channels.push({ id: 'COURS', name: `inc-${next}-taken-2`, creator: bot });
  expect((await opened('Taken')).room).toBe('COURS');
});

test('a rate limit is waited out, and a refusal is given up where everybody sees it', async () => {
  stage.slack.instead('conversations.create', () => ({ retryAfter: 1 }));
  const { id } = await stage.server.owner.declare('Limited');
  const outcome = async (): Promise<string | undefined> => {
    const [row] = await stage.database.query<{ outcome: string }>(
      `select outcome from allclear.outbox where stream = $1 and kind = 'chat-room'`,
      [`incident:${id}`],
    );
    return row?.outcome;
  };
  await expect.poll(outcome, soon).toBe('rate-limited');
  stage.slack.instead('conversations.create', null);
  await expect.poll(outcome, soon).toBe('sent');
  stage.slack.instead('conversations.create', () => ({ ok: false, error: 'restricted_action' }));
  const refused = await stage.server.owner.declare('Refused');
  const types = async (): Promise<string[]> => (await stage.events(refused.id)).map(({ type }) => type);
  await expect.poll(types, soon).toContain('DeliveryGivenUp');
  stage.slack.instead('conversations.create', null);
});

test('signed nonsense is never a fault of ours', async () => {
  const { room } = await opened('Nonsense');
  const long = 'x'.repeat(5000);
  const events: object[] = [
    { type: 'message', channel: `${room}\0`, user: 'UANA', text: 'a', ts: stage.slack.stamp() },
    { type: 'message', channel: room, user: 'UANA', text: `<@${bot}> \0`, ts: stage.slack.stamp() },
    { type: 'message', channel: room, user: 'UANA', text: '\ud800', ts: stage.slack.stamp() },
    { type: 'message', channel: room, user: 'UANA', text: 'a', ts: 'soon' },
    { type: 'message', channel: room, user: 'UANA', text: `<@${bot}> /change ${long}`, ts: stage.slack.stamp() },
    { type: 'message', channel: room, user: 'UANA', text: `<@${bot}> /no-such-verb`, ts: stage.slack.stamp() },
    { type: 'pin_added', user: 'UANA', channel_id: room, item: { message: null } },
    { type: ['message'] },
  ];
  for (const event of events) expect((await stage.sender.event(event)).status).toBeLessThan(500);
  const presses = [
    '',
    '{}',
    '{"do":"say","verb":"redact","typed":{}}',
    `{"do":"past","held":"${randomUUID()}"}`,
    'null',
    '[1]',
  ];
  stage.slack.expect('views.open');
  for (const value of presses) expect((await stage.sender.press('UANA', room, value)).status).toBeLessThan(500);
  for (const line of [
    '',
    'help',
    long,
    'confirm',
    '"',
    '--',
    'merge 0 \0',
    'set-severity SEV-9 x',
    'observe-change C1 better',
  ]) {
    expect((await stage.sender.command('UANA', room, line)).status).toBe(200);
  }
});

test('whoever waits for a Slack that hangs is told within three seconds', async () => {
  const { incident, room } = await opened('Slow');
  stage.slack.users.push({ id: 'USLOW', email: 'slow@example.org' });
  stage.slack.instead('users.info', () => 'hang');
  const before = await entries(incident);
  const answer = await stage.sender.command('USLOW', room, 'note "anybody?"');
  expect([answer.status, answer.text.includes('did not answer in time')]).toEqual([200, true]);
  expect(answer.tookMs).toBeLessThan(3000);
  expect(await entries(incident)).toBe(before);
  stage.slack.instead('users.info', null);
});

test('a Slack that hangs delays nothing else: webhooks hear within two seconds, commands at once', async () => {
  for (const method of [...opening, 'chat.update']) stage.slack.instead(method, () => 'hang');
  const lateness: number[] = [];
  for (let count = 1; count <= 16; count += 1) {
    const title = `While it hangs, ${count}.`;
    const began = performance.now();
    await stage.server.owner.declare(title);
    expect(performance.now() - began).toBeLessThan(1000);
    const heard = (): boolean => sink.received.some(({ body }) => body.includes(title));
    await expect.poll(heard, { timeout: 5000, interval: 20 }).toBe(true);
    lateness.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  expect(Math.max(...lateness)).toBeLessThan(2000);
  for (const method of [...opening, 'chat.update']) stage.slack.instead(method, null);
});

test('Slack was called as announced', () => {
  expect(stage.slack.problems()).toEqual([]);
  const bare = (call: SlackCall): boolean => call.method !== 'auth.test' && Object.keys(call.args).length === 0;
  expect(stage.slack.calls.filter(bare)).toEqual([]);
});
