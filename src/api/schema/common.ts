import * as z from 'zod';

/** Text that PostgreSQL and UTF-8 can hold: no NUL, no lone surrogate. */
const storable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
const message = 'must be well-formed Unicode without NUL';

export const line = (longest: number): z.ZodType<string, string> =>
  z.string().trim().min(1).max(longest).refine(storable, message);
export const passage = (longest: number): z.ZodType<string, string> =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => storable(text) && text.trim() !== '', `${message}, and not blank`);

export const uuid = z.uuid().describe('A UUID. Make a version 7 one.');

/** Instants outside these years are typing errors, and PostgreSQL writes some of them in ways nothing else reads. */
const firstYear = Date.UTC(1970, 0, 1);
const lastYear = Date.UTC(2200, 0, 1);

/** ISO 8601 with an offset on the wire, milliseconds since 1970 inside. */
export const instantIn = z.iso
  .datetime({ offset: true })
  .refine((text) => {
    const at = Date.parse(text);
    return at >= firstYear && at < lastYear;
  }, 'must lie between 1970 and 2200')
  .transform((text) => Date.parse(text))
  .meta({ description: 'An instant, ISO 8601 with an offset, between 1970 and 2200.' });

export const instantOut = z.iso.datetime().describe('UTC, with milliseconds.');

export const incidentReference = z
  .string()
  .regex(/^(?:[0-9]{1,9}|P-[0-9A-Z]{6}|[0-9a-fA-F-]{36})$/, 'must be the number of an incident or its UUID')
  .describe('An incident: its number or its UUID.');

export const personReference = z
  .string()
  .min(1)
  .max(254)
  .refine(storable, message)
  .describe('A person: UUID, e-mail address, or "me".');

export const fingerprint = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'must be 16 hexadecimal digits')
  .describe('Identifies the label set of an alert.');

/** How many of a list at once. */
export const limit = z.coerce.number().int().min(1).max(500).default(100);
