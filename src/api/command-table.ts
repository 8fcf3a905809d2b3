import * as z from 'zod';
import type { Verb } from '../domain/incident/command.ts';
import { practiceIds } from '../domain/practice/table.ts';
import { changeCommands } from './command/change.ts';
import { diagnosisCommands } from './command/diagnosis.ts';
import { roomCommands } from './command/room.ts';
import type { CommandRow } from './command/row.ts';
import { speakingCommands } from './command/speaking.ts';
import { stabilisingCommands } from './command/stabilising.ts';
import { instantIn, line, personReference, uuid } from './schema/common.ts';

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

/** Every verb that people and programs may send. Verbs that only the system says are not here. */
export const commandTable = {
  ...roomCommands,
  ...diagnosisCommands,
  ...changeCommands,
  ...stabilisingCommands,
  ...speakingCommands,
} as const satisfies Partial<Record<Verb, CommandRow>>;

export type PublicVerb = keyof typeof commandTable;
export const publicVerbs = Object.keys(commandTable) as PublicVerb[];

/** The request body of a verb: envelope and fields, nothing else. */
export const commandBody = (verb: PublicVerb): z.ZodObject =>
  z.strictObject({ ...envelope, ...(commandTable[verb] as CommandRow).fields });

/** POST here. `declare` makes an incident; every other verb is said of one. */
export const commandPath = (verb: PublicVerb): string =>
  verb === 'declare' ? '/api/incidents' : `/api/incidents/{incident}/${verb}`;
