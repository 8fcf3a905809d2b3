import * as z from 'zod';
import {
  audiences,
  changeResults,
  evidenceSources,
  purposes,
  reversibilities,
  scopeKinds,
  scopeStatuses,
  verdicts,
  waitKinds,
} from '../../domain/incident/vocabulary.ts';
import { postStatuses } from '../../domain/status-page/event.ts';
import { effectVerdicts, untold } from '../../domain/telemetry/effect.ts';
import { signalStatuses } from '../../domain/telemetry/reading.ts';
import { instrumentHealths } from '../../domain/telemetry/reading.ts';
import { instantOut } from './common.ts';

const moment = instantOut.nullable();
const key = z.string();
const lengthOut = z.number().describe('Milliseconds.');

const effect = z
  .object({
    signal: key,
    name: z.string(),
    verdict: z.enum(effectVerdicts),
    because: z.enum(untold).nullable().describe('Why it cannot be told.'),
    other: z
      .object({ change: key, apartMs: z.number().describe('Milliseconds; negative: it came before.') })
      .nullable()
      .describe('The change that was too near.'),
    before: z.number().nullable().describe('Median of the last eight readings before the start.'),
    after: z.number().nullable().describe('Median of where it ended up, ten minutes after the start at most.'),
    withinMs: lengthOut.nullable().describe('From the start until it lay there. Null: it did not move.'),
    says: z.string().describe('The same in words.'),
    points: z.array(z.object({ afterMs: z.number(), value: z.number().nullable() })),
  })
  .meta({ id: 'SignalEffect' });

const change = z.object({
  key,
  what: z.string(),
  steps: z.array(z.string()),
  purpose: z.enum(purposes),
  addedRisk: z.string(),
  reversibility: z.enum(reversibilities),
  undo: z.string(),
  touches: z.array(z.string()),
  hypothesis: z.string().nullable(),
  expected: z.string(),
  expectedWithinMs: lengthOut,
  before: z.string(),
  state: z.string(),
  proposedBy: z.string(),
  startedAt: moment,
  startedBy: z.string().nullable(),
  approvedBy: z.string().nullable(),
  secondedBy: z.string().nullable(),
  alone: z.boolean(),
  outsideLock: z.boolean(),
  result: z.enum(changeResults).nullable(),
  observed: z.string(),
  settledAt: moment,
  effects: z.array(effect).describe('What each key signal did around it; none before it was started.'),
});

const signal = z.object({
  key,
  name: z.string(),
  service: z.string().nullable(),
  source: z.string().nullable(),
  query: z.string().nullable(),
  healthy: z.string().nullable().describe('Its condition, as it is written.'),
  band: z
    .object({ low: z.number().nullable(), high: z.number().nullable() })
    .nullable()
    .describe('Between which values it is healthy. Null while that is not known.'),
  status: z.enum(signalStatuses),
  last: z.number().nullable(),
  lastAt: moment,
  cleanSince: moment,
  cleanMs: lengthOut,
  restarts: z.int(),
  proof: z.string(),
});

export const nextPrompt = z.object({
  practice: z.string(),
  says: z.string(),
  command: z.string().describe('What to type after `allclear`.'),
});

export const nextThings = z.object({ items: z.array(nextPrompt) }).meta({ id: 'NextRightThings' });

/** What is known of an incident beside its log, as it is now. */
export const picture = z
  .object({
    version: z.int(),
    now: instantOut,
    scope: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(scopeKinds),
        status: z.enum(scopeStatuses),
        boundary: z.string(),
        evidence: z.string(),
        since: instantOut,
      }),
    ),
    evidence: z.array(
      z.object({
        key,
        claim: z.string(),
        works: z.boolean(),
        how: z.enum(evidenceSources),
        source: z.string(),
        signal: z.string().nullable(),
        seenAt: instantOut,
        stale: z.boolean(),
        contradicted: z.boolean(),
        asked: z
          .object({
            signal: key,
            source: z.string(),
            query: z.string(),
            healthy: z.string(),
            status: z.enum(signalStatuses),
            last: z.number().nullable(),
            lastAt: moment,
          })
          .nullable()
          .describe('What telemetry is asked for it again and again. Null: people have to look.'),
      }),
    ),
    instruments: z.array(
      z.object({ name: z.string(), health: z.enum(instrumentHealths), at: instantOut, because: z.string() }),
    ),
    hypotheses: z.array(
      z.object({
        key,
        cause: z.string(),
        test: z.string(),
        testRisk: z.string(),
        thenAction: z.string(),
        verdict: z.enum(['open', ...verdicts]),
        tested: z.boolean(),
      }),
    ),
    parked: z.array(z.object({ key, cause: z.string(), until: z.string(), returned: z.boolean() })),
    changes: z.array(change),
    workarounds: z.array(
      z.object({
        key,
        what: z.string(),
        covers: z.string(),
        debt: z.string(),
        owner: z.string().nullable(),
        expiresAt: moment,
        endedAt: moment,
      }),
    ),
    waits: z.array(
      z.object({
        key,
        on: z.string(),
        kind: z.enum(waitKinds),
        what: z.string(),
        nextChaseAt: instantOut,
        endedAt: moment,
      }),
    ),
    restore: z.object({
      waves: z.array(z.array(z.string())),
      cycles: z.array(z.array(z.string())),
      steps: z.array(z.object({ service: z.string(), state: z.string(), evidence: z.string() })),
    }),
    signals: z.array(signal),
    clock: z
      .object({
        ready: z.boolean(),
        says: z.string().describe('What is left and why, in one sentence.'),
        windowMs: lengthOut,
        windowReason: z.string().nullable(),
        leftMs: lengthOut.nullable(),
        blockers: z.array(z.string()),
      })
      .nullable()
      .describe('The all-clear clock; null when the incident is not live.'),
    promises: z.array(
      z.object({ key, audience: z.enum(audiences), at: instantOut, state: z.string(), missed: z.boolean() }),
    ),
    posts: z
      .array(
        z.object({
          key,
          page: z.string(),
          title: z.string(),
          status: z.enum(postStatuses),
          text: z.string(),
          at: instantOut,
        }),
      )
      .describe('What customers read of it, as it was last published.'),
    channels: z
      .object({ chat: z.string().nullable(), bridge: z.string().nullable() })
      .describe('Where people work besides this room. A private incident is in no chat.'),
    sideChannels: z.array(z.object({ name: z.string(), openedAt: instantOut, findingsAt: moment })),
    suggestedCalls: z.array(z.object({ team: z.string(), services: z.array(z.string()) })),
    overnight: z.object({ until: instantOut, watcher: z.string(), wakeIf: z.string() }).nullable(),
    parent: z.string().nullable(),
    children: z.array(z.string()),
    rootCauseFix: z.string().nullable(),
    next: z.array(nextPrompt),
  })
  .meta({ id: 'Picture' });

const counted = z.number().nullable().describe('Milliseconds; null while it has not happened.');

/** How an incident went, in figures. */
export const measures = z
  .object({
    opening: z.object({
      confirmed: counted,
      channel: counted,
      commander: counted,
      scribe: counted,
      responders: counted,
      scope: counted,
    }),
    times: z.object({
      detect: counted,
      confirm: counted,
      scope: counted,
      stabilise: counted,
      allClear: counted,
      rootCauseFix: counted,
      impact: counted,
    }),
    monitoringGap: z.boolean(),
    relapses: z.int(),
    updates: z.object({ given: z.int(), kept: z.int(), late: z.int(), open: z.int(), missed: z.int() }),
    changes: z.object({
      made: z.int(),
      outsideLock: z.int(),
      improved: z.int(),
      worse: z.int(),
      noEffect: z.int(),
      cantTell: z.int(),
      alone: z.int(),
    }),
  })
  .meta({ id: 'Measures' });

/** How often alarms of one source were real. */
export const alarmSource = z
  .object({
    source: z.string(),
    declared: z.int(),
    real: z.int(),
    falsePositives: z.int(),
    nearMisses: z.int(),
    duplicates: z.int(),
  })
  .meta({ id: 'AlarmSource' });
