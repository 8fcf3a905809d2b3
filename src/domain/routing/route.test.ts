import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ReadySilence, toReadySilence } from '../alert/silence.ts';
import { severities } from '../incident/vocabulary.ts';
import { grouped, type ReadyRouting, route as routeGrouped, toReadyRouting, worse } from './route.ts';
import { defaultRouting, type RoutingDocument, ruleDefaults } from './routing.ts';
import { checkRouting } from './validate.ts';

const ready = toReadyRouting(defaultRouting);
const alert = (labels: Record<string, string>, annotations: Record<string, string> = {}) => ({ labels, annotations });
const disk = alert(
  { alertname: 'DiskFull', service: 'db', instance: 'db1', severity: 'page' },
  { summary: 'disk 97%' },
);
const none = new Map<string, string>();
const route = (
  one: ReturnType<typeof alert>,
  routing: ReadyRouting,
  silences: readonly ReadySilence[],
  open: ReadonlyMap<string, string>,
) => routeGrouped(one, grouped(one, routing), routing, silences, open);
const group = '{alertname="DiskFull", service="db"}';

describe('the default routing', () => {
  test('is what an empty document says', () => {
    const { version: _version, ...document } = defaultRouting;
    expect(checkRouting({})).toEqual({ ok: true, document });
    expect(checkRouting(document)).toEqual({ ok: true, document });
  });

  test('declares for what calls itself critical or a page', () => {
    expect(route(disk, ready, [], none)).toEqual({
      to: 'declare',
      group,
      severity: 'SEV-2',
      kind: 'availability',
      title: 'DiskFull db',
    });
    expect(route(alert({ alertname: 'A', severity: 'Critical' }), ready, [], none)).toMatchObject({ to: 'declare' });
  });

  test('keeps the rest, unless an incident of its group is open', () => {
    const warning = alert({ ...disk.labels, severity: 'warning' });
    expect(route(warning, ready, [], none)).toEqual({ to: 'keep' });
    expect(route(warning, ready, [], new Map([[group, 'i1']]))).toEqual({ to: 'attach', group, incident: 'i1' });
  });

  test('puts a storm of one group in one incident, whatever the instance', () => {
    const groups = Array.from(
      { length: 1000 },
      (_, index) => grouped(alert({ ...disk.labels, instance: `db${index}` }), ready)?.group,
    );
    expect(new Set(groups)).toEqual(new Set([group]));
  });

  test('does nothing for a silenced alert', () => {
    const silence = toReadySilence({ id: 's1', matchers: [{ label: 'service', operator: '=', value: 'db' }] });
    expect(route(disk, ready, [silence], new Map([[group, 'i1']]))).toEqual({ to: 'silenced', by: ['s1'] });
  });
});

describe('a routing of one’s own', () => {
  const own: RoutingDocument = {
    rules: [
      { ...ruleDefaults, name: 'noise', match: ['alertname=~"Watchdog|Info.*"'], then: 'keep' },
      {
        name: 'intrusion',
        match: ['team="security",alertname!="Noise"'],
        then: 'declare',
        groupBy: ['team'],
        severity: 'SEV-1',
        kind: 'security',
        title: '{annotation.summary|label.alertname} ({label.zone})',
      },
    ],
    severity: { label: 'priority', values: { p1: 'SEV-1' }, otherwise: 'SEV-2' },
  };
  const readied = toReadyRouting({ ...own, version: 3 });

  test('takes the first rule that fits', () => {
    const open = new Map([['{}', 'i1']]);
    expect(route(alert({ alertname: 'Watchdog', team: 'security' }), readied, [], open)).toEqual({ to: 'keep' });
    expect(route(alert({ alertname: 'Ssh', team: 'security' }), readied, [], none)).toEqual({
      to: 'declare',
      group: '{team="security"}',
      severity: 'SEV-1',
      kind: 'security',
      title: 'Ssh ()',
    });
    expect(route(alert({ alertname: 'Other' }), readied, [], none)).toEqual({ to: 'keep' });
  });

  test('has what it does not say filled in', () => {
    const rules = [{ name: 'all', then: 'declare' }];
    expect(checkRouting({ rules, severity: { otherwise: 'SEV-5' } })).toMatchObject({
      ok: true,
      document: {
        rules: [{ ...ruleDefaults, name: 'all', then: 'declare' }],
        severity: { label: 'severity', otherwise: 'SEV-5' },
      },
    });
  });

  test('tells every fault by its place', () => {
    const faulty = {
      rules: [
        { ...own.rules[0], match: ['a=~"("', 'no matcher'], then: 'page', title: '{host}' },
        { ...own.rules[1], name: 'b', severity: 'SEV-9', colour: 'red' },
        'no',
      ],
      severity: { label: '', values: { 'a/b': 'bad' }, otherwise: 'SEV-2' },
      rule: [],
    };
    const checked = checkRouting(faulty);
    const faults = checked.ok ? [] : checked.faults;
    expect(faults.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual([
      '/rule unknown-field',
      '/rules/0/match/0 bad-matcher',
      '/rules/0/match/1 bad-matcher',
      '/rules/0/then not-one-of',
      '/rules/0/title bad-placeholder',
      '/rules/1/colour unknown-field',
      '/rules/1/severity not-one-of',
      '/rules/2 not-an-object',
      '/severity/label empty',
      '/severity/values/a~1b not-one-of',
    ]);
    expect(checkRouting({ rules: [own.rules[0], own.rules[0]] })).toMatchObject({ faults: [{ code: 'name-taken' }] });
  });

  test('is never given what would break it', () => {
    fc.assert(
      fc.property(fc.anything(), fc.array(fc.anything()), (document, rules) => {
        for (const given of [document, { rules }, { severity: document }]) {
          const checked = checkRouting(given);
          if (checked.ok) toReadyRouting({ ...checked.document, version: 1 });
        }
      }),
    );
  });
});

test('the worse severity is the lower number', () => {
  expect(worse('SEV-3', 'SEV-2')).toBe('SEV-2');
  fc.assert(
    fc.property(fc.constantFrom(...severities), fc.constantFrom(...severities), (one, other) => {
      expect(worse(one, other)).toBe(worse(other, one));
    }),
  );
});
