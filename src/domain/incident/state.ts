import type { Instant } from '../time.ts';
import type { AlertReference, DetectedBy, Kind, Phase, Role, Severity } from './vocabulary.ts';

/** What the rules need to know of an incident. A plain, serialisable value: the browser decides on it too. */
export interface IncidentState {
  readonly id: string;
  /** Of the last event folded in. */
  readonly version: number;
  readonly number: string;
  readonly title: string;
  readonly severity: Severity;
  readonly kind: Kind;
  readonly exercise: boolean;
  readonly private: boolean;
  readonly phase: Phase;
  readonly declaredAt: Instant;
  readonly declaredBy: string;
  /** Since when it has been waiting for confirmation, in this spell. */
  readonly unconfirmedSince: Instant;
  readonly confirmedAt: Instant | null;
  /** Whether this spell of waiting has been pointed out. */
  readonly confirmationAsked: boolean;
  readonly mergedInto: string | null;
  readonly absorbed: readonly string[];
  /** Person ids, in the order they joined. */
  readonly responders: readonly string[];
  readonly members: readonly string[];
  readonly roles: Readonly<Partial<Record<Role, { person: string; since: Instant }>>>;
  readonly offers: Readonly<Partial<Record<Role, { to: string; by: string; handover: string }>>>;
  readonly alerts: Readonly<Record<string, AlertReference>>;
  /** Routing groups whose further alerts attach here. */
  readonly groups: readonly string[];
  readonly impact: { readonly startedAt: Instant | null; readonly endedAt: Instant | null };
  readonly detectedBy: DetectedBy | null;
  /** Holds and cautions already told, as "practice/verb": each is stored once. */
  readonly told: readonly string[];
  readonly entries: number;
  readonly lastEntryAt: Instant;
}

export const commanderOf = (state: IncidentState): string | null => state.roles['incident-commander']?.person ?? null;
