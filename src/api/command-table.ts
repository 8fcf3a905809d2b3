import * as z from 'zod';
import type { Verb } from '../domain/incident/command.ts';
import { detectors, dismissals, kinds, roles, severities } from '../domain/incident/vocabulary.ts';
import { practiceIds } from '../domain/practice/table.ts';
import { fingerprint, incidentReference, instantIn, line, passage, personReference, uuid } from './schema/common.ts';

/** A command as the doors offer it. Route, OpenAPI, client and CLI verb all come from this row. */
export interface CommandRow {
  readonly summary: string;
  /** Fields beside the envelope. */
  readonly fields: z.ZodRawShape;
  /** Fields that the CLI takes as arguments, in order; the last may have several words. */
  readonly positional: readonly string[];
  /** Options and values for a CLI example. */
  readonly example: string;
  /** Fields that name another incident or a person, which the door turns into UUIDs. */
  readonly incidents?: readonly string[];
  readonly people?: readonly string[];
}

/** What every command carries beside its own fields. */
export const envelope = {
  id: uuid.describe('Made by the sender, the same on every retry. A UUID version 7.'),
  happenedAt: instantIn.nullable().default(null).describe('When it happened; now if left out.'),
  override: z
    .strictObject({
      practice: z.enum(practiceIds as [string, ...string[]]),
      reason: line(2000),
      secondedBy: personReference.nullable().default(null),
    })
    .nullable()
    .default(null)
    .describe('Goes past the hold of this practice, with a reason.'),
};

const evidence = passage(4000).describe('How you know: what was seen, a query, a link.');
const reason = passage(4000);
const at = instantIn.nullable().default(null).describe('When, if not now.');
const role = z.enum(roles);

/** Every verb that people and programs may send. Verbs that only the system says are not here. */
export const commandTable = {
  declare: {
    summary: 'Open an incident, unconfirmed. One line is enough.',
    fields: {
      title: line(200),
      severity: z.enum(severities).default('SEV-2').describe('Lower is worse; when unsure, take the worse.'),
      kind: z.enum(kinds).default('availability'),
      exercise: z
        .boolean()
        .default(false)
        .describe('A rehearsal: it never counts as real and pages only who enrolled.'),
      private: z.boolean().default(false).describe('Known to its members only. Security incidents always are.'),
      detectedBy: z.enum(detectors).nullable().default(null),
      fingerprints: z.array(fingerprint).max(1000).default([]).describe('Alerts to attach from the start.'),
    },
    positional: ['title'],
    example: 'declare "Checkout answers 500" --severity SEV-1',
  },
  confirm: {
    summary: 'Say that the alarm is real, and how you know (A2).',
    fields: { evidence },
    positional: ['evidence'],
    example: 'confirm "Three of five orders failed from my own browser"',
  },
  dismiss: {
    summary: 'Say that it is no incident: a false positive, a duplicate or a near-miss (A2).',
    fields: {
      reason,
      as: z.enum(dismissals).default('false-positive'),
      duplicateOf: incidentReference.nullable().default(null),
      answer: passage(4000).nullable().default(null).describe('What the person who reported it is told.'),
    },
    positional: ['reason'],
    example: 'dismiss "The probe ran against staging" --as false-positive',
    incidents: ['duplicateOf'],
  },
  reopen: {
    summary: 'Take a dismissal back.',
    fields: { reason },
    positional: ['reason'],
    example: 'reopen "It fires again, now with customers affected"',
  },
  note: {
    summary: 'Write a line in the log (E4).',
    fields: { text: passage(20_000) },
    positional: ['text'],
    example: 'note "Payment pods restart every 40 s since 14:02"',
  },
  correct: {
    summary: 'Correct an entry by a new one; the old one stays.',
    fields: { entry: uuid, text: passage(20_000) },
    positional: ['entry', 'text'],
    example: 'correct 01930000-0000-7000-8000-000000000000 "It was 14:20, not 14:02"',
  },
  redact: {
    summary: 'Destroy the body of an entry for good. The chain stays intact and says so.',
    fields: { entry: uuid, reason },
    positional: ['entry', 'reason'],
    example: 'redact 01930000-0000-7000-8000-000000000000 "A password was pasted"',
  },
  attach: {
    summary: 'Put an uploaded file into the log.',
    fields: {
      file: z.strictObject({
        digest: z.string().regex(/^[0-9a-f]{64}$/),
        name: line(200),
        mediaType: line(100),
        sizeBytes: z.int().min(0).max(26_214_400),
      }),
      text: z
        .string()
        .max(20_000)
        .refine((value) => !value.includes('\0') && value.isWellFormed())
        .default(''),
    },
    positional: ['path'],
    example: 'attach ./graph.png --text "Error rate by zone"',
  },
  join: { summary: 'Join as a responder.', fields: {}, positional: [], example: 'join' },
  leave: { summary: 'Leave, giving up the roles you hold.', fields: {}, positional: [], example: 'leave' },
  'assign-role': {
    summary: 'Give a role to a person, or take it yourself.',
    fields: { role, person: personReference.default('me') },
    positional: ['role', 'person'],
    example: 'assign-role incident-commander me',
    people: ['person'],
  },
  'offer-role': {
    summary: 'Offer a role with the state of things in a few lines; you hold it until it is accepted.',
    fields: { role, to: personReference, handover: passage(4000) },
    positional: ['role', 'to', 'handover'],
    example: 'offer-role incident-commander ben@example.org "Scoped to checkout; next update 15:00"',
    people: ['to'],
  },
  'accept-role': {
    summary: 'Accept a role that was offered to you.',
    fields: { role },
    positional: ['role'],
    example: 'accept-role incident-commander',
  },
  'set-severity': {
    summary: 'Set the severity.',
    fields: { severity: z.enum(severities), reason: z.string().max(4000).default('') },
    positional: ['severity', 'reason'],
    example: 'set-severity SEV-1 "Every region now"',
  },
  'set-kind': {
    summary: 'Correct the kind. A security incident becomes private.',
    fields: { kind: z.enum(kinds) },
    positional: ['kind'],
    example: 'set-kind vendor',
  },
  'add-member': {
    summary: 'Let a person into a private incident.',
    fields: { person: personReference },
    positional: ['person'],
    example: 'add-member ben@example.org',
    people: ['person'],
  },
  'remove-member': {
    summary: 'Take a person out of a private incident.',
    fields: { person: personReference },
    positional: ['person'],
    example: 'remove-member ben@example.org',
    people: ['person'],
  },
  'start-impact': {
    summary: 'Say since when people have been affected, and how you know (D1).',
    fields: { evidence, at },
    positional: ['evidence'],
    example: 'start-impact "First failed order in the export" --at 2026-11-23T14:02:00Z',
  },
  'end-impact': {
    summary: 'Say since when service has been back, and how you know (D1).',
    fields: { evidence, at },
    positional: ['evidence'],
    example: 'end-impact "Orders at their usual rate again"',
  },
  'record-detection': {
    summary: 'Say who noticed first (D1).',
    fields: { by: z.enum(detectors), evidence: z.string().max(4000).default(''), at },
    positional: ['by', 'evidence'],
    example: 'record-detection customer "Call to the service desk"',
  },
  'attach-alerts': {
    summary: 'Attach alerts to an incident.',
    fields: { fingerprints: z.array(fingerprint).min(1).max(1000) },
    positional: ['fingerprints'],
    example: 'attach-alerts 3b2f8c1d9a7e6f54',
  },
  'detach-alerts': {
    summary: 'Detach alerts that do not belong here.',
    fields: { fingerprints: z.array(fingerprint).min(1).max(1000), reason: z.string().max(4000).default('') },
    positional: ['fingerprints'],
    example: 'detach-alerts 3b2f8c1d9a7e6f54 --reason "Another cluster"',
  },
  merge: {
    summary: 'Merge this incident into another; both logs stay.',
    fields: { into: incidentReference, reason: z.string().max(4000).default('') },
    positional: ['into', 'reason'],
    example: 'merge 12 "Same database"',
    incidents: ['into'],
  },
  close: {
    summary: 'Close without a published postmortem: a waiver with its reason (F1).',
    fields: { waiver: reason },
    positional: ['waiver'],
    example: 'close "Covered by the postmortem of 12"',
  },
} as const satisfies Partial<Record<Verb, CommandRow>>;

export type PublicVerb = keyof typeof commandTable;
export const publicVerbs = Object.keys(commandTable) as PublicVerb[];

/** The request body of a verb: envelope and fields, nothing else. */
export const commandBody = (verb: PublicVerb): z.ZodObject =>
  z.strictObject({ ...envelope, ...(commandTable[verb] as CommandRow).fields });

/** POST here. `declare` makes an incident; every other verb is said of one. */
export const commandPath = (verb: PublicVerb): string =>
  verb === 'declare' ? '/api/incidents' : `/api/incidents/{incident}/${verb}`;
