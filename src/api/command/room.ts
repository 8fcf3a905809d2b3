import * as z from 'zod';
import { detectors, dismissals, kinds, roles, severities } from '../../domain/incident/vocabulary.ts';
import { fingerprint, incidentReference, line, passage, personReference, uuid } from '../schema/common.ts';
import { aside, at, type CommandRow, evidence, reason } from './row.ts';

const role = z.enum(roles);

/** Opening and ending an incident, its people, its alerts and its log. */
export const roomCommands = {
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
  'call-in': {
    summary: 'Call somebody in: a person, a team or a vendor (A4).',
    fields: { who: line(254), why: aside() },
    positional: ['who', 'why'],
    example: 'call-in "Payments team" "Their pool is exhausted"',
  },
  'link-parent': {
    summary: 'Say that this incident is a part of another; its all-clear waits for this one (D4).',
    fields: { parent: incidentReference },
    positional: ['parent'],
    example: 'link-parent 12',
    incidents: ['parent'],
  },
  'open-side-channel': {
    summary: 'Register another place where people talk about it; its findings must come back (A3).',
    fields: { name: line(200), why: aside() },
    positional: ['name', 'why'],
    example: 'open-side-channel "Vendor call" "They will not join the room"',
  },
  'return-findings': {
    summary: 'Bring back what was found in a side channel (A3).',
    fields: { name: line(200), findings: passage(4000) },
    positional: ['name', 'findings'],
    example: 'return-findings "Vendor call" "A line card was replaced at 14:20"',
  },
  close: {
    summary: 'Close without a published postmortem: a waiver with its reason (F1).',
    fields: { waiver: reason },
    positional: ['waiver'],
    example: 'close "Covered by the postmortem of 12"',
  },
} as const satisfies Record<string, CommandRow>;
