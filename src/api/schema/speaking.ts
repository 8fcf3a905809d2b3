import * as z from 'zod';
import { audiences, severities } from '../../domain/incident/vocabulary.ts';
import { instantOut, line, passage, uuid } from './common.ts';

const moment = instantOut.nullable();
const audience = z.enum(audiences);
const words = { status: z.string(), know: z.string(), doing: z.string(), dontKnow: z.string() };

export const updateWords = z.object(words).meta({ id: 'UpdateWords' });

const answer = z.object({ question: z.string(), answer: z.string() });

export const update = z
  .object({
    key: z.string().describe('M1, M2, …; empty for one that was told by other means.'),
    audience,
    ...words,
    sentAt: instantOut,
    nextAt: moment,
    corrects: z.string().nullable(),
    answers: z.array(answer),
    told: z.string().describe('Whom it was told and how, where it was told.'),
  })
  .meta({ id: 'Update' });

export const question = z
  .object({
    key: z.string(),
    text: z.string(),
    by: z.string(),
    askedAt: instantOut,
    state: z.enum(['open', 'answered', 'set-aside']),
    answer: z.string(),
    answeredIn: z.string().nullable(),
  })
  .meta({ id: 'Question' });

const promise = z.object({
  key: z.string(),
  audience,
  duty: z.string(),
  at: instantOut,
  state: z.enum(['open', 'kept', 'late', 'replaced']),
  missed: z.boolean(),
});

const reading = z.object({
  kind: z.string(),
  start: z.int().describe('UTF-16 offset.'),
  end: z.int(),
  words: z.string(),
  why: z.string(),
  instead: z.string().nullable(),
});

/** What the communications lead needs to write the next update. */
export const draft = z
  .object({
    audience,
    draft: updateWords.describe('From the log, or from the template that fits.'),
    kept: updateWords.nullable().describe('Words of an update that was held, or null.'),
    last: update.nullable(),
    changed: z.array(z.string()).describe('What changed materially since the last one (C3).'),
    promise: promise.nullable(),
    nextAt: instantOut.describe('As policy has it.'),
    scheduled: z.array(z.object({ key: z.string(), status: z.string(), sendAt: instantOut })),
    questions: z.array(question).describe('Those that wait for an answer.'),
    recipients: z.array(z.object({ name: z.string(), channel: z.string() })),
    whenFixed: z.string().describe('An honest sentence for "when will it be fixed?".'),
  })
  .meta({ id: 'UpdateDraft' });

export const holdingStatement = z
  .object({ text: z.string(), nextAt: instantOut, by: moment.describe('When leadership should have heard.') })
  .meta({ id: 'HoldingStatement' });

export const delivery = z
  .object({
    id: uuid,
    event: z.string().nullable(),
    kind: z.string(),
    channel: z.string(),
    recipient: z.string(),
    state: z.enum(['waiting', 'sent', 'given-up', 'superseded']),
    outcome: z.string().nullable(),
    attempts: z.int(),
    createdAt: instantOut,
    settledAt: moment,
  })
  .meta({ id: 'Delivery' });

/** What leaders see: what was said to them, when they hear next, and what they asked. */
export const brief = z
  .object({
    id: uuid,
    number: z.string(),
    title: z.string(),
    severity: z.enum(severities),
    phase: z.string(),
    phaseSays: z.string(),
    exercise: z.boolean(),
    version: z.int(),
    now: instantOut,
    declaredAt: instantOut,
    commander: z.string().nullable(),
    beforeShape: z.string().nullable().describe('The one sentence there is before a rough shape exists (A5).'),
    latest: update.nullable(),
    earlier: z.array(update),
    nextAt: moment,
    overdue: z.boolean(),
    uninterruptedUntil: moment,
    promises: z.object({ kept: z.int(), late: z.int(), missed: z.int() }),
    questions: z.array(question),
    mayAsk: z.boolean(),
  })
  .meta({ id: 'Brief' });

export const briefSummary = z
  .object({ number: z.string(), title: z.string(), severity: z.string(), phase: z.string(), nextAt: moment })
  .meta({ id: 'BriefSummary' });

export const newQuestion = z.strictObject({
  id: uuid.describe('Made by the sender, the same on every retry.'),
  text: passage(1000),
});

export const briefLink = z
  .object({
    id: uuid,
    name: z.string(),
    createdAt: instantOut,
    expiresAt: instantOut,
    revokedAt: moment,
    opened: z.int(),
    lastOpenedAt: moment,
  })
  .meta({ id: 'BriefLink' });

export const newBriefLink = z.strictObject({ name: line(120).describe('Whom it is for.') });
export const madeBriefLink = briefLink
  .extend({ secret: z.string().describe('Shown once. The link is /brief#<secret>.') })
  .meta({ id: 'MadeBriefLink' });
export const briefSecret = z.strictObject({ secret: z.string().min(20).max(200) });

const settingField = z.object({
  name: z.string(),
  label: z.string(),
  secret: z.boolean(),
  required: z.boolean(),
  help: z.string(),
  choices: z.array(z.string()).optional(),
});

export const integration = z.object({ name: z.string(), fields: z.array(settingField) }).meta({ id: 'ChannelKind' });

export const channel = z
  .object({
    id: uuid,
    name: z.string(),
    integration: z.string(),
    settings: z.record(z.string(), z.string()),
    secretsSet: z.array(z.string()),
    createdAt: instantOut,
  })
  .meta({ id: 'Channel' });

const settings = z.record(z.string().max(60), z.string().max(2000)).default({});
export const newChannel = z.strictObject({ name: line(60), integration: line(60), settings });
export const changedChannel = z.strictObject({ name: line(60), settings });
export const channelTest = z.strictObject({ to: line(400).describe('The address to send a test to.') });
export const channelTested = z.object({ sent: z.boolean(), outcome: z.string() }).meta({ id: 'ChannelTested' });

export const promiseMonth = z
  .object({ month: z.string(), kept: z.int(), late: z.int(), missed: z.int() })
  .meta({ id: 'PromiseMonth' });

export const wordsToCheck = z.strictObject({
  audience: audience.default('leadership'),
  status: z.string().max(4000).default(''),
  know: z.string().max(4000).default(''),
  doing: z.string().max(4000).default(''),
  dontKnow: z.string().max(4000).default(''),
});
export const checkedWords = z
  .object({ filled: updateWords, findings: z.array(z.object({ field: z.string(), ...reading.shape })) })
  .meta({ id: 'CheckedWords' });

/** Who is told of updates to each audience, without their addresses, and the templates. */
export const communicationsView = z
  .object({
    version: z.int(),
    recipients: z.array(
      z.object({
        name: z.string(),
        audience,
        channel: z.string(),
        severities: z.array(z.enum(severities)),
        standIn: z.string().nullable(),
      }),
    ),
    templates: z.array(z.object({ name: z.string(), audience, severities: z.array(z.enum(severities)), ...words })),
  })
  .meta({ id: 'Communications' });
