import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCheckpoints } from '../../src/store/checkpoints.ts';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { verifyDatabase } from '../../src/store/verify.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import pg from 'pg';

interface Entry {
  readonly id: string;
  readonly version: number;
  readonly position: number;
  readonly type: string;
  readonly body: { readonly text: string } | null;
}
interface Result {
  readonly entries: readonly Entry[];
  readonly repeated: boolean;
}

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const verify = (): ReturnType<typeof verifyDatabase> =>
  verifyDatabase(server.running.storage.background, server.running.storage.vault, null);

describe('a command sent again', () => {
  test('adds nothing and answers what it answered', async () => {
    const { number } = await server.owner.declare('Twice');
    const note = { id: randomUUID(), text: 'once' };
    const first = await server.owner.say<Result>(number, 'note', note);
    const second = await server.owner.say<Result>(number, 'note', note);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.repeated).toBe(true);
    expect(second.body.entries).toEqual(first.body.entries);
    const stored = await database.query('select from allclear.event where command_id = $1', [note.id]);
    expect(stored).toHaveLength(1);
  });

  test('under the same id with another body is refused', async () => {
    const { number } = await server.owner.declare('Reused');
    const id = randomUUID();
    await server.owner.say(number, 'note', { id, text: 'one' });
    const other = await server.owner.say<{ type: string }>(number, 'note', { id, text: 'another' });
    expect([other.status, other.body.type]).toEqual([409, '/problems/command/id-reused']);
  });

  test('by two writers at once is kept once', async () => {
    const { id } = await server.owner.declare('Race');
    const note = { id: randomUUID(), text: 'once' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => server.owner.say(id, 'note', note)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await database.query('select from allclear.event where command_id = $1', [note.id])).toHaveLength(1);
  });
});

describe('the app role', () => {
  test.each(['update allclear.event set type = type', 'delete from allclear.event', 'truncate allclear.event'])(
    'cannot %s',
    async (statement) => {
      const client = new pg.Client({ connectionString: database.app });
      await client.connect();
      await expect(client.query(`set role allclear_app; ${statement}`)).rejects.toMatchObject({ code: '42501' });
      await client.end();
    },
  );

  test('is stopped by triggers where rights would let it', async () => {
    await expect(database.query('update allclear.event set type = type')).rejects.toMatchObject({ code: '42501' });
    await expect(database.query('delete from allclear.event')).rejects.toMatchObject({ code: '42501' });
    await expect(database.query('truncate allclear.event')).rejects.toMatchObject({ code: '42501' });
  });

  test('destroys a body only where a redaction is on record', async () => {
    const { number } = await server.owner.declare('Redaction');
    const note = await server.owner.say<Result>(number, 'note', { text: 'my password is hunter2' });
    const target = note.body.entries[0]?.id;
    const client = new pg.Client({ connectionString: database.app });
    await client.connect();
    const forged = client.query('set role allclear_app');
    await forged;
    await expect(client.query('select allclear.redact($1, $1)', [target])).rejects.toMatchObject({ code: '42501' });
    await client.end();
  });
});

describe('the log', () => {
  const versions = async (query: string): Promise<{ items: number[]; next: string | null }> => {
    const { body } = await server.owner.get<{ items: Entry[]; next: string | null }>(
      `/api/incidents/${paged}/log?${query}`,
    );
    return { items: body.items.map(({ version }) => version), next: body.next };
  };
  let paged: string;
  let last: number;
  beforeAll(async () => {
    paged = (await server.owner.declare('Pages')).number;
    for (let index = 0; index < 6; index += 1) await server.owner.say(paged, 'note', { text: `note ${index}` });
    last = (await server.owner.get<{ version: number }>(`/api/incidents/${paged}`)).body.version;
  });

  test('is read backwards in pages, each in the order of what happened', async () => {
    const newest = await versions('before=2147483647&limit=3');
    expect(newest).toEqual({ items: [last - 2, last - 1, last], next: String(last - 2) });
    expect(await versions(`before=${newest.next}&limit=3`)).toEqual({
      items: [last - 5, last - 4, last - 3],
      next: String(last - 5),
    });
    expect(await versions('before=3&limit=3')).toEqual({ items: [1, 2], next: null });
    expect(await versions('before=4&limit=3')).toEqual({ items: [1, 2, 3], next: null });
    expect(await versions('before=1')).toEqual({ items: [], next: null });
  });

  test('is read forwards as ever', async () => {
    expect(await versions('limit=2')).toEqual({ items: [1, 2], next: '2' });
    expect(await versions('after=2&limit=500')).toEqual({
      items: Array.from({ length: last - 2 }, (_, index) => index + 3),
      next: null,
    });
  });

  test.each(['before=3&after=1', 'before=3&after=0', 'before=0', 'before=-1', 'before=x'])(
    'is not read by %s',
    async (query) => {
      const answer = await server.owner.get<{ type: string }>(`/api/incidents/${paged}/log?${query}`);
      expect([answer.status, answer.body.type]).toEqual([400, '/problems/request/invalid']);
    },
  );

  test('of ten thousand entries is read from its end by an index', async () => {
    const plan = await database.query<{ 'QUERY PLAN': string }>(
      `explain select * from allclear.event where stream = 'incident:x' and version < 9000 order by version desc limit 101`,
    );
    const steps = plan.map((row) => row['QUERY PLAN']);
    expect(steps).toContainEqual(expect.stringContaining('Index Scan Backward using event_stream_version_key'));
    expect(steps.join()).not.toContain('Sort');
  });
});

describe('redaction', () => {
  test('destroys body, key, list line and export, and leaves the chain intact', async () => {
    const { number, id } = await server.owner.declare('Leak');
    const note = await server.owner.say<Result>(number, 'note', { text: 'hunter2 in the log' });
    const entry = note.body.entries[0]?.id as string;
    const redacted = await server.owner.say(number, 'redact', { entry, reason: 'a password' });
    expect(redacted.status).toBe(201);
    expect(await database.query('select from allclear.event_body where event_id = $1', [entry])).toHaveLength(0);
    expect(await database.query('select from allclear.event_key where event_id = $1', [entry])).toHaveLength(0);
    const [row] = await database.query<{ last_line: string }>(
      'select last_line from allclear.incident_list_v1 where incident = $1',
      [id],
    );
    expect(row?.last_line).toBe('');
    const exported = await server.owner.get<object>(`/api/incidents/${number}/export`);
    expect(JSON.stringify(exported.body)).not.toContain('hunter2');
    expect(await verify()).toMatchObject({ flaw: null, redacted: 1 });
    const again = await server.owner.say<{ type: string }>(number, 'redact', { entry, reason: 'twice' });
    expect(again.body.type).toBe('/problems/incident/entry-redacted');
  });
});

describe('verify names the first entry that is not as it was written', () => {
  /** Lets a superuser do what the triggers forbid, as a forger would. */
  async function forge(statement: string, values: unknown[] = []): Promise<void> {
    await database.query("set session_replication_role = 'replica'");
    await database.query(statement, values);
    await database.query("set session_replication_role = 'origin'");
  }

  async function notes(count: number): Promise<{ id: string; entries: Entry[] }> {
    const { id, number } = await server.owner.declare('Forged');
    const entries: Entry[] = [];
    for (let index = 0; index < count; index += 1) {
      const said = await server.owner.say<Result>(number, 'note', { text: `note ${index}` });
      entries.push(...said.body.entries);
    }
    return { id, entries };
  }

  test('an edited row', async () => {
    const { entries } = await notes(3);
    const target = entries[1] as Entry;
    await forge(`update allclear.event set actor = 'person:somebody-else' where id = $1`, [target.id]);
    expect((await verify()).flaw).toMatchObject({ fault: 'row-edited', version: target.version });
    await forge(
      `update allclear.event e set actor = n.actor from allclear.event n where e.id = $1 and n.stream = e.stream and n.version = 1`,
      [target.id],
    );
    expect((await verify()).flaw).toBeNull();
  });

  test('a body put in the place of another', async () => {
    const { entries } = await notes(2);
    const [first, second] = entries as [Entry, Entry];
    const swap = `with a as (select sealed from allclear.event_body where event_id = $1), k as (select wrapped from allclear.event_key where event_id = $1),
      u as (update allclear.event_key set wrapped = k.wrapped from k where event_id = $2)
      update allclear.event_body set sealed = a.sealed from a where event_id = $2`;
    const before = await database.query<{ sealed: Buffer; wrapped: Buffer }>(
      'select sealed, wrapped from allclear.event_body join allclear.event_key using (event_id) where event_id = $1',
      [second.id],
    );
    await forge(swap, [first.id, second.id]);
    expect((await verify()).flaw).toMatchObject({ fault: 'body-edited', version: second.version });
    await forge('update allclear.event_body set sealed = $2 where event_id = $1', [second.id, before[0]?.sealed]);
    await forge('update allclear.event_key set wrapped = $2 where event_id = $1', [second.id, before[0]?.wrapped]);
    expect((await verify()).flaw).toBeNull();
  });

  test('reordered rows', async () => {
    const { entries } = await notes(3);
    const [, second, third] = entries as [Entry, Entry, Entry];
    const swap = async (): Promise<void> => {
      await forge('update allclear.event set position = -1 where id = $1', [second.id]);
      await forge('update allclear.event set position = $2 where id = $1', [third.id, second.position]);
      await forge('update allclear.event set position = $2 where id = $1', [second.id, third.position]);
    };
    await swap();
    expect((await verify()).flaw).toMatchObject({ fault: 'version-gap', version: third.version });
    const back = async (): Promise<void> => {
      await forge('update allclear.event set position = -1 where id = $1', [second.id]);
      await forge('update allclear.event set position = $2 where id = $1', [third.id, third.position]);
      await forge('update allclear.event set position = $2 where id = $1', [second.id, second.position]);
    };
    await back();
    expect((await verify()).flaw).toBeNull();
  });

  test('a tail that was cut off with its traces, by checkpoints alone', async () => {
    const own = await freshDatabase();
    const replica = await startServer(own);
    const { number } = await replica.owner.declare('Cut');
    for (let index = 0; index < 3; index += 1) await replica.owner.say(number, 'note', { text: `note ${index}` });
    const { vault } = replica.running.storage;
    const folder = join(replica.dataFolder, 'checkpoints');
    const kept = replica.running.storage;
    const { checkpointWriter } = await import('../../src/store/checkpoints.ts');
    const { replicaKey } = await import('../../src/store/installation.ts');
    await checkpointWriter(kept.background, replica.dataFolder, replicaKey(replica.dataFolder)).write();
    await own.query("set session_replication_role = 'replica'");
    await own.query(`delete from allclear.event where position > 2`);
    await own.query(`update allclear.stream s set version = e.version, hash = e.hash from allclear.event e
      where e.stream = s.name and e.version = (select max(version) from allclear.event m where m.stream = s.name)`);
    await own.query('update allclear.log_position set last = 2');
    const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    expect(await verifyDatabase(kept.background, vault, null)).toMatchObject({
      flaw: null,
      truncation: 'not-excluded',
    });
    const seen = await verifyDatabase(kept.background, vault, readCheckpoints(texts));
    expect(seen.flaw).toMatchObject({ fault: 'tail-truncated', version: 3 });
    await replica.stop();
    await own.drop();
  });
});

test('rebuild gives the same bytes', async () => {
  const { rebuild } = await import('../../src/store/rebuild.ts');
  const dump = (): Promise<object[]> =>
    database.query('select l::text from allclear.incident_list_v1 l order by incident');
  const before = await dump();
  const { storage, core } = server.running;
  expect(await rebuild(storage.background, storage.vault, core.projectors, core.posts)).toBeGreaterThan(3);
  expect(await dump()).toEqual(before);
});
