import type { z } from 'zod';
import type { Json } from '../domain/log/canonical.ts';
import { communicationsDocument } from './schema/communications.ts';
import { catalogDocument, organisationDocument, policyDocument } from './schema/settings.ts';
import { sourcesDocument } from './schema/source.ts';
import { statusPagesDocument } from './schema/status-page.ts';

/** A checked document with its defaults filled in, or what is wrong with it and where. */
export type Checked =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly errors: readonly { pointer: string; detail: string }[] };

const checkWith =
  (schema: z.ZodType) =>
  (document: unknown): Checked => {
    const parsed = schema.safeParse(document ?? {});
    if (parsed.success) return { ok: true, value: parsed.data as Json };
    const errors = parsed.error.issues.map(({ path, message }) => ({
      pointer: `/document${path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`,
      detail: message,
    }));
    return { ok: false, errors };
  };

export const checkPolicy = checkWith(policyDocument);
export const checkCatalog = checkWith(catalogDocument);
export const checkSources = checkWith(sourcesDocument);
export const checkStatusPages = checkWith(statusPagesDocument);
export const checkOrganisation = checkWith(organisationDocument);
export const checkCommunications = checkWith(communicationsDocument);
