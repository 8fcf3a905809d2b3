import type { Transaction } from '../command/ports.ts';
import type { Kind, Severity } from '../domain/incident/vocabulary.ts';
import type { Post } from '../domain/status-page/post.ts';
import type { Instant } from '../domain/time.ts';

/** Runs a statement, in a transaction where one is given. */
export type Query = <Row extends object>(
  text: string,
  values: readonly unknown[],
  transaction?: Transaction,
) => Promise<Row[]>;

/** One incident as lists show it. */
export interface IncidentRow {
  readonly incident: string;
  readonly number: string;
  readonly title: string;
  readonly severity: string;
  readonly kind: string;
  readonly phase: string;
  readonly exercise: boolean;
  readonly private: boolean;
  readonly members: readonly string[];
  readonly commander: string | null;
  readonly alertsFiring: number;
  readonly alertsTotal: number;
  readonly groups: readonly string[];
  readonly declaredAt: Instant;
  readonly lastEntryAt: Instant;
  readonly lastLine: string;
  readonly lastLineEvent: string | null;
  readonly entries: number;
  readonly version: number;
}

/** Which incidents to list, newest first. */
export interface ListFilter {
  /** Only those this person may know of; null lists public ones alone. */
  readonly viewer: string | null;
  /** Owners also see private ones that have no members. */
  readonly owner: boolean;
  readonly open: boolean | null;
  readonly limit: number;
  /** Declared before this one: the last of the previous page. */
  readonly before: { declaredAt: Instant; incident: string } | null;
}

/** The list of incidents, as doors and intake read it. */
export interface IncidentListQueries {
  list(filter: ListFilter): Promise<IncidentRow[]>;
  /** The UUID of the incident with this number, or null. Says nothing about who may know. */
  byNumber(number: string): Promise<string | null>;
  /** Open incidents by the routing groups that attach to them. */
  openGroups(groups: readonly string[], transaction?: Transaction): Promise<{ incident: string; groups: string[] }[]>;
  /** Incidents that are not closed. */
  notClosed(): Promise<{ incident: string; severity: Severity; kind: Kind }[]>;
}

/** How often alarms of one source were real. Rehearsals and private incidents are not counted. */
export interface AlarmSource {
  readonly source: string;
  readonly declared: number;
  readonly real: number;
  readonly falsePositives: number;
  readonly nearMisses: number;
  readonly duplicates: number;
}

export interface AlarmSources {
  /** The source with most false positives first. */
  sources(): Promise<AlarmSource[]>;
}

/** What was published on status pages. */
export interface StatusPosts {
  /** Newest first. */
  ofPage(page: string): Promise<Post[]>;
  find(id: string): Promise<Post | null>;
}

/** How promises that fell due in a month were kept, rehearsals and private incidents left out. */
export interface PromiseMonth {
  /** Such as 2026-11. */
  readonly month: string;
  readonly kept: number;
  readonly late: number;
  readonly missed: number;
}

export interface PromiseLedger {
  /** The newest month first. */
  months(): Promise<PromiseMonth[]>;
}
