import type { Instant } from '../time.ts';

export const severities = ['SEV-1', 'SEV-2', 'SEV-3', 'SEV-4', 'SEV-5'] as const;
/** SEV-1 is the worst. When unsure, take the worse. */
export type Severity = (typeof severities)[number];

export const kinds = ['availability', 'data', 'security', 'vendor', 'safety'] as const;
export type Kind = (typeof kinds)[number];

export const phases = [
  'unconfirmed',
  'confirmed',
  'stabilising',
  'watching',
  'all-clear',
  'learning',
  'closed',
  'dismissed',
] as const;
export type Phase = (typeof phases)[number];

export const roles = [
  'incident-commander',
  'deputy',
  'scribe',
  'communications-lead',
  'operations-lead',
  'subject-expert',
] as const;
export type Role = (typeof roles)[number];

export const dismissals = ['false-positive', 'duplicate', 'near-miss'] as const;
export type DismissedAs = (typeof dismissals)[number];

export const detectors = ['monitor', 'customer', 'colleague', 'vendor'] as const;
export type DetectedBy = (typeof detectors)[number];

/** What monitoring says. *Lapsed*: its end passed and nobody said that it was resolved, so its state is unknown. */
export const alertStatuses = ['firing', 'resolved', 'lapsed'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

/** An alert as an incident knows it. The fingerprint identifies the label set. */
export interface AlertReference {
  readonly fingerprint: string;
  readonly name: string;
  readonly status: AlertStatus;
  readonly startsAt: Instant;
}

/** A file in the log. The digest is SHA-256 of its bytes, in hexadecimal. */
export interface FileReference {
  readonly digest: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

export const scopeKinds = ['service', 'system', 'population', 'function'] as const;
/** What a line of scope is about: a service of the catalog, another system, people, or what the business does. */
export type ScopeKind = (typeof scopeKinds)[number];

export const scopeStatuses = ['affected', 'recovering', 'recovered', 'not-affected', 'unknown'] as const;
export type ScopeStatus = (typeof scopeStatuses)[number];

export const evidenceSources = ['observation', 'query', 'link'] as const;
/** How something is known. */
export type EvidenceSource = (typeof evidenceSources)[number];

export const purposes = ['diagnose', 'remediate', 'contain'] as const;
/** What a change is for (B5). */
export type Purpose = (typeof purposes)[number];

export const reversibilities = ['reversible', 'irreversible', 'unsure'] as const;
/** *Unsure* counts as irreversible (A1). */
export type Reversibility = (typeof reversibilities)[number];

export const changeResults = ['improved', 'worse', 'no-effect', 'cant-tell'] as const;
export type ChangeResult = (typeof changeResults)[number];

export const verdicts = ['supported', 'refuted'] as const;
export type Verdict = (typeof verdicts)[number];

export const waitKinds = ['vendor', 'team'] as const;
export type WaitKind = (typeof waitKinds)[number];

/** *external*: whom law or a contract says must be told, each duty with a clock of its own. */
export const audiences = ['leadership', 'customers', 'internal', 'external'] as const;
export type Audience = (typeof audiences)[number];
