import * as z from 'zod';
import { audiences } from '../../domain/incident/vocabulary.ts';
import { instantIn, passage } from '../schema/common.ts';
import { aside, type CommandRow, lengthMs } from './row.ts';

const audience = z.enum(audiences).default('leadership');

/** When people hear next. */
export const speakingCommands = {
  'promise-update': {
    summary: 'Promise the exact time of the next written update (C2).',
    fields: {
      audience,
      at: instantIn.nullable().default(null),
      inMs: lengthMs.nullable().default(null).describe('From now, in milliseconds; as policy says if left out.'),
    },
    positional: [],
    example: 'promise-update --in 30min',
    short: 'promise',
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
    },
    positional: ['text'],
    example: 'record-update "Checkout fails in the EU; we are on it" --told-whom "Head of shop" --next-in 30min',
    short: 'update',
  },
} as const satisfies Record<string, CommandRow>;
