import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { Identities } from '../command/ports.ts';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A UUID of version 8 out of a digest: the same parts always give the same one. */
function derived(...parts: readonly string[]): string {
  const bytes = sha256(JSON.stringify(parts)).subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export const identities: Identities = { next: () => v7(), derived, digest: (text) => sha256(text).toString('hex') };
