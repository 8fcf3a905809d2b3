import * as z from 'zod';
import { conditionFrom } from '../../domain/telemetry/condition.ts';
import { type CatalogFault, faultsIn, tiers } from '../../domain/catalog/catalog.ts';
import { kinds, severities, type Severity } from '../../domain/incident/vocabulary.ts';
import {
  defaultPolicy,
  numbersFor,
  type Policy,
  type PolicyNumbers,
  shortestPlainWindowMs,
} from '../../domain/policy/policy.ts';
import { plainSeverities } from '../../domain/organisation/organisation.ts';
import { modes, practiceIds } from '../../domain/practice/table.ts';
import { line, passage } from './common.ts';

export const settingNames = [
  'policy',
  'routing',
  'catalog',
  'sources',
  'organisation',
  'communications',
  'status-pages',
] as const;
export type SettingName = (typeof settingNames)[number];

const mode = z.enum(modes);
const practice = z.enum(practiceIds as [string, ...string[]]);

const ms = (least: number, most: number): z.ZodType<number, number> => z.int().min(least).max(most);
const day = 86_400_000;

const numbers = {
  confirmWithinMs: ms(60_000, day),
  allClearWindowMs: ms(1000, 30 * day),
  allClearWindowReason: line(400).nullable(),
  observationSpacingMs: ms(1000, day),
  relapseWithinMs: ms(60_000, 30 * day),
  readEveryMs: ms(1000, 3_600_000),
  instrumentsCheckedForMs: ms(60_000, day),
  evidenceStaleAfterMs: ms(60_000, 7 * day),
  effectWithinMs: ms(1000, day),
  reliefAfterMs: ms(60_000, day),
  chaseEveryMs: ms(60_000, 7 * day),
  silenceAfterMs: ms(60_000, day),
  holdingStatementWithinMs: ms(60_000, day),
  updateEveryMs: ms(60_000, 7 * day),
  remindBeforeMs: ms(0, day),
  missedAfterMs: ms(60_000, day),
  commanderAnswersWithinMs: ms(0, 3_600_000),
  successorAfterMs: ms(3_600_000, 7 * day),
} satisfies Record<keyof PolicyNumbers, z.ZodType>;

interface Window {
  readonly allClearWindowMs?: number | undefined;
  readonly allClearWindowReason?: string | null | undefined;
}

/** D4: a short window is the organisation's stated choice, never a slip. */
const reasoned = ({ allClearWindowMs, allClearWindowReason }: Window): boolean =>
  allClearWindowMs === undefined ||
  allClearWindowMs >= shortestPlainWindowMs ||
  (allClearWindowReason !== undefined && allClearWindowReason !== null);
const unreasoned = {
  path: ['allClearWindowReason'],
  message: 'a window below 15 minutes needs its reason; every all-clear quotes it',
};

/** Parts that take away the reason of a short window which another part set. */
function takenReasons(policy: Policy): string[][] {
  const short = severities.flatMap((severity) =>
    kinds.flatMap((kind) => (reasoned(numbersFor(policy, { severity, kind })) ? [] : [{ severity, kind }])),
  );
  const ofKinds = kinds.filter((each) => short.some(({ kind }) => kind === each));
  const ofSeverities = severities.filter((each) => short.some(({ severity }) => severity === each));
  return [
    ...ofKinds.filter((kind) => policy.kinds[kind]?.allClearWindowReason === null).map((kind) => ['kinds', kind]),
    ...ofSeverities
      .filter((severity) => policy.severities[severity]?.allClearWindowReason === null)
      .map((severity) => ['severities', severity]),
  ];
}

const differing = z.strictObject(numbers).partial().refine(reasoned, unreasoned);
const modesBy = z.partialRecord(practice, mode);
const defaults: PolicyNumbers = defaultPolicy;
const withDefaults = Object.fromEntries(
  (Object.keys(numbers) as (keyof PolicyNumbers)[]).map((name) => [
    name,
    (numbers[name] as z.ZodType).default(defaults[name]),
  ]),
) as { [Name in keyof PolicyNumbers]: z.ZodDefault<(typeof numbers)[Name]> };

/** The policy document, without its version: the stream it is stored in counts that. */
export const policyDocument = z
  .strictObject({
    ...withDefaults,
    channels: z
      .strictObject({ chat: line(400).nullable().default(null), bridge: line(400).nullable().default(null) })
      .default(defaultPolicy.channels),
    severities: z.partialRecord(z.enum(severities), differing).default(defaultPolicy.severities as never),
    kinds: z.partialRecord(z.enum(kinds), differing).default({}),
    guardrails: z.partialRecord(z.enum(severities), modesBy).default({}),
    kindGuardrails: z.partialRecord(z.enum(kinds), modesBy).default({}),
  })
  .refine(reasoned, unreasoned)
  .superRefine((document, context) => {
    for (const path of takenReasons(document as unknown as Policy)) {
      context.addIssue({ code: 'custom', path: [...path, ...unreasoned.path], message: unreasoned.message });
    }
  });

const shortestWindowMs = 60_000;
const longestWindowMs = 30 * 86_400_000;

const catalogSignal = z.strictObject({
  name: line(120),
  query: passage(4000),
  healthy: z
    .string()
    .max(60)
    .refine((text) => conditionFrom(text) !== null, 'must compare with a number, such as "< 0.01", or be "as before"'),
  source: line(120).nullable().default(null).describe('Name of a telemetry source. Null: the only one there is.'),
});

const servicePart = {
  name: line(120),
  tier: z.literal(tiers).default(3).describe('1 is the most important.'),
  owners: z.array(line(120)).max(50).default([]).describe('Names of teams.'),
  dependsOn: z.array(line(120)).max(200).default([]).describe('Names of services.'),
  businessFunction: line(200).nullable().default(null).describe('Such as "taking orders".'),
  population: line(200).nullable().default(null).describe('Such as "customers in the EU".'),
  regulated: z.boolean().default(false),
  vendor: line(120).nullable().default(null).describe('Who runs it, where that is somebody outside.'),
  signals: z.array(catalogSignal).max(20).default([]).describe('Offered when an incident needs key signals.'),
  allClearWindowMs: z
    .int()
    .min(shortestWindowMs)
    .max(longestWindowMs)
    .nullable()
    .default(null)
    .describe('Least time its signals must be clean before an all-clear; null: as the policy says.'),
};

const sentence = ({ fault, name }: CatalogFault): string =>
  fault === 'name-taken'
    ? `another service is called ${name}; case makes no difference`
    : `no service of this catalog is called ${name}`;

export const catalogDocument = z
  .strictObject({ services: z.array(z.strictObject(servicePart)).max(5000).default([]) })
  .superRefine(({ services }, context) => {
    for (const found of faultsIn(services)) {
      context.addIssue({ code: 'custom', path: [...found.path], message: sentence(found) });
    }
  });

/** The catalog as everybody may read it who may see incidents. */
export const catalogView = z
  .object({ version: z.int(), services: z.array(z.object(servicePart).meta({ id: 'CatalogService' })) })
  .meta({ id: 'Catalog' });

const organisationPart = {
  name: line(120).nullable().default(null),
  address: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .max(400)
    .nullable()
    .default(null)
    .describe('Where people reach this installation; letters lead there.'),
  severities: z
    .strictObject({
      'SEV-1': line(400).default(plainSeverities['SEV-1']),
      'SEV-2': line(400).default(plainSeverities['SEV-2']),
      'SEV-3': line(400).default(plainSeverities['SEV-3']),
      'SEV-4': line(400).default(plainSeverities['SEV-4']),
      'SEV-5': line(400).default(plainSeverities['SEV-5']),
    } satisfies Record<Severity, z.ZodType>)
    .default(plainSeverities)
    .describe('What each severity means here: for people, and for who is woken.'),
};

export const organisationDocument = z.strictObject(organisationPart);

/** The organisation as everybody reads it who is signed in. */
export const organisationView = z.object({ version: z.int(), ...organisationPart }).meta({ id: 'Organisation' });

export const setting = z
  .object({ name: z.enum(settingNames), version: z.int(), document: z.unknown() })
  .meta({ id: 'Setting' });

export const settingPlan = z
  .object({
    name: z.enum(settingNames),
    version: z.int().describe('The version this plan is against; applying names it.'),
    changes: z.array(z.object({ pointer: z.string(), from: z.unknown().nullable(), to: z.unknown().nullable() })),
    weakens: z.array(z.object({ severity: z.string(), practice: z.string() })),
  })
  .meta({ id: 'SettingPlan' });

export const settingChange = z.strictObject({
  version: z.int().min(0).describe('The version planned against.'),
  document: z.unknown(),
});
