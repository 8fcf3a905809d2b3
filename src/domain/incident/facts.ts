import type { Subject } from '../access/subject.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Policy } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import type { IncidentEventType } from './event.ts';
import type { IncidentState } from './state.ts';

/** Everything a decision rests on besides the incident's own state. Plain and serialisable; the handler loads it. */
export interface Facts {
  /** By the database's clock. */
  readonly now: Instant;
  readonly subject: Subject;
  readonly policy: Policy;
  readonly catalog: Catalog;
  /** Health of each telemetry source, by name. Empty until sources are watched. */
  readonly instruments: Readonly<Record<string, 'fresh' | 'stale' | 'absent'>>;
  /** Last reading of each key signal, by name. Empty until signals are watched. */
  readonly readings: Readonly<Record<string, { value: number; at: Instant }>>;
  readonly found: Found;
}

/** What the command's own references turned out to be. Absent: not asked for. Null: asked for and not there. */
export interface Found {
  readonly number?: string;
  readonly entry?: { id: string; type: IncidentEventType; actor: string; redacted: boolean } | null;
  readonly other?: IncidentState | null;
  readonly person?: { id: string; active: boolean } | null;
  readonly file?: boolean;
}

/** What a command needs looked up before it can be decided. */
export interface Wanted {
  readonly number?: 'public' | 'private';
  /** Event id within this incident. */
  readonly entry?: string;
  /** Id of another incident. */
  readonly other?: string;
  readonly person?: string;
  /** Digest of an uploaded file. */
  readonly file?: string;
}
