import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { type Mailbox, openMailbox } from '../../harness/mailbox.ts';
import { type Caller, startServer, type TestServer } from '../../harness/server.ts';
import { openSink, type Sink } from '../../harness/sink.ts';

const minute = 60_000;
const dataFolder = mkdtempSync(join(tmpdir(), 'allclear-speaking-'));
const options = { dataFolder, webhookNets: ['127.0.0.0/8'] };
const board = { name: 'Board', audience: 'leadership', channel: 'mail', address: 'board@example.org' };

let database: TestDatabase;
let server: TestServer;
let mail: Mailbox;
let sink: Sink;
let ben: Caller & { readonly id: string; readonly email: string };
let movedMs = 0;

const later = async (minutes: number): Promise<void> => {
  movedMs += minutes * minute;
  await database.moveClock(movedMs);
};
const events = (incident: string, type: string): Promise<object[]> =>
  database.query('select version from allclear.event where stream = $1 and type = $2', [`incident:${incident}`, type]);
const apply = async (document: object): Promise<void> => {
  const { version } = (await server.owner.get<{ version: number }>('/api/settings/communications')).body;
  const reply = await server.owner.send('PUT', '/api/settings/communications', { version, document });
  expect(reply.status).toBe(200);
};
async function inShape(title: string, more: object = {}): Promise<{ id: string; number: string }> {
  const incident = await server.owner.declare(title, { severity: 'SEV-2', ...more });
  await server.owner.say(incident.id, 'confirm', { evidence: 'three failed orders' });
  await server.owner.say(incident.id, 'state-scope', { what: 'checkout', boundary: 'EU only' });
  return incident;
}

beforeAll(async () => {
  database = await freshDatabase();
  [server, mail, sink] = await Promise.all([startServer(database, options), openMailbox(), openSink()]);
  ben = await server.person('Ben', 'responder');
  const settings = {
    host: '127.0.0.1',
    port: String(mail.port),
    security: 'none',
    from: 'Allclear <allclear@example.org>',
  };
  const made = await server.owner.send<{ id: string }>('POST', '/api/channels', {
    name: 'mail',
    integration: 'email',
    settings,
  });
  expect(made.status).toBe(200);
  const tested = await server.owner.send('POST', `/api/channels/${made.body.id}/test`, { to: 'ops@example.org' });
  expect(tested.body).toEqual({ sent: true, outcome: 'sent' });
  expect(mail.to('ops@example.org')).toHaveLength(1);
  await server.owner.send('POST', '/api/channels', {
    name: 'pager',
    integration: 'webhook',
    settings: { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
  });
  await apply({ recipients: [board], reminders: 'mail' });
}, 60_000);
afterAll(async () => {
  await server.stop();
  await Promise.all([mail.close(), sink.close()]);
  await database.drop();
  rmSync(dataFolder, { recursive: true, force: true });
});

test('C5: an update arrives as text and HTML, in five fields, and says when the next one comes', async () => {
  const { id, number } = await inShape('Checkout fails');
  const sent = await server.owner.say(id, 'send-update', {
    status: 'Some customers in the EU cannot pay.',
    know: 'Affected: checkout & invoices',
    doing: 'Ben is rolling release 4.12 back',
    dontKnow: 'How many orders are lost',
    nextInMs: 30 * minute,
  });
  expect(sent.status).toBe(201);
  await expect.poll(() => mail.to('board@example.org').length).toBe(1);
  const [letter] = mail.to('board@example.org');
  expect(letter?.subject).toBe(`[${number}] Checkout fails`);
  for (const body of [letter?.text, letter?.html.replaceAll('&amp;', '&')]) {
    expect(body).toContain('Some customers in the EU cannot pay.');
    expect(body).toContain('Affected: checkout & invoices');
    expect(body).toContain('Ben is rolling release 4.12 back');
    expect(body).toContain('How many orders are lost');
    expect(body).toMatch(/Next update at \d\d:\d\d UTC/);
  }
  expect(letter?.html).not.toMatch(/<(?:script|img|link)/);
  await expect
    .poll(async () => (await server.owner.get<{ items: object[] }>(`/api/incidents/${id}/deliveries`)).body.items)
    .toMatchObject([{ recipient: 'Board', channel: 'email', state: 'sent' }]);
});

test('C6: a forecast is held before it leaves, its words are kept, and the lead sends it in one step', async () => {
  const { id } = await inShape('Search is slow');
  const status = 'Search is slow; it should be fixed within the hour.';
  const held = await server.owner.say<{ practice: string; waits: string }>(id, 'send-update', { status });
  expect(held.status).toBe(409);
  expect(held.body).toMatchObject({ practice: 'C6' });
  expect(await events(id, 'UpdateSent')).toEqual([]);
  const draft = await server.owner.get<{ kept: { status: string } }>(`/api/incidents/${id}/draft`);
  expect(draft.body.kept.status).toBe(status);
  expect(mail.letters.filter(({ subject }) => subject.includes('Search is slow'))).toEqual([]);
});

test('D4: no audience is told that it is over before it is', async () => {
  const { id } = await inShape('Invoices fail');
  for (const audience of ['leadership', 'customers', 'internal']) {
    const held = await server.owner.say(id, 'send-update', { status: 'The incident is resolved.', audience });
    expect(held.body).toMatchObject({ practice: 'D4' });
  }
  await server.owner.say(id, 'state-scope', { what: 'checkout', status: 'recovered', evidence: 'orders flow' });
  const sent = await server.owner.say(id, 'send-update', { status: 'Checkout is fully operational.' });
  expect(sent.status).toBe(201);
});

test('C2: a promise is reminded with the draft ready, goes to the lead, then to the commander', async () => {
  const { id } = await inShape('Login fails');
  await server.owner.say(id, 'assign-role', { role: 'incident-commander', person: 'me' });
  await server.owner.say(id, 'assign-role', { role: 'communications-lead', person: ben.email });
  await server.owner.say(id, 'promise-update', { inMs: 30 * minute });
  await later(26);
  await expect.poll(() => mail.to(ben.email).length, { timeout: 10_000 }).toBe(1);
  expect(mail.to(ben.email)[0]?.text).toContain('Affected: checkout (EU only)');
  await later(5);
  await expect.poll(() => mail.to(ben.email).length, { timeout: 10_000 }).toBe(2);
  await later(5);
  await expect.poll(() => mail.to('owner@localhost').length, { timeout: 10_000 }).toBe(1);
  await later(5);
  await expect.poll(async () => (await events(id, 'UpdateMissed')).length, { timeout: 10_000 }).toBe(1);
  const { body } = await server.owner.get<{ updates: object }>(`/api/incidents/${id}/measures`);
  expect(body.updates).toMatchObject({ missed: 1, open: 1 });
});

test('C7: a promise missed while nothing ran is told at once after the start, once', async () => {
  const { id } = await inShape('Exports fail');
  await server.owner.say(id, 'promise-update', { inMs: 20 * minute });
  await server.stop();
  await later(60);
  server = await startServer(database, options);
  await expect.poll(async () => (await events(id, 'UpdateMissed')).length, { timeout: 10_000 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await events(id, 'UpdateMissed')).toHaveLength(1);
  expect(await events(id, 'UpdateDue')).toEqual([]);
  const { items } = (await server.owner.get<{ items: { missed: number }[] }>('/api/measures/promises')).body;
  expect(items[0]?.missed).toBeGreaterThanOrEqual(2);
});

test('C5: a scheduled update leaves when its time has come', async () => {
  const { id } = await inShape('Reports are late');
  const [row] = await database.query<{ now: Date }>('select allclear.now() as now');
  const sendAt = new Date(Number(row?.now) + 10 * minute).toISOString();
  await server.owner.say(id, 'send-update', { status: 'Reports are late by a day.', sendAt });
  expect(await events(id, 'UpdateSent')).toEqual([]);
  await later(11);
  await expect.poll(async () => (await events(id, 'UpdateSent')).length, { timeout: 10_000 }).toBe(1);
  await expect
    .poll(() => mail.letters.filter(({ subject }) => subject.includes('Reports are late')).length, { timeout: 10_000 })
    .toBe(1);
});

test('H3: who cannot be reached is stood in for, and giving up is said in the log', async () => {
  await apply({
    recipients: [
      {
        ...board,
        name: 'Head of shop',
        address: 'gone@example.org',
        standIn: { name: 'Deputy', channel: 'mail', address: 'deputy@example.org' },
      },
      { ...board, name: 'Nobody', channel: 'fax', address: '4711' },
      { ...board, name: 'Head of IT', address: 'it@example.org', severities: ['SEV-1'] },
    ],
    reminders: null,
  });
  mail.refused.add('gone@example.org');
  const { id } = await inShape('Payments fail');
  await server.owner.say(id, 'send-update', { status: 'Payments fail for some.' });
  await expect.poll(() => mail.to('deputy@example.org').length, { timeout: 10_000 }).toBe(1);
  await expect.poll(async () => (await events(id, 'DeliveryGivenUp')).length, { timeout: 10_000 }).toBe(2);
  expect(mail.to('it@example.org')).toEqual([]);
});

test('a channel that hangs delays no other', async () => {
  await apply({
    recipients: [board, { ...board, name: 'Pager', channel: 'pager', address: sink.url }],
    reminders: null,
  });
  mail.hang(true);
  const { id } = await inShape('Deliveries stall');
  for (let sent = 0; sent < 3; sent += 1) {
    const began = performance.now();
    const before = sink.received.length;
    await server.owner.say(id, 'send-update', { status: `Some orders are late, part ${sent}.` });
    await expect.poll(() => sink.received.length, { timeout: 3000, interval: 20 }).toBe(before + 1);
    expect(performance.now() - began).toBeLessThan(3000);
  }
  const told = JSON.parse(sink.received.at(-1)?.body ?? '{}') as { type: string; data: { update: { status: string } } };
  expect(told).toMatchObject({ type: 'update.sent', data: { update: { status: 'Some orders are late, part 2.' } } });
  mail.hang(false);
  await expect
    .poll(() => mail.letters.filter(({ subject }) => subject.includes('stall')).length, { timeout: 60_000 })
    .toBe(3);
}, 90_000);

test('what is private is told to its members alone, and a rehearsal to whoever is enrolled', async () => {
  await apply({
    recipients: [
      board,
      { ...board, name: 'Ben', address: ben.email },
      { ...board, name: 'Trainer', address: 'trainer@example.org', exercises: true },
    ],
    reminders: null,
  });
  const secret = await inShape('A key was stolen', { private: true });
  await server.owner.say(secret.id, 'add-member', { person: ben.email });
  await server.owner.say(secret.id, 'send-update', { status: 'A key was used by somebody else.' });
  const drill = await inShape('A rehearsal', { exercise: true });
  await server.owner.say(drill.id, 'send-update', { status: 'We rehearse.' });
  const about = (title: string): string[] =>
    mail.letters.filter(({ subject }) => subject.includes(title)).map(({ to }) => to);
  await expect.poll(() => about('A key was stolen'), { timeout: 10_000 }).toEqual([ben.email]);
  await expect.poll(() => about('A rehearsal'), { timeout: 10_000 }).toEqual(['trainer@example.org']);
});

test('the example of the documentation is one', async () => {
  const document = parse(await readFile('docs/example/communications.yaml', 'utf8')) as { kind?: string };
  delete document.kind;
  await apply(document);
  const { recipients, templates } = (
    await server.owner.get<{ recipients: object[]; templates: object[] }>('/api/communications')
  ).body;
  expect(recipients).toMatchObject([
    { name: 'Head of shop', standIn: 'Deputy head of shop' },
    { audience: 'internal' },
  ]);
  expect(JSON.stringify(recipients)).not.toContain('@');
  expect(templates).toHaveLength(1);
  const { id } = await inShape('Checkout fails again');
  const { draft } = (
    await server.owner.get<{ draft: { status: string } }>(`/api/incidents/${id}/draft?audience=customers`)
  ).body;
  expect(draft.status).toMatch(/^There is a problem with checkout since a short while ago/);
});
