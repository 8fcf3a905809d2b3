import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IncidentExport } from '../../src/domain/log/export.ts';
import { readCheckpoints } from '../../src/store/checkpoints.ts';
import { verifyExport } from '../../src/store/verify.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let database: TestDatabase;
let elsewhere: TestDatabase;
let server: TestServer;
let other: TestServer;
let document: IncidentExport;

beforeAll(async () => {
  database = await freshDatabase();
  elsewhere = await freshDatabase();
  server = await startServer(database);
  other = await startServer(elsewhere);
  const { number } = await server.owner.declare('Exported');
  await server.owner.say(number, 'note', { text: 'ünïcödé ☎ \u2028 and "quotes"' });
  const bytes = Buffer.alloc(2_000_001, 7);
  const put = await fetch(new URL('/api/attachments', server.url), {
    method: 'PUT',
    headers: { authorization: `Bearer ${server.owner.token}`, 'content-type': 'image/png' },
    body: bytes,
  });
  const { digest } = (await put.json()) as { digest: string };
  await server.owner.say(number, 'attach', {
    file: { digest, name: 'graph.png', mediaType: 'image/png', sizeBytes: bytes.length },
  });
  document = (await server.owner.get<IncidentExport>(`/api/incidents/${number}/export`)).body;
});
afterAll(async () => {
  await server.stop();
  await other.stop();
  await database.drop();
  await elsewhere.drop();
});

const changed = (
  change: (copy: { events: { body: { text?: string }; version: number }[] }) => void,
): IncidentExport => {
  const copy = structuredClone(document) as never;
  change(copy);
  return copy;
};

describe('an export', () => {
  test('verifies by itself, and says that truncation is not excluded', () => {
    expect(verifyExport(document, null)).toMatchObject({ flaw: null, events: 3, truncation: 'not-excluded' });
  });
  test('carries its files whole', () => {
    expect(Buffer.from(document.attachments[0]?.base64 ?? '', 'base64')).toEqual(Buffer.alloc(2_000_001, 7));
  });
  test('names the first entry that was edited, left out or moved', () => {
    const edited = changed(({ events }) => Object.assign(events[1]?.body as object, { text: 'other' }));
    expect(verifyExport(edited, null).flaw).toMatchObject({ fault: 'body-edited', version: 2 });
    const cut = changed(({ events }) => events.splice(1, 1));
    expect(verifyExport(cut, null).flaw).toMatchObject({ fault: 'version-gap', version: 3 });
    const moved = changed(({ events }) => events.reverse());
    expect(verifyExport(moved, null).flaw).toMatchObject({ fault: 'version-gap', version: 3 });
  });
  test('with checkpoints also shows that its end was cut off, and a checkpoint that was tampered with', async () => {
    const { checkpointWriter, checkpointFile } = await import('../../src/store/checkpoints.ts');
    const { replicaKey } = await import('../../src/store/installation.ts');
    const { readFileSync } = await import('node:fs');
    const replica = replicaKey(server.dataFolder);
    await checkpointWriter(server.running.storage.background, server.dataFolder, replica).write();
    const text = readFileSync(checkpointFile(server.dataFolder, replica.id), 'utf8');
    expect(verifyExport(document, readCheckpoints([text]))).toMatchObject({ flaw: null, truncation: 'excluded' });
    const cut = changed(({ events }) => events.pop());
    expect(verifyExport(cut, readCheckpoints([text])).flaw).toMatchObject({ fault: 'tail-truncated', version: 3 });
    const forged = readCheckpoints([text.replace(/"version":3/, '"version":2')]);
    expect(forged.flaw).toMatchObject({ fault: 'checkpoint-signature' });
  });
});

describe('an import', () => {
  test('is kept verbatim, marked with its origin, outside lists, timers and figures', async () => {
    const imported = await other.owner.send<{ origin: string }>('POST', '/api/archive', { document });
    expect(imported).toMatchObject({ status: 200, body: { origin: document.origin } });
    const [row] = await elsewhere.query<{ document: string }>('select document from allclear.archive');
    expect(JSON.parse(row?.document ?? '')).toEqual(document);
    expect((await other.owner.get<{ items: object[] }>('/api/incidents')).body.items).toEqual([]);
    expect(await elsewhere.query(`select from allclear.timer where stream <> 'system'`)).toEqual([]);
    const again = await other.owner.send<{ type: string }>('POST', '/api/archive', { document });
    expect(again.body.type).toBe('/problems/archive/exists');
  });
  test('of a forged export, or of one that is here already, is refused', async () => {
    const forged = changed(({ events }) => Object.assign(events[1]?.body as object, { text: 'other' }));
    const refused = await other.owner.send<{ type: string }>('POST', '/api/archive', { document: forged });
    expect(refused.body.type).toBe('/problems/archive/invalid');
    const own = await server.owner.send<{ type: string }>('POST', '/api/archive', { document });
    expect(own.body.type).toBe('/problems/archive/exists');
  });
});

test('a file is served inert, only through the incident that shows it, and goes with its redaction', async () => {
  const file = document.attachments[0]?.digest ?? '';
  const entry = document.events[2]?.id;
  const { number } = document.incident;
  const shown = await fetch(new URL(`/api/incidents/${number}/attachments/${file}`, server.url), {
    headers: { authorization: `Bearer ${server.owner.token}` },
  });
  expect(shown.headers.get('content-security-policy')).toContain('sandbox');
  expect((await shown.arrayBuffer()).byteLength).toBe(2_000_001);
  const unrelated = await server.owner.declare('Unrelated');
  expect((await server.owner.get(`/api/incidents/${unrelated.number}/attachments/${file}`)).status).toBe(404);
  await server.owner.say(number, 'redact', { entry, reason: 'faces' });
  expect((await server.owner.get(`/api/incidents/${number}/attachments/${file}`)).status).toBe(404);
  expect(await database.query('select from allclear.attachment_chunk')).toEqual([]);
});
