import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { Unavailable } from '../../domain/unavailable.ts';
import type { JournalLine } from '../../intake/ports.ts';
import { type Database, openDatabase } from '../database.ts';
import { routingCursor } from './cursor.ts';
import { alertJournal } from './journal.ts';
import { type JournalConnection, journalConnection } from './journal-connection.ts';

let own: TestDatabase;
let database: Database;
const connections: JournalConnection[] = [];

beforeEach(async () => {
  own = await freshDatabase();
  database = openDatabase(own.app, 'test', 6);
});
afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.close()));
  await database.close();
  await own.drop();
});

function journal(writer: string = randomUUID()) {
  const connection = journalConnection(own.app);
  connections.push(connection);
  return alertJournal(database, connection, writer);
}

const line = (text: string | Buffer): JournalLine => ({ key: 'k', format: 'f', body: Buffer.from(text as string) });

describe('the alert journal', () => {
  test('keeps bytes as they came, each line under the next position', async () => {
    const one = journal();
    const odd = Buffer.from([0, 1, 255, 92, 39, 34, 0]);
    const { first } = await one.append([line('[1]'), line(odd), line('x'.repeat(100_000)), line('')]);
    const { first: next } = await one.append([line('[2]')]);
    expect(next).toBe(first + 4);
    const rows = await one.after(first - 1, 10);
    expect(rows.map(({ position, sizeBytes }) => [position - first, sizeBytes])).toEqual([
      [0, 3],
      [1, 7],
      [2, 100_000],
      [3, 0],
      [4, 3],
    ]);
    const bodies = await one.bodies(rows.map(({ position }) => position));
    expect(bodies.get(first + 1)).toEqual(odd);
    expect(bodies.get(first + 2)?.toString()).toBe('x'.repeat(100_000));
  });

  test('shows nobody a position before all below it, whoever writes', async () => {
    const writers = [journal(), journal(), journal()];
    let writing = true;
    const appended = Promise.all(
      writers.map(async (writer) => {
        for (let round = 0; round < 60; round += 1) {
          await writer.append(Array.from({ length: 1 + (round % 7) }, () => line('[]')));
        }
      }),
    ).finally(() => (writing = false));
    const seen = new Set<number>();
    let highest = 0;
    while (writing) {
      for (const { position } of await database.query<{ position: number }>('select position from alert_journal')) {
        if (position < highest) expect(seen).toContain(position);
        seen.add(position);
      }
      highest = Math.max(highest, ...seen);
    }
    await appended;
    expect(highest).toBeGreaterThan(100);
  });

  test('tells each replica what the others wrote', async () => {
    const [one, other] = [journal(), journal()];
    await one.append([line('a'), line('b')]);
    await other.append([line('c')]);
    await one.append([line('d')]);
    const heard = await other.fromOthers(0, 2);
    expect(heard.rows.map(({ body }) => body.toString())).toEqual(['a', 'b']);
    const rest = await other.fromOthers(heard.newest, 2);
    expect(rest.rows.map(({ body }) => body.toString())).toEqual(['d']);
    expect((await other.fromOthers(rest.newest, 2)).rows).toEqual([]);
  });

  test('comes back after its connection is lost', async () => {
    const one = journal();
    await one.append([line('a')]);
    const [{ count } = { count: 0 }] = await own.query<{ count: number }>(
      `select count(pg_terminate_backend(pid))::int as count from pg_stat_activity
        where datname = current_database() and application_name = 'allclear alert journal'`,
    );
    expect(count).toBe(1);
    let failures = 0;
    for (let tries = 0; tries < 10; tries += 1) {
      try {
        await one.append([line('b')]);
        break;
      } catch (error) {
        expect(error).toBeInstanceOf(Unavailable);
        failures += 1;
      }
    }
    expect(failures).toBeLessThan(3);
    expect(await one.after(0, 10)).toHaveLength(2);
  });

  test('cannot be changed by the app', async () => {
    await journal().append([line('a')]);
    for (const statement of [
      `update alert_journal set body = ''`,
      'delete from alert_journal',
      'truncate alert_journal',
      'delete from alert',
    ]) {
      await expect(database.query(statement), statement).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('is shortened only by what was routed and is old', async () => {
    const one = journal();
    const { first } = await one.append([line('a'), line('b')]);
    const cursor = routingCursor(database);
    await database.transaction((transaction) => cursor.move(transaction, 0, first));
    const forget = async (): Promise<number> =>
      (await database.query<{ gone: number }>('select allclear.forget_alerts(100) as gone'))[0]?.gone ?? -1;
    expect(await forget()).toBe(0);
    await own.moveClock(31 * 86_400_000);
    expect(await forget()).toBe(1);
    expect((await one.after(0, 10)).map(({ position }) => position)).toEqual([first + 1]);
  });
});

describe('the routing cursor', () => {
  test('is moved by one replica at a time, from where it stands', async () => {
    const cursor = routingCursor(database);
    const moved = await database.transaction(async (transaction) => {
      const mine = await cursor.move(transaction, 0, 5);
      const theirs = await database.transaction((other) => cursor.move(other, 0, 6));
      return [mine, theirs];
    });
    expect(moved).toEqual([true, false]);
    expect(await database.transaction((transaction) => cursor.move(transaction, 0, 7))).toBe(false);
    expect((await cursor.read()).position).toBe(5);
  });

  test('tells how long the oldest line has waited', async () => {
    const cursor = routingCursor(database);
    expect(await cursor.read()).toMatchObject({ position: 0, newest: 0, waitingSince: null });
    const { first, at } = await journal().append([line('a'), line('b')]);
    expect(await cursor.read()).toMatchObject({ newest: first + 1, waitingSince: at });
    await database.transaction((transaction) => cursor.move(transaction, 0, first + 1));
    expect(await cursor.read()).toMatchObject({ position: first + 1, waitingSince: null });
  });
});
