import * as z from 'zod';
import { changeResults, purposes, reversibilities } from '../../domain/incident/vocabulary.ts';
import { passage } from '../schema/common.ts';
import { aside, type CommandRow, itemKey, lengthMs, names } from './row.ts';

const change = itemKey('C', 'change');

/** What may be said of a change. One line is enough; the rest can come with it. */
const plan = {
  what: passage(1000),
  undo: aside(1000).describe('How it is taken back; without it, it counts as irreversible (A1).'),
  touches: names(50).default([]).describe('Services and signals it touches; left out: everything (B6).'),
  purpose: z.enum(purposes).default('remediate'),
  addedRisk: aside(1000).describe('What could get worse; it then waits for the commander’s go (B5).'),
  reversibility: z.enum(reversibilities).nullable().default(null),
  hypothesis: itemKey('H', 'hypothesis it follows from').nullable().default(null),
  expected: aside(1000).describe('What should be seen.'),
  expectedWithinMs: lengthMs.nullable().default(null).describe('When it should be seen, in milliseconds.'),
  before: aside().describe('Configuration before it.'),
  steps: z.array(passage(1000)).max(30).default([]).describe('Steps that contain something together.'),
};
const target = aside(200)
  .transform((typed) => (typed === '' ? null : typed))
  .describe('Alone with an irreversible change: the name of what it touches, typed out.');

/** Acts on the system, one at a time. */
export const changeCommands = {
  change: {
    summary: 'Make a change now, in one line. Where it is held it stays as a proposal (A1, B5, B6, B7).',
    fields: { ...plan, target },
    positional: ['what'],
    example: 'change "restart pods" --undo "none needed"',
  },
  'propose-change': {
    summary: 'Propose a change for later (B7).',
    fields: plan,
    positional: ['what'],
    example: 'propose-change "raise the pool to 40" --undo "set it back to 20" --touches payments',
  },
  'queue-change': {
    summary: 'Queue a proposed change behind the one under way (B6).',
    fields: { change },
    positional: ['change'],
    example: 'queue-change C2',
    short: 'queue',
  },
  'start-change': {
    summary: 'Start a proposed or queued change (B6).',
    fields: { change, target },
    positional: ['change'],
    example: 'start-change C2',
    short: 'start',
  },
  'approve-change': {
    summary: 'Give the incident commander’s go for a change that adds risk (B5).',
    fields: { change },
    positional: ['change'],
    example: 'approve-change C2',
  },
  'second-change': {
    summary: 'Agree, as a second person, to an irreversible change (A1).',
    fields: { change },
    positional: ['change'],
    example: 'second-change C2',
  },
  'observe-change': {
    summary: 'Say what came of a change, also "no effect" and "worse" (B7).',
    fields: {
      change,
      result: z.enum(changeResults),
      observed: aside(),
      after: aside().describe('Configuration after.'),
    },
    positional: ['change', 'result', 'observed'],
    example: 'observe-change C1 worse "Errors from 7 % to 20 %"',
    short: 'observe',
  },
  'abandon-change': {
    summary: 'Give up a change that was not started.',
    fields: { change, reason: aside() },
    positional: ['change', 'reason'],
    example: 'abandon-change C2 "Not needed any more"',
  },
  'roll-back': {
    summary: 'Take a change back; this never waits (B6).',
    fields: { change, observed: aside() },
    positional: ['change', 'observed'],
    example: 'roll-back C1 "Errors are down again"',
  },
  'record-change': {
    summary: 'Record a change that has been made already, outside the lock (B6).',
    fields: plan,
    positional: ['what'],
    example: 'record-change "restarted node 3 from the console" --at 2026-11-23T14:02:00Z',
  },
  now: {
    summary: 'Record what was done at once to save life, safety or data. Never held.',
    fields: { what: passage(1000) },
    positional: ['what'],
    example: 'now "Cut the power of press 4"',
  },
} as const satisfies Record<string, CommandRow>;
