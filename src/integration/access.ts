import { readFileSync } from 'node:fs';
import { normalize, sep } from 'node:path';
import type { Credential, SecretPlace } from '../domain/telemetry/source.ts';

/** What a source is asked with. */
export interface Access {
  readonly headers: Readonly<Record<string, string>>;
  /** Authorities that are trusted instead of the usual ones, as PEM; null: the usual ones. */
  readonly ca: string | null;
  /** Why it cannot be asked as the setting says, in plain words; null when it can. */
  readonly fault: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Read<Value> = { readonly value: Value } | { readonly fault: string };

/** Names the folder whose files may be sent to sources as their secrets. */
export const folderVariable = 'ALLCLEAR_SECRETS_FOLDER';
const usualFolder = '/run/secrets';

/** Reads the secret once. Without a place there is none, and nothing is wrong. */
export function secretAt(place: SecretPlace, environment: Environment = process.env): Read<string | null> {
  if (place.environment !== undefined) {
    const value = environment[place.environment];
    if (value === undefined || value === '') return { fault: `the variable ${place.environment} is not set` };
    return { value };
  }
  if (place.file === undefined) return { value: null };
  const folder = normalize(`${environment[folderVariable] ?? usualFolder}${sep}`);
  if (!normalize(place.file).startsWith(folder)) {
    return { fault: `the file ${place.file} is not in ${folder}; ${folderVariable} names another folder` };
  }
  const read = textOf(place.file);
  if ('fault' in read) return read;
  const value = read.value.replace(/\r?\n$/, '');
  return value === '' ? { fault: `the file ${place.file} is empty` } : { value };
}

/** The certificates of a file; null where none is named. */
export function authorities(caFile: string | undefined): Read<string | null> {
  if (caFile === undefined) return { value: null };
  const read = textOf(caFile);
  if ('fault' in read || read.value.includes('-----BEGIN CERTIFICATE-----')) return read;
  return { fault: `the file ${caFile} holds no certificate` };
}

/** Reads what the setting names: at once, and not again until the source is opened anew. */
export function openAccess(
  { credential, caFile }: { readonly credential?: Credential | undefined; readonly caFile?: string | undefined },
  environment: Environment = process.env,
): Access {
  const ca = authorities(caFile);
  const secret = credential === undefined ? { value: null } : secretAt(credential, environment);
  if ('fault' in ca) return { headers: {}, ca: null, fault: ca.fault };
  if ('fault' in secret) return { headers: {}, ca: ca.value, fault: secret.fault };
  if (credential === undefined || secret.value === null) return { headers: {}, ca: ca.value, fault: null };
  if (/[^\x20-\x7e]/.test(secret.value) && credential.scheme !== 'basic') {
    return { headers: {}, ca: ca.value, fault: 'the secret holds characters that no header can carry' };
  }
  return { headers: { authorization: authorization(credential, secret.value) }, ca: ca.value, fault: null };
}

function authorization({ scheme, user = '' }: Credential, secret: string): string {
  if (scheme === 'basic') return `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
  return `${scheme === 'bearer' ? 'Bearer' : 'ApiKey'} ${secret}`;
}

function textOf(path: string): Read<string> {
  try {
    return { value: readFileSync(path, 'utf8') };
  } catch (error) {
    return { fault: `the file ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` };
  }
}
