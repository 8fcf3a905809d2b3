import type { Instant } from '../time.ts';
import { canonical } from './canonical.ts';

/** SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal. Passed in: the domain has no platform. */
export type Digest = (text: string) => string;

/** What stands before the first event of every stream. */
export const genesis = '0'.repeat(64);

/** The part of an event row that its hash covers: everything but its global position. */
export interface ChainedRow {
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly commandId: string;
  readonly causedBy: string | null;
  readonly policyVersion: number;
  readonly actor: string;
  readonly happenedAt: Instant;
  readonly recordedAt: Instant;
  readonly bodyDigest: string;
  readonly previousHash: string;
}

/** The hash that the next row of the stream must name as its previous one. */
export function hashOf(row: ChainedRow, digest: Digest): string {
  const { stream, version, id, type, schemaVersion, commandId, causedBy, policyVersion, actor } = row;
  const { happenedAt, recordedAt, bodyDigest, previousHash } = row;
  return digest(
    canonical({
      stream,
      version,
      id,
      type,
      schemaVersion,
      commandId,
      causedBy,
      policyVersion,
      actor,
      happenedAt,
      recordedAt,
      bodyDigest,
      previousHash,
    }),
  );
}

/** The digest of a body. The salt keeps a redacted body from being guessed from its digest. */
export const bodyDigestOf = (salt: string, canonicalBody: string, digest: Digest): string =>
  digest(`${salt}\n${canonicalBody}`);

/** A row as it is found when verifying, with its body where that still exists. */
export interface FoundRow extends ChainedRow {
  readonly position: number;
  readonly hash: string;
  /** Null: destroyed by redaction. */
  readonly sealed: { readonly salt: string; readonly body: string } | null;
}

export type Fault =
  | 'version-gap'
  | 'chain-broken'
  | 'row-edited'
  | 'body-edited'
  | 'body-missing'
  | 'position-order'
  | 'position-gap'
  | 'head-mismatch'
  | 'stream-missing'
  | 'tail-truncated'
  | 'checkpoint-mismatch'
  | 'checkpoint-signature'
  | 'checkpoint-chain';

/** The first thing that is wrong, and where. */
export interface Flaw {
  readonly fault: Fault;
  readonly stream: string;
  readonly version: number;
  readonly position: number | null;
}

export interface StreamTip {
  readonly version: number;
  readonly hash: string;
  readonly position: number;
}

export const emptyTip: StreamTip = { version: 0, hash: genesis, position: 0 };

/**
 * Checks one row against the tip of its stream so far.
 * `redacted` tells whether a redaction of this event is on record; only then may its body be gone.
 */
export function checkRow(tip: StreamTip, row: FoundRow, redacted: boolean, digest: Digest): Flaw | null {
  const flaw = (fault: Fault): Flaw => ({ fault, stream: row.stream, version: row.version, position: row.position });
  if (row.version !== tip.version + 1) return flaw('version-gap');
  if (row.previousHash !== tip.hash) return flaw('chain-broken');
  if (hashOf(row, digest) !== row.hash) return flaw('row-edited');
  if (row.position <= tip.position) return flaw('position-order');
  if (row.sealed === null) return redacted ? null : flaw('body-missing');
  if (bodyDigestOf(row.sealed.salt, row.sealed.body, digest) !== row.bodyDigest) return flaw('body-edited');
  return null;
}
