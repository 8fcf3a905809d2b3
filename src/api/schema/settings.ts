import * as z from 'zod';
import { severities } from '../../domain/incident/vocabulary.ts';
import { modes, practiceIds } from '../../domain/practice/table.ts';
import { line } from './common.ts';

export const settingNames = ['policy', 'routing', 'catalog'] as const;
export type SettingName = (typeof settingNames)[number];

const mode = z.enum(modes);
const practice = z.enum(practiceIds as [string, ...string[]]);

/** The policy document, without its version: the stream it is stored in counts that. */
export const policyDocument = z.strictObject({
  confirmWithinMs: z.int().min(60_000).max(86_400_000).default(600_000),
  guardrails: z.partialRecord(z.enum(severities), z.partialRecord(practice, mode)).default({}),
});

export const catalogDocument = z.strictObject({
  services: z
    .array(
      z.strictObject({
        name: line(120),
        tier: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).default(3),
        owners: z.array(line(120)).max(50).default([]),
        dependsOn: z.array(line(120)).max(200).default([]),
      }),
    )
    .max(5000)
    .default([]),
});

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
