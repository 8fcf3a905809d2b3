import * as z from 'zod';
import { evidenceSources, scopeKinds, scopeStatuses, verdicts } from '../../domain/incident/vocabulary.ts';
import { instrumentHealths } from '../../domain/telemetry/reading.ts';
import { line, passage } from '../schema/common.ts';
import { aside, type CommandRow, condition, evidence, itemKey } from './row.ts';

const hypothesis = itemKey('H', 'hypothesis');

/** What is affected, how it is known, and why it might be. */
export const diagnosisCommands = {
  'state-scope': {
    summary: 'Say what is affected, how far, and how you know (B2).',
    fields: {
      what: line(200).describe('A service of the catalog, or any system, population or business function.'),
      status: z.enum(scopeStatuses).default('affected'),
      kind: z.enum(scopeKinds).nullable().default(null).describe('Left out: a service if the catalog knows it.'),
      boundary: aside().describe('Where it ends: "EU only", "cards, not invoices".'),
      evidence: aside().describe('How you know.'),
    },
    positional: ['what'],
    example: 'state-scope checkout --boundary "EU only" --evidence "Error rate by region"',
    short: 'scope',
  },
  'give-evidence': {
    summary: 'Say what works or does not, and how that was seen; it ages (B2).',
    fields: {
      claim: passage(2000),
      works: z
        .enum(['yes', 'no'])
        .default('yes')
        .transform((said) => said === 'yes'),
      how: z.enum(evidenceSources).default('observation'),
      source: aside().describe('The query, the link, or who saw it where.'),
      signal: itemKey('S', 'signal that would contradict it').nullable().default(null),
      query: passage(4000)
        .nullable()
        .default(null)
        .describe('Asked again and again: the claim ages only when it cannot be.'),
      healthy: condition.nullable().default(null).describe('When the claim holds, such as "> 0".'),
      telemetry: line(120).nullable().default(null).describe('Left out: the only telemetry source there is.'),
      again: itemKey('E', 'evidence that was looked at again').nullable().default(null),
    },
    positional: ['claim'],
    example: 'give-evidence "Login works" --how link --source https://status.example.org',
    short: 'evidence',
  },
  'check-instrument': {
    summary: 'Say whether an instrument can be trusted: logs, metrics, traces (B3).',
    fields: {
      instrument: line(120),
      health: z.enum(instrumentHealths).default('fresh'),
      evidence: aside(),
    },
    positional: ['instrument', 'health'],
    example: 'check-instrument logs fresh --evidence "Newest line 2 s old"',
    short: 'instrument',
  },
  'propose-hypothesis': {
    summary: 'Propose a cause, its test, and what you would do if it were true (B4).',
    fields: {
      cause: passage(2000),
      thenAction: aside().describe('What would follow if it were true; without it it is parked.'),
      test: aside().describe('How to find out without making it worse.'),
      testRisk: aside(),
    },
    positional: ['cause'],
    example:
      'propose-hypothesis "Payment pool exhausted" --then-action "Recycle the pool" --test "Look at pool metrics"',
    short: 'hypothesis',
  },
  'test-hypothesis': {
    summary: 'Say what a test of a hypothesis showed (B4).',
    fields: { hypothesis, finding: passage(4000) },
    positional: ['hypothesis', 'finding'],
    example: 'test-hypothesis H1 "All 20 connections are in use"',
  },
  'rule-hypothesis': {
    summary: 'Rule on a hypothesis: supported or refuted, with evidence (B4).',
    fields: { hypothesis, verdict: z.enum(verdicts), evidence },
    positional: ['hypothesis', 'verdict', 'evidence'],
    example: 'rule-hypothesis H1 supported "It recovered as soon as the pool was recycled"',
  },
  'park-cause': {
    summary: 'Keep a cause for after the all-clear (E1).',
    fields: { cause: passage(2000) },
    positional: ['cause'],
    example: 'park-cause "The deployment of this morning"',
  },
} as const satisfies Record<string, CommandRow>;
