import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { severities } from '../../src/domain/incident/vocabulary.ts';
import { defaultPolicy, modeOf, type Policy } from '../../src/domain/policy/policy.ts';
import { practiceIds, practices } from '../../src/domain/practice/table.ts';
import { openTerminal, type Terminal } from '../harness/cli.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const example = 'docs/example/policy.yaml';
const text = readFileSync(join(import.meta.dirname, '../..', example), 'utf8');

let database: TestDatabase;
let server: TestServer;
let owner: Terminal;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database);
  owner = openTerminal({ ALLCLEAR_URL: server.url, ALLCLEAR_TOKEN: server.owner.token });
});
afterAll(async () => {
  owner.close();
  await server.stop();
  await database.drop();
});

interface Plan {
  readonly weakens: readonly object[];
  readonly errors: readonly { pointer: string; detail: string }[];
}

const planned = async (document: object): Promise<Plan> =>
  (await server.owner.send<Plan>('POST', '/api/settings/policy/plan', { document })).body;

const applied = async (document: object): Promise<void> => {
  const { version } = (await server.owner.get<{ version: number }>('/api/settings/policy')).body;
  const { status } = await server.owner.send('PUT', '/api/settings/policy', { version, document });
  expect(status).toBe(200);
};

describe('the example of a policy', () => {
  const { version: _version, ...defaults } = defaultPolicy;

  test('is the policy that Allclear begins with', async () => {
    const { kind, ...document } = parse(text) as Partial<Policy> & { kind: string };
    expect([kind, document]).toEqual(['policy', defaults]);
    const { code, out } = await owner.run(['apply', '-f', example, '--yes']);
    expect([code, out]).toEqual([0, expect.stringContaining('nothing changes')]);
    await applied({ confirmWithinMs: 120_000 });
    expect((await owner.run(['apply', '-f', example, '--yes'])).code).toBe(0);
    expect((await server.owner.get<{ document: object }>('/api/settings/policy')).body.document).toEqual(defaults);
  });

  test.each(Object.keys(defaults))('says of %s where it comes from', (key) => {
    const above = new RegExp(`((?:^ *#.*\\n)+)^${key}:`, 'm').exec(text)?.[1] ?? '';
    expect(above.replaceAll(/[#\s]/g, '').length).toBeGreaterThan(40);
    const isNumber = typeof (defaults as Record<string, unknown>)[key] === 'number';
    if (isNumber) expect(above).toMatch(/^# [A-H]\d.*: \d+ (?:seconds|minutes|hours)\./m);
  });

  test('shows the mode of every guardrail at every severity', () => {
    const shown = [...text.matchAll(/^# {3}([A-H]\d) {2}(\w+) +(\w+) +\w/gm)].map(([, id, severe, mild]) => [
      id,
      severities.map((severity) => (severity <= 'SEV-2' ? severe : mild)),
    ]);
    const guardrails = practiceIds.filter((id) => practices[id].kind === 'guardrail');
    const modes = guardrails.map((id) => [
      id,
      severities.map((severity) => modeOf(defaultPolicy, id, { severity, kind: 'availability' })),
    ]);
    expect(shown).toEqual(modes);
  });
});

describe('a window below fifteen minutes', () => {
  const short = { allClearWindowMs: 300_000 };
  const places = [
    ['for all', '/document', (part: object) => part],
    ['for a severity', '/document/severities/SEV-2', (part: object) => ({ severities: { 'SEV-2': part } })],
    ['for a kind', '/document/kinds/vendor', (part: object) => ({ kinds: { vendor: part } })],
  ] as const;

  test.each(places)('%s needs its reason, and is pointed at', async (_place, pointer, as) => {
    const { errors } = await planned(as(short));
    expect(errors.map((error) => error.pointer)).toEqual([`${pointer}/allClearWindowReason`]);
    expect(errors[0]?.detail).toContain('15 minutes');
    expect((await planned(as({ ...short, allClearWindowReason: 'batch jobs end by then' }))).errors).toBeUndefined();
    expect((await planned(as({ allClearWindowMs: 900_000 }))).errors).toBeUndefined();
  });
});

test.each([
  [{ severities: { 'SEV-1': { allClearWindowReason: null } } }, '/document/severities/SEV-1/allClearWindowReason'],
  [{ kinds: { data: { allClearWindowReason: null } } }, '/document/kinds/data/allClearWindowReason'],
])('the reason of a short window cannot be taken away elsewhere: %j', async (part, pointer) => {
  const short = { allClearWindowMs: 300_000, allClearWindowReason: 'batch jobs end by then' };
  expect((await planned({ ...short, ...part })).errors.map((error) => error.pointer)).toEqual([pointer]);
  expect((await planned(part)).errors).toBeUndefined();
});

describe('a policy that weakens D4 for one kind', () => {
  const reason = 'their own telemetry is shared with us';
  test.each([
    ['by a shorter window', { kinds: { vendor: { allClearWindowMs: 600_000, allClearWindowReason: reason } } }],
    ['by a weaker mode', { kindGuardrails: { vendor: { D4: 'shadow' } } }],
  ])('%s tells so in the plan, and in open incidents of that kind only', async (_how, document) => {
    await applied({});
    const bound = await server.owner.declare('Theirs', { severity: 'SEV-1', kind: 'vendor' });
    const other = await server.owner.declare('Ours', { severity: 'SEV-1', kind: 'availability' });
    const ended = await server.owner.declare('Was theirs', { severity: 'SEV-4', kind: 'vendor' });
    await server.owner.say(ended.id, 'confirm', { evidence: 'seen' });
    await server.owner.say(ended.id, 'close', { waiver: 'nothing came of it' });
    expect((await planned(document)).weakens).toContainEqual({ severity: 'SEV-1', practice: 'D4' });
    await applied(document);
    const told = await database.query<{ stream: string }>(
      `select stream from allclear.event where type = 'GuardrailsWeakened' and stream = any($1)`,
      [[bound, other, ended].map(({ id }) => `incident:${id}`)],
    );
    expect(told).toEqual([{ stream: `incident:${bound.id}` }]);
    const log = await server.owner.get<{ items: { type: string; body: object }[] }>(`/api/incidents/${bound.id}/log`);
    expect(log.body.items.at(-1)?.body).toMatchObject({ practices: ['D4'] });
  });

  test('a longer window and a stronger mode weaken nothing', async () => {
    await applied({});
    const stronger = { kinds: { data: { allClearWindowMs: 3_600_000 } }, kindGuardrails: { data: { D3: 'hold' } } };
    expect((await planned(stronger)).weakens).toEqual([]);
  });
});
