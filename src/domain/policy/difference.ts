import { canonical, type Json } from '../log/canonical.ts';

export interface Difference {
  /** JSON pointer, as RFC 6901 has it. */
  readonly pointer: string;
  readonly from: Json;
  readonly to: Json;
}

const isRecord = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** What changes between two documents, as deep as both have members. Lists are compared whole. */
export function differences(from: Json, to: Json, pointer = ''): Difference[] {
  if (!isRecord(from) || !isRecord(to)) {
    return canonical(from) === canonical(to) ? [] : [{ pointer, from, to }];
  }
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return keys.flatMap((key) => differences(from[key] ?? null, to[key] ?? null, `${pointer}/${escaped(key)}`));
}
