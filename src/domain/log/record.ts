import type { Instant } from '../time.ts';
import type { Json } from './canonical.ts';

/** An event about to be stored, of any stream. The store gives it its version, hash, recorded time and position. */
export interface NewEvent {
  readonly type: string;
  readonly body: Json;
  readonly commandId: string;
  readonly causedBy: string | null;
  readonly policyVersion: number;
  readonly actor: string;
  readonly happenedAt: Instant;
}

/** An event read back from the log. A null body was destroyed by redaction. */
export interface StoredEvent {
  readonly stream: string;
  readonly version: number;
  /** Global: a reader that has seen n has seen everything below it. */
  readonly position: number;
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly body: Json;
  readonly commandId: string;
  readonly causedBy: string | null;
  readonly policyVersion: number;
  readonly actor: string;
  readonly happenedAt: Instant;
  readonly recordedAt: Instant;
}

export const incidentStream = (incident: string): string => `incident:${incident}`;
export const incidentOf = (stream: string): string | null =>
  stream.startsWith('incident:') ? stream.slice('incident:'.length) : null;
