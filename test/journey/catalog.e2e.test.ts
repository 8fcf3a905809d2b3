import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTerminal, type Terminal } from '../harness/cli.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let database: TestDatabase;
let server: TestServer;
let owner: Terminal;
let responder: Terminal;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database);
  const ben = await server.person('Ben', 'responder', ['read']);
  owner = openTerminal({ ALLCLEAR_URL: server.url, ALLCLEAR_TOKEN: server.owner.token });
  responder = openTerminal({ ALLCLEAR_URL: server.url, ALLCLEAR_TOKEN: ben.token });
});
afterAll(async () => {
  owner.close();
  responder.close();
  await server.stop();
  await database.drop();
});

describe('the catalog at a terminal', () => {
  test('says how to begin while it is empty', async () => {
    expect((await responder.run(['catalog'])).out).toContain('docs/example/catalog.yaml');
    expect((await responder.run(['catalog', 'order'])).out).toBe('The catalog is empty.\n');
  });

  test('takes the example as it stands', async () => {
    const { code, err } = await owner.run(['apply', '-f', 'docs/example/catalog.yaml', '--yes']);
    expect([code, err]).toEqual([0, '']);
    const again = await owner.run(['apply', '-f', 'docs/example/catalog.yaml', '--yes']);
    expect(again.out).toContain('nothing changes');
  });

  test('is listed to a responder, who may not change it', async () => {
    const { code, out } = await responder.run(['catalog']);
    expect(code).toBe(0);
    const rows = out.trimEnd().split('\n');
    expect(rows).toHaveLength(7);
    expect(rows[0]).toMatch(/^service +tier +owners +needs +for$/);
    expect(rows[1]).toMatch(/^checkout +1 +shop +payments, stock, identity +taking orders$/);
    expect((await responder.run(['apply', '-f', 'docs/example/catalog.yaml', '--yes'])).code).toBe(1);
  });

  test('tells the order of restoring, and names the cycle in its way', async () => {
    const { out } = await responder.run(['catalog', 'order', 'CHECKOUT']);
    expect(out.trimEnd().split('\n')).toEqual([
      '1. ledger-db',
      '2. stock',
      'Cycle: identity needs network needs identity',
      'Not in order while a cycle stands: checkout, identity, network, payments. Break it with --bootstrap <service>.',
    ]);
  });

  test('goes on in order once a bootstrap is named', async () => {
    const order = await responder.run(['catalog', 'order', 'checkout', '--bootstrap', 'network', '--json']);
    expect(order.json<object>()).toEqual({
      waves: [['ledger-db', 'network'], ['identity', 'stock'], ['payments'], ['checkout']],
      cycles: [],
      blocked: [],
    });
  });

  test('takes only what a service needs, and everything when none is named', async () => {
    const one = await responder.run(['catalog', 'order', 'stock']);
    expect(one.out).toBe('1. ledger-db\n2. stock\n');
    const all = await responder.run(['catalog', 'order', '--bootstrap', 'identity', '--json']);
    expect(all.json<{ waves: string[][] }>().waves.flat()).toHaveLength(6);
  });

  test('knows no other services', async () => {
    const { code, err } = await responder.run(['catalog', 'order', 'checkuot']);
    expect([code, err]).toEqual([2, expect.stringContaining('checkuot')]);
    expect((await responder.run(['catalog', 'checkout'])).code).toBe(2);
  });
});
