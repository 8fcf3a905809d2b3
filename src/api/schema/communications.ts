import * as z from 'zod';
import { unknownVariables } from '../../domain/communications/communications.ts';
import { audiences, severities } from '../../domain/incident/vocabulary.ts';
import { line } from './common.ts';

const severity = z
  .array(z.enum(severities))
  .min(1)
  .max(severities.length)
  .default([...severities]);
const wayToTell = {
  name: line(120).describe('Who is told.'),
  channel: line(60).describe('Name of a channel.'),
  address: line(400).describe('A mailbox, a URL or a chat channel, as the channel has it.'),
};

const recipient = z.strictObject({
  ...wayToTell,
  audience: z.enum(audiences).default('leadership'),
  severities: severity.describe('Told at these severities only.'),
  standIn: z.strictObject(wayToTell).nullable().default(null).describe('Told when the first could not be reached.'),
  exercises: z.boolean().default(false).describe('Whether exercises are told too.'),
});

const words = z
  .string()
  .max(4000)
  .default('')
  .superRefine((text, context) => {
    for (const name of unknownVariables(text)) {
      context.addIssue({ code: 'custom', message: `nothing is called {${name}}` });
    }
  });

export const templateWords = { status: words, know: words, doing: words, dontKnow: words };

const template = z.strictObject({
  name: line(120),
  audience: z.enum(audiences).default('customers'),
  severities: severity,
  ...templateWords,
});

/** Who outside is told of updates, and the words to begin with. */
export const communicationsDocument = z.strictObject({
  recipients: z.array(recipient).max(1000).default([]),
  templates: z
    .array(template)
    .max(200)
    .default([])
    .superRefine((templates, context) => {
      templates.forEach(({ name }, index) => {
        if (templates.findIndex((each) => each.name === name) === index) return;
        context.addIssue({ code: 'custom', path: [index, 'name'], message: 'another template has this name' });
      });
    }),
  reminders: line(60).nullable().default(null).describe('Channel by which people are reminded of a promise.'),
});
