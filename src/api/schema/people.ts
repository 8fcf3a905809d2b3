import * as z from 'zod';
import { keyScopes, organisationRoles, tokenScopes } from '../../domain/access/subject.ts';
import { instantIn, instantOut, line, personReference } from './common.ts';

/** Zones have more than one name: a browser may say Asia/Kolkata where the list has Asia/Calcutta. */
function isZone(name: string): boolean {
  try {
    return /^[A-Z]/i.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).format() !== '';
  } catch {
    return false;
  }
}
const zone = z.string().max(64).refine(isZone, 'must be an IANA time zone, such as Europe/Berlin');
const email = z.email().max(254);
const locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  .max(35);

const contactMethod = z.strictObject({
  kind: z.enum(['email', 'phone', 'chat']),
  value: line(254),
});

export const person = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(organisationRoles),
    zone: z.string(),
    locale: z.string(),
    manager: z.string().nullable(),
    contactMethods: z.array(z.object({ kind: z.string(), value: z.string() })),
    active: z.boolean(),
    createdAt: instantOut,
  })
  .meta({ id: 'Person' });

export const newPerson = z.strictObject({
  name: line(120),
  email,
  role: z.enum(organisationRoles).default('responder'),
  zone: zone.default('UTC'),
  locale: locale.default('en'),
  manager: personReference.nullable().default(null),
  contactMethods: z.array(contactMethod).max(20).default([]),
});

export const changedPerson = z.strictObject({
  name: line(120).optional(),
  email: email.optional(),
  role: z.enum(organisationRoles).optional(),
  zone: zone.optional(),
  locale: locale.optional(),
  manager: personReference.nullable().optional(),
  contactMethods: z.array(contactMethod).max(20).optional(),
  active: z.boolean().optional(),
});

export const team = z.object({ id: z.string(), name: z.string(), members: z.array(z.string()) }).meta({ id: 'Team' });

const password = z.string().min(10, 'must have at least 10 characters').max(1000);
export const signIn = z.strictObject({ email: z.string().max(254), password: z.string().min(1).max(1000) });
export const signInByLink = z.strictObject({ secret: z.string().regex(/^[\w-]{43}$/) });
export const passwordChange = z.strictObject({
  current: z.string().max(1000).nullable().default(null).describe('Null where none was set yet.'),
  next: password,
});

export const me = z
  .object({ person, scopes: z.array(z.enum(tokenScopes)).nullable().describe('Null by session: no narrowing.') })
  .meta({ id: 'Me' });

/** The session's secret comes in a cookie; a CLI has no cookie jar, so it is told here too when it asks. */
export const signedIn = z
  .object({ person, session: z.string().nullable(), expiresAt: instantOut })
  .meta({ id: 'SignedIn' });

export const token = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(tokenScopes)),
    createdAt: instantOut,
    expiresAt: instantOut.nullable(),
  })
  .meta({ id: 'Token' });
export const newToken = z.strictObject({
  name: line(120),
  scopes: z.array(z.enum(tokenScopes)).min(1).max(3).default(['write']),
  expiresAt: instantIn.nullable().default(null),
});
export const madeToken = token.extend({ token: z.string().describe('Shown once.') }).meta({ id: 'MadeToken' });

export const key = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(keyScopes)),
    createdAt: instantOut,
    secrets: z.int().describe('How many of its secrets are valid: two while it is being rotated.'),
  })
  .meta({ id: 'IntakeKey' });
export const newKey = z.strictObject({
  name: line(120),
  scopes: z.array(z.enum(keyScopes)).min(1).max(3).default(['ingest']),
});
export const madeKey = key.extend({ key: z.string().describe('Shown once.') }).meta({ id: 'MadeIntakeKey' });

export const webhook = z
  .object({ id: z.string(), name: z.string(), url: z.string(), createdAt: instantOut })
  .meta({ id: 'Webhook' });
export const newWebhook = z.strictObject({ name: line(120), url: z.url({ protocol: /^https?$/ }).max(2000) });
export const madeWebhook = webhook
  .extend({ secret: z.string().describe('Signs every delivery, as standardwebhooks has it. Shown once.') })
  .meta({ id: 'MadeWebhook' });
