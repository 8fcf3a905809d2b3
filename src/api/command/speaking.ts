import * as z from 'zod';
import { audiences } from '../../domain/incident/vocabulary.ts';
import { postStatuses } from '../../domain/status-page/event.ts';
import { instantIn, line, passage } from '../schema/common.ts';
import { componentSaid, pageSlug } from '../schema/status-page.ts';
import { aside, type CommandRow, itemKey, lengthMs, reason } from './row.ts';

const audience = z.enum(audiences).default('leadership');
const duty = aside(200).describe('What law or a contract asks, such as "notice to the regulator"; only to external.');

const answerLine = /^([Qq][1-9][0-9]{0,5})\s*:\s*(\S[\s\S]*)$/;

/** `Q1: yes, since 14:02` on the wire, question and answer inside. */
const answer = z
  .string()
  .max(2000)
  .regex(answerLine, 'must be the key of a question, a colon and the answer, such as "Q1: yes"')
  .transform((text) => {
    const [, question = '', said = ''] = answerLine.exec(text) ?? [];
    return { question, answer: said.trim() };
  });

/** When people hear next, and what they hear. */
export const speakingCommands = {
  'promise-update': {
    summary: 'Promise the exact time of the next written update (C2).',
    fields: {
      audience,
      at: instantIn.nullable().default(null),
      inMs: lengthMs.nullable().default(null).describe('From now, in milliseconds; as policy says if left out.'),
      duty,
    },
    positional: [],
    example: 'promise-update --in 30min',
    short: 'promise',
  },
  'send-update': {
    summary: 'Send an update: status, what we know, do and do not know, and when the next one comes (C5).',
    fields: {
      status: line(400).describe('How it stands, in one sentence.'),
      audience,
      know: aside().describe('What we know: what is affected, since when.'),
      doing: aside().describe('What is being done, each line with who does it.'),
      dontKnow: aside().describe('What we do not know yet.'),
      nextInMs: lengthMs.nullable().default(null).describe('The next one, from then, in milliseconds.'),
      nextAt: instantIn.nullable().default(null).describe('The next one.'),
      sendAt: instantIn.nullable().default(null).describe('When to send it, if not now.'),
      corrects: itemKey('M', 'update that this one corrects').nullable().default(null),
      answers: z.array(answer).max(50).default([]).describe('Answers to questions of the brief, such as "Q1: yes".'),
    },
    positional: ['status'],
    example:
      'send-update "Orders fail for some customers in the EU" --doing "Ana is rolling back 4.12" --next-in 30min',
    short: 'send',
  },
  'withdraw-update': {
    summary: 'Take a scheduled update back before it leaves.',
    fields: { update: itemKey('M', 'update') },
    positional: ['update'],
    example: 'withdraw-update M2',
  },
  'record-update': {
    summary: 'Record an update that was given: to whom, how, when; the next one is promised with it (C2).',
    fields: {
      text: passage(10_000),
      toldWhom: aside(400),
      audience,
      channel: aside(200),
      nextAt: instantIn.nullable().default(null),
      nextInMs: lengthMs.nullable().default(null).describe('The next one, from now, in milliseconds.'),
      duty,
    },
    positional: ['text'],
    example: 'record-update "Checkout fails in the EU; we are on it" --told-whom "Head of shop" --next-in 30min',
    short: 'update',
  },
  'set-question-aside': {
    summary: 'Set a question of the brief aside, with a reason that whoever asked sees (C4).',
    fields: { question: itemKey('Q', 'question'), reason },
    positional: ['question', 'reason'],
    example: 'set-question-aside Q2 "asked and answered as Q1"',
  },
  'admit-stakeholder': {
    summary: 'Let somebody who reads the brief into the room (C4).',
    fields: { person: line(254).describe('A person: UUID, e-mail address, or "me".') },
    positional: ['person'],
    example: 'admit-stakeholder cfo@example.org',
    people: ['person'],
  },
  'publish-status': {
    summary: 'Publish what customers read on a status page: a new post, or the next update of one.',
    fields: {
      page: pageSlug,
      status: z.enum(postStatuses).default('investigating'),
      text: passage(10_000).describe('In the words that customers read.'),
      title: aside(200).describe('What customers notice; stays as it is if left out of an update.'),
      post: itemKey('N', 'post').nullable().default(null),
      components: z.array(componentSaid).max(100).default([]),
    },
    positional: ['page', 'status', 'text'],
    example:
      'publish-status shop investigating "Some orders fail. Next update at 15:00." --title "Orders fail" --components checkout=partial_outage',
    short: 'publish',
  },
} as const satisfies Record<string, CommandRow>;
