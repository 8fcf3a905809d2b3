import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { type Caller, callerOf, startServer, type TestServer } from '../harness/server.ts';
import { type HeardPresence, openStream, type TestStream } from '../harness/stream.ts';

let database: TestDatabase;
let one: TestServer;
let two: TestServer;

beforeAll(async () => {
  database = await freshDatabase();
  one = await startServer(database);
  const { readFileSync } = await import('node:fs');
  const masterKey = readFileSync(`${one.dataFolder}/master.key`, 'utf8').trim();
  two = await startServer(database, { masterKey });
});
afterAll(async () => {
  await two.stop();
  await one.stop();
  await database.drop();
});

describe('two replicas on one database', () => {
  test('an entry written on one is heard on the other, in order and once', async () => {
    const { number } = await one.owner.declare('Across');
    const stream = await openStream(two.url, two.owner.token, number);
    for (let index = 0; index < 50; index += 1) {
      await (index % 2 ? one : two).owner.say(number, 'note', { text: `note ${index}` });
    }
    const heard = await stream.until((entries) => entries.length >= 50);
    expect(heard.map(({ body }) => (body as { text: string }).text)).toEqual(
      Array.from({ length: 50 }, (_, index) => `note ${index}`),
    );
    stream.close();
  });

  test('a reader that comes back with its last position misses nothing', async () => {
    const { number } = await one.owner.declare('Gap');
    const first = await openStream(one.url, one.owner.token, number);
    await one.owner.say(number, 'note', { text: 'heard' });
    const [heard] = await first.until((entries) => entries.length >= 1);
    first.close();
    for (let index = 0; index < 20; index += 1) await one.owner.say(number, 'note', { text: `missed ${index}` });
    const again = await openStream(two.url, two.owner.token, number, heard?.position);
    const missed = await again.until((entries) => entries.length >= 20);
    expect(missed.map(({ version }) => version)).toEqual(Array.from({ length: 20 }, (_, index) => index + 3));
    again.close();
  });

  test('who is in the room is known on both, and stored nowhere', async () => {
    const { number, id } = await one.owner.declare('Presence');
    const stream = await openStream(one.url, one.owner.token, number);
    const me = (await one.owner.get<{ person: { id: string } }>('/api/me')).body.person.id;
    await expect
      .poll(async () => (await two.owner.get<{ people: string[] }>(`/api/incidents/${number}/presence`)).body.people)
      .toEqual([me]);
    stream.close();
    await expect
      .poll(async () => (await two.owner.get<{ people: string[] }>(`/api/incidents/${number}/presence`)).body.people)
      .toEqual([]);
    expect(
      await database.query(`select from allclear.event where stream = $1 and type ilike '%presence%'`, [
        `incident:${id}`,
      ]),
    ).toEqual([]);
  });

  describe('a browser that hears of all rooms on one stream', () => {
    const told = ({ presence }: TestStream, incident: string): HeardPresence | undefined =>
      presence.findLast((heard) => heard.incident === incident);
    const says = (caller: Caller, number: string, state: string, tab: string): Promise<{ status: number }> =>
      caller.send('POST', `/api/incidents/${number}/presence`, { state, tab });

    test('learns who is in one of them and who writes there, from whichever replica, until they say that they go', async () => {
      const { number, id } = await one.owner.declare('Rooms');
      const writer = await one.person('Writer', 'responder');
      const stream = await openStream(one.url, one.owner.token, null);
      const tab = randomUUID();
      expect((await says(callerOf(two.url, writer.token), number, 'typing', tab)).status).toBe(200);
      await expect.poll(() => told(stream, id)).toEqual({ incident: id, people: [writer.id], typing: [writer.id] });
      expect((await one.owner.get(`/api/incidents/${number}/presence`)).body).toEqual({
        people: [writer.id],
        typing: [writer.id],
      });
      await says(callerOf(two.url, writer.token), number, 'here', tab);
      await expect.poll(() => told(stream, id)).toEqual({ incident: id, people: [writer.id], typing: [] });
      await says(callerOf(two.url, writer.token), number, 'gone', tab);
      await expect.poll(() => told(stream, id)).toEqual({ incident: id, people: [], typing: [] });
      stream.close();
    });

    test('hears nothing of a private room, and cannot enter it', async () => {
      const secret = await one.owner.declare('Secret', { private: true });
      const outsider = await one.person('Outsider', 'responder');
      const [hers, ours] = [
        await openStream(one.url, outsider.token, null),
        await openStream(one.url, one.owner.token, null),
      ];
      expect((await says(outsider, secret.number, 'here', randomUUID())).status).toBe(404);
      await says(one.owner, secret.number, 'here', randomUUID());
      await expect.poll(() => told(ours, secret.id)?.people).toHaveLength(1);
      expect(hers.presence).toEqual([]);
      hers.close();
      ours.close();
    });
  });

  test('the A2 clock fires once, whichever replica leases it', async () => {
    const { id } = await one.owner.declare('Unconfirmed');
    await database.moveClock(11 * 60_000);
    const overdue = (): Promise<object[]> =>
      database.query(`select from allclear.event where stream = $1 and type = 'ConfirmationOverdue'`, [
        `incident:${id}`,
      ]);
    await expect.poll(async () => (await overdue()).length, { timeout: 5000 }).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await overdue()).toHaveLength(1);
    expect(await database.query('select from allclear.timer where stream = $1', [`incident:${id}`])).toEqual([]);
  });

  test('a command retried on the other replica is the same command', async () => {
    const { number } = await one.owner.declare('Fail-over');
    const note = { id: randomUUID(), text: 'once' };
    const first = await one.owner.say<{ entries: object[] }>(number, 'note', note);
    const second = await two.owner.say<{ entries: object[] }>(number, 'note', note);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.entries).toEqual(first.body.entries);
  });
});
