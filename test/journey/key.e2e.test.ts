import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestServer } from '../harness/server.ts';

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

test('a key that is revoked while it is rotated stays revoked', async () => {
  for (let index = 0; index < 20; index += 1) {
    const made = await server.owner.send<{ id: string }>('POST', '/api/keys', { name: `key ${index}` });
    const { id } = made.body;
    const [rotated, revoked] = await Promise.all([
      server.owner.send('POST', `/api/keys/${id}/rotate`),
      server.owner.send('DELETE', `/api/keys/${id}`),
      server.owner.send('POST', `/api/keys/${id}/rotate`),
    ]);
    expect([200, 404]).toContain(rotated.status);
    expect(revoked.status).toBe(200);
    expect(
      await database.query('select from allclear.intake_key_secret where key = $1 and revoked_at is null', [id]),
    ).toEqual([]);
  }
});
