import { type Digest, bodyDigestOf, hashOf } from '../domain/log/chain.ts';
import { canonical, type Json } from '../domain/log/canonical.ts';
import type { NewEvent, StoredEvent } from '../domain/log/record.ts';
import type { Head } from '../command/ports.ts';
import type { Instant } from '../domain/time.ts';
import type { Vault } from './vault.ts';

/** An event row joined with what seals its body; both are null once the body was destroyed. */
export interface EventRow {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly schema_version: number;
  readonly command_id: string;
  readonly caused_by: string | null;
  readonly policy_version: number;
  readonly actor: string;
  readonly happened_at: number;
  readonly recorded_at: number;
  readonly body_digest: string;
  readonly previous_hash: string;
  readonly hash: string;
  readonly sealed: Buffer | null;
  readonly wrapped: Buffer | null;
}

/** Selects `EventRow`s; a `where` and an `order by` follow. */
export const selectEvents = `select e.*, b.sealed, k.wrapped from allclear.event e
  left join allclear.event_body b on b.event_id = e.id left join allclear.event_key k on k.event_id = e.id`;

/** A body as it was digested, with the salt that keeps its digest from being guessed. */
export interface OpenedBody {
  readonly salt: string;
  readonly body: string;
}

/** Opens the sealed body of a row; null when redaction destroyed it. */
export function openBody(row: Pick<EventRow, 'sealed' | 'wrapped'>, vault: Vault): OpenedBody | null {
  if (row.sealed === null || row.wrapped === null) return null;
  return JSON.parse(vault.open({ sealed: row.sealed, wrapped: row.wrapped })) as OpenedBody;
}

export function storedEvent(row: EventRow, vault: Vault): StoredEvent {
  const opened = openBody(row, vault);
  return {
    stream: row.stream,
    version: row.version,
    position: row.position,
    id: row.id,
    type: row.type,
    schemaVersion: row.schema_version,
    body: opened === null ? null : (JSON.parse(opened.body) as Json),
    commandId: row.command_id,
    causedBy: row.caused_by,
    policyVersion: row.policy_version,
    actor: row.actor,
    happenedAt: row.happened_at as Instant,
    recordedAt: row.recorded_at as Instant,
  };
}

/** A row ready for the insert statement: bytes as base64, instants as milliseconds. */
export interface PendingRow {
  readonly event: StoredEvent;
  readonly bodyDigest: string;
  readonly previousHash: string;
  readonly hash: string;
  readonly sealed: string;
  readonly wrapped: string;
}

export interface Sealing {
  readonly vault: Vault;
  readonly digest: Digest;
  readonly salt: () => string;
  readonly nextId: () => string;
  readonly schemaVersionOf: (type: string) => number;
}

/** Gives a new event its place in the chain of its stream. `order` counts from 1 within the unit. */
export function chained(
  stream: string,
  head: Head,
  event: NewEvent,
  recordedAt: Instant,
  order: number,
  sealing: Sealing,
): PendingRow {
  const { vault, digest } = sealing;
  const body = canonical(event.body);
  const salt = sealing.salt();
  const bodyDigest = bodyDigestOf(salt, body, digest);
  const { sealed, wrapped } = vault.seal(JSON.stringify({ salt, body }));
  const stored: StoredEvent = {
    ...event,
    stream,
    version: head.version + 1,
    position: order,
    id: sealing.nextId(),
    schemaVersion: sealing.schemaVersionOf(event.type),
    recordedAt,
  };
  const hash = hashOf({ ...stored, bodyDigest, previousHash: head.hash }, digest);
  return {
    event: stored,
    bodyDigest,
    previousHash: head.hash,
    hash,
    sealed: sealed.toString('base64'),
    wrapped: wrapped.toString('base64'),
  };
}
