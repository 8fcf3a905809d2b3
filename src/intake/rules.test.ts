import { expect, test } from 'vitest';
import type { Silence } from '../domain/alert/silence.ts';
import { defaultRouting, type Routing, ruleDefaults } from '../domain/routing/routing.ts';
import { instant } from '../domain/time.ts';
import { rulesReader } from './rules.ts';

const silence: Silence = {
  id: 's1',
  matchers: [{ label: 'a', operator: '=', value: 'b' }],
  startsAt: instant(0),
  endsAt: instant(1),
  createdBy: 'kyle',
  comment: '',
  updatedAt: instant(0),
};
const broken: Silence = { ...silence, id: 's2', matchers: [{ label: 'a', operator: '=~', value: '(' }] };

function reading(current: () => Routing, active: readonly Silence[]) {
  const told: string[] = [];
  const rules = rulesReader({
    routing: { current: () => Promise.resolve(current()) },
    silences: { active: () => Promise.resolve(active) } as never,
    log: { warn: () => undefined, error: (_facts, message) => told.push(message) },
  });
  return { told, rules };
}

test('a document or silence that nobody can read keeps no alarm back, and is told once', async () => {
  const unreadable: Routing = {
    ...defaultRouting,
    version: 9,
    rules: [{ ...ruleDefaults, name: 'x', match: ['('], then: 'keep' }],
  };
  const { rules, told } = reading(() => unreadable, [broken, silence]);
  const { routing, silences } = await rules();
  expect(routing.routing).toBe(defaultRouting);
  expect(silences.map(({ id }) => id)).toEqual(['s1']);
  await rules();
  expect(told).toHaveLength(2);
});

test('what has not changed is compiled once, a new version anew', async () => {
  let version = 1;
  const { rules } = reading(() => ({ ...defaultRouting, version }), [silence]);
  const first = await rules();
  const again = await rules();
  expect(again.routing).toBe(first.routing);
  expect(again.silences[0]).toBe(first.silences[0]);
  version = 2;
  expect((await rules()).routing).not.toBe(first.routing);
});
