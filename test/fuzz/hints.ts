import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Operation } from './contract.ts';
import type { Hints } from './schema-values.ts';
import { password, type PoolName, type World } from './world.ts';

const policies = fc.constantFrom<unknown>(
  {},
  { confirmWithinMs: 600_000 },
  { guardrails: { 'SEV-1': { D4: 'off' } } },
  { guardrails: { 'SEV-5': { D4: 'shadow' }, 'SEV-2': { D4: 'caution' } } },
);
const catalogs = fc.constantFrom<unknown>(
  { services: [] },
  { services: [{ name: 'checkout', tier: 1, owners: ['payments'], dependsOn: ['orders-db'] }] },
);
const routings = fc.constantFrom<unknown>(
  {},
  { rules: [{ name: 'all', then: 'keep' }] },
  { rules: [{ name: 'pages', match: ['severity="page"'], then: 'declare', groupBy: ['job'], severity: 'SEV-3' }] },
  { severity: { label: 'level', otherwise: 'SEV-3' } },
);

const sources = fc.constantFrom<unknown>(
  { sources: [] },
  { sources: [{ name: 'main', kind: 'prometheus', url: 'http://127.0.0.1:1/prometheus' }] },
);

const organisations = fc.constantFrom<unknown>(
  {},
  { name: 'Example Shop', severities: { 'SEV-1': 'Orders stop. Everybody is called.' } },
);

const idsOf: Readonly<Record<string, PoolName>> = {
  revokeToken: 'tokens',
  rotateKey: 'keys',
  revokeKey: 'keys',
  revokeWebhook: 'webhooks',
};

const pages = fc.constantFrom<unknown>({
  pages: [{ slug: 'shop', name: 'Shop', components: [{ key: 'checkout', name: 'Checkout' }] }],
});

/** Fields whose values the schema cannot tell: what is really there, and now and then something that is not. */
export function hintsFor({ name }: Operation, world: World): Hints {
  const of = (...pools: PoolName[]): fc.Arbitrary<unknown> =>
    fc.constantFrom(...pools.flatMap((pool) => world.pool(pool)));
  const some = (pool: PoolName): fc.Arbitrary<unknown> =>
    fc.uniqueArray(fc.constantFrom(...world.pool(pool)), { minLength: 1, maxLength: 3 });
  const orNull = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.option(value, { freq: 3 });
  const newId = fc.integer().map(() => randomUUID());
  const id = idsOf[name];
  const incidents = of('incidents', 'incidents', 'private-incidents');
  const victimsOnly = name === 'changePerson' || name === 'createSignInLink';
  const keys = (letter: string): fc.Arbitrary<unknown> => fc.constantFrom(`${letter}1`, `${letter.toLowerCase()}2`);
  const fields: Record<string, fc.Arbitrary<unknown>> = {
    id: id ? of(id) : fc.oneof({ weight: 8, arbitrary: newId }, { weight: 1, arbitrary: of('commands') }),
    incident: incidents,
    into: incidents,
    duplicateOf: orNull(incidents),
    parent: incidents,
    exclude: fc.uniqueArray(incidents, { maxLength: 2 }),
    change: keys('C'),
    hypothesis: name === 'change' || name.endsWith('-change') ? orNull(keys('H')) : keys('H'),
    signal: name === 'give-evidence' ? orNull(keys('S')) : keys('S'),
    again: orNull(keys('E')),
    workaround: keys('W'),
    wait: keys('V'),
    owner: orNull(of('people', 'victims')),
    watcher: of('people', 'victims'),
    entry: of('entries'),
    person: victimsOnly ? of('victims') : of('people', 'victims'),
    to: of('people'),
    manager: orNull(of('people')),
    members: some('people'),
    fingerprints: some('fingerprints'),
    override: orNull(
      fc.record({ practice: fc.constantFrom('A1', 'A2', 'B1', 'B6', 'D4', 'E1'), reason: fc.constant('because') }),
    ),
    digest: of('digests'),
    file: of('digests').map((digest) => ({ digest, name: 'graph.png', mediaType: 'image/png', sizeBytes: 4 })),
    secret: of('links'),
    cursor: of('cursors'),
    zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Argentina/Ushuaia', 'Pacific/Chatham'),
    email: fc.integer({ min: 0, max: 2 ** 31 }).map((number) => `person${number}@example.org`),
    next: fc.constant(password),
    key: of('key-secrets'),
    silence: of('silences'),
    code: fc.constantFrom('incident/closed', 'request/invalid'),
    page: fc.constantFrom('shop', 'shop', 'nowhere'),
    post: orNull(name === 'previewStatusPage' ? newId : keys('N')),
    maintenance: keys('M'),
    target: fc.constantFrom('bucket', 'nowhere'),
    components: fc.constantFrom<unknown>(
      [],
      name === 'scheduleMaintenance' ? ['checkout'] : ['checkout=partial_outage'],
      name === 'scheduleMaintenance' ? ['billing'] : ['billing=operational'],
    ),
    url: fc.constantFrom('https://hooks.example.org/a', 'https://hooks.example.org:8443/b?c=d'),
  };
  if (name === 'planSetting' || name === 'applySetting')
    fields['document'] = fc.oneof(policies, catalogs, routings, sources, organisations, pages);
  if (name === 'importIncident') fields['document'] = of('exports');
  if (name === 'testSource') fields['name'] = of('sources');
  if (name.endsWith('Team')) fields['name'] = of('teams');
  return (field) => (Object.hasOwn(fields, field) ? fields[field] : undefined);
}
