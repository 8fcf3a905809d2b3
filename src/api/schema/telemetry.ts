import * as z from 'zod';
import { instrumentHealths, missingReasons } from '../../domain/telemetry/reading.ts';
import { sourceKinds } from '../../domain/telemetry/source.ts';
import { instantOut } from './common.ts';

export const signalKey = z
  .string()
  .regex(/^S[1-9]\d{0,3}$/, 'must be the key of a signal, such as S1')
  .describe('A key signal of the incident: S1, S2, …');

export const reading = z
  .object({
    at: instantOut,
    value: z.number().nullable(),
    missing: z
      .enum(missingReasons)
      .nullable()
      .describe('Why there is no value. Each of these is unknown, never health.'),
    backfilled: z.boolean().describe('From before the signal was added: it never counts as clean time.'),
  })
  .meta({ id: 'Reading' });

const health = {
  health: z.enum(instrumentHealths),
  because: z.string(),
  checkedAt: instantOut,
};

export const instrument = z.object(health).meta({ id: 'Instrument' });

export const queryFault = z
  .object({ at: z.int().describe('The character, from 0, that it begins at.'), says: z.string() })
  .meta({ id: 'QueryFault' });

export const suggestedSignal = z
  .object({
    name: z.string(),
    query: z.string(),
    healthy: z.string(),
    source: z.string().nullable().describe('Null: the only telemetry source there is.'),
    service: z.string().nullable(),
    from: z.enum(['alert', 'catalog']),
  })
  .meta({ id: 'SuggestedSignal' });

export const source = z
  .object({
    name: z.string(),
    kind: z.enum(sourceKinds),
    state: instrument.nullable().describe('Null: not checked yet.'),
  })
  .meta({ id: 'Source' });
