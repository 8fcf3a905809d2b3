import * as z from 'zod';
import { waitKinds } from '../../domain/incident/vocabulary.ts';
import { incidentReference, instantIn, line, passage, personReference } from '../schema/common.ts';
import { aside, at, type CommandRow, condition, evidence, itemKey, lengthMs, names, reason } from './row.ts';

const signal = itemKey('S', 'signal');
const service = line(120);
const laterOn = instantIn.nullable().default(null);

/** Getting people back, and proving that they are. */
export const stabilisingCommands = {
  workaround: {
    summary: 'Record relief for users that leaves debt (D2).',
    fields: {
      what: passage(1000),
      covers: aside(1000).describe('Whom it helps.'),
      debt: aside(1000).describe('What has to be cleaned up.'),
      owner: personReference.nullable().default(null),
      expiresAt: laterOn.describe('When you want to be reminded of it.'),
    },
    positional: ['what'],
    example: 'workaround "orders are taken without payment" --covers "all customers" --debt "charge them later"',
    people: ['owner'],
  },
  'end-workaround': {
    summary: 'End a workaround.',
    fields: { workaround: itemKey('W', 'workaround'), reason: aside() },
    positional: ['workaround', 'reason'],
    example: 'end-workaround W1 "Payments are back"',
  },
  'wait-on': {
    summary: 'Say that it is a vendor’s or a team’s turn, and when you chase them (E4).',
    fields: {
      on: line(200),
      what: aside(1000),
      kind: z.enum(waitKinds).default('vendor'),
      nextChaseAt: laterOn.describe('When you ask again; as policy says if left out.'),
    },
    positional: ['on', 'what'],
    example: 'wait-on "Carrier" "ticket 4711" --next-chase-at +30min',
  },
  'end-wait': {
    summary: 'Say how a wait ended.',
    fields: { wait: itemKey('V', 'wait'), outcome: aside() },
    positional: ['wait', 'outcome'],
    example: 'end-wait V1 "They replaced a line card"',
  },
  'sketch-dependency': {
    summary: 'Say that one thing needs another (D3).',
    fields: { from: service, dependsOn: service },
    positional: ['from', 'dependsOn'],
    example: 'sketch-dependency checkout payments',
  },
  'plan-restore': {
    summary: 'Plan in which order things come back; the catalog adds what it knows (D3).',
    fields: {
      services: names(500).min(1),
      bootstrap: names(50).default([]).describe('What may come up first although it is in a cycle.'),
    },
    positional: ['services'],
    example: 'plan-restore database payments checkout',
  },
  'take-restore-step': {
    summary: 'Begin to restore a planned service (D3).',
    fields: { service },
    positional: ['service'],
    example: 'take-restore-step payments',
  },
  'verify-restore': {
    summary: 'Say that a restored service is up, or good enough to proceed (D3).',
    fields: { service, evidence, goodEnough: z.boolean().default(false) },
    positional: ['service', 'evidence'],
    example: 'verify-restore payments "Test charge went through"',
  },
  'add-signal': {
    summary: 'Name a signal that the all-clear will rest on (D4).',
    fields: {
      name: line(120),
      query: passage(4000).nullable().default(null).describe('Left out: people watch it.'),
      healthy: condition.nullable().default(null),
      source: line(120).nullable().default(null).describe('Left out: the only telemetry source there is.'),
      service: line(120).nullable().default(null),
      trafficQuery: passage(4000).nullable().default(null),
      trafficAtLeast: z.number().nullable().default(null).describe('Below this there is too little to judge by.'),
      everyMs: lengthMs.max(3_600_000).nullable().default(null).describe('How often it is read, in milliseconds.'),
    },
    positional: ['name', 'query'],
    example: 'add-signal "error rate" "sum(rate(errors[1m])) / sum(rate(requests[1m]))" --healthy "< 0.01"',
    short: 'signal',
  },
  'loosen-signal': {
    summary: 'Give a signal another condition; the clock starts again, and the all-clear says so (D4).',
    fields: { signal, healthy: condition, reason },
    positional: ['signal', 'healthy', 'reason'],
    example: 'loosen-signal S1 "< 0.02" "That is its normal level on Mondays"',
  },
  'accept-baseline': {
    summary: 'Take the level at which a signal settled for its usual one; the clock starts again (D4).',
    fields: { signal, reason },
    positional: ['signal', 'reason'],
    example: 'accept-baseline S1 "The new cache keeps more connections open"',
  },
  'drop-signal': {
    summary: 'Drop a signal; the clock starts again, and the all-clear says so (D4).',
    fields: { signal, reason },
    positional: ['signal', 'reason'],
    example: 'drop-signal S2 "The service is gone for good"',
  },
  'observe-signal': {
    summary: 'Say what you saw of a signal yourself (D4).',
    fields: {
      signal,
      what: passage(1000),
      healthy: z
        .enum(['yes', 'no'])
        .default('yes')
        .transform((said) => said === 'yes'),
      byReporter: z.boolean().default(false).describe('Said by, or for, whoever reported the incident.'),
    },
    positional: ['signal', 'what'],
    example: 'observe-signal S1 "My own order went through"',
  },
  'watch-overnight': {
    summary: 'Watch through the night: until when, who watches, what wakes them (D5).',
    fields: { until: instantIn, watcher: personReference.default('me'), wakeIf: aside(1000) },
    positional: ['until', 'watcher', 'wakeIf'],
    example: 'watch-overnight 07:00 me "Error rate above 1 %"',
    people: ['watcher'],
  },
  'declare-all-clear': {
    summary: 'Declare the all-clear, on sustained clean telemetry (D4, D5).',
    fields: {
      statement: aside(2000),
      exclude: z.array(incidentReference).max(50).default([]).describe('Numbers of parts that it leaves out.'),
    },
    positional: ['statement'],
    example: 'declare-all-clear "Checkout is back for everybody"',
    short: 'all-clear',
  },
  'report-relapse': {
    summary: 'Say that the same impact is back after the all-clear (D5).',
    fields: { evidence },
    positional: ['evidence'],
    example: 'report-relapse "Orders fail again"',
    short: 'relapse',
  },
  'set-root-cause-fix': {
    summary: 'Say what mended the cause itself, and when; after the all-clear (D1, E1).',
    fields: { what: passage(2000), at },
    positional: ['what'],
    example: 'set-root-cause-fix "Pool timeout released with 4.2.2"',
  },
} as const satisfies Record<string, CommandRow>;
