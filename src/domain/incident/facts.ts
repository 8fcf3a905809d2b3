import type { Subject } from '../access/subject.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Policy } from '../policy/policy.ts';
import type { StatusPage } from '../status-page/page.ts';
import type { InstrumentState, Reading } from '../telemetry/reading.ts';
import type { DurationMs, Instant } from '../time.ts';
import type { IncidentEventType } from './event.ts';
import type { IncidentState } from './state.ts';

/** Everything a decision rests on besides the incident's own state. Plain and serialisable; the handler loads it. */
export interface Facts {
  /** By the database's clock. */
  readonly now: Instant;
  readonly subject: Subject;
  readonly policy: Policy;
  readonly catalog: Catalog;
  /** Names of the telemetry sources that are configured. */
  readonly sources: readonly string[];
  /** Each telemetry source as it was last looked at, by name. Loaded where a command wants telemetry. */
  readonly instruments: Readonly<Record<string, InstrumentState>>;
  /** Readings of each key signal in order of time, by key. Loaded where a command wants telemetry. */
  readonly readings: Readonly<Record<string, readonly Reading[]>>;
  readonly found: Found;
}

/** What may be shown of the facts: the same for whoever may read the incident. */
export type PublicFacts = Omit<Facts, 'subject'>;

/** A change that is under way in any incident that the subject may know of. */
export interface OpenChange {
  readonly incident: string;
  readonly number: string;
  readonly exercise: boolean;
  readonly key: string;
  readonly what: string;
  readonly touches: readonly string[];
  readonly startedAt: Instant;
  readonly expectedWithinMs: DurationMs;
}

/** What the command's own references turned out to be. Absent: not asked for. Null: asked for and not there. */
export interface Found {
  readonly number?: string;
  readonly entry?: { id: string; type: IncidentEventType; actor: string; redacted: boolean } | null;
  readonly other?: IncidentState | null;
  readonly person?: { id: string; active: boolean } | null;
  readonly file?: boolean;
  readonly page?: StatusPage | null;
  /** Changes under way, in whatever incident. While the command is decided no other may start. */
  readonly openChanges?: readonly OpenChange[];
  /** Ids of the parents of `other`, from the nearest up. */
  readonly ancestors?: readonly string[];
  /** The incidents whose parent this one is. */
  readonly children?: readonly IncidentState[];
  /** What the words of the command say, one reading for each text. */
  readonly prose?: readonly SaidWords[];
}

/** What stands out in a text that people outside will read: each as the words that say it. */
export interface SaidWords {
  /** Forecasts, guessed causes and blame (C6). */
  readonly marks: readonly { readonly kind: 'eta' | 'cause' | 'blame'; readonly words: string }[];
  /** Causes told as facts. */
  readonly statedCauses: readonly string[];
  /** Words that say that it is over, each with the sentence that it stands in (D4). */
  readonly closing: readonly { readonly word: string; readonly sentence: string }[];
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
  /** Name of a status page, as its address has it. */
  readonly page?: string;
  readonly openChanges?: true;
  readonly children?: true;
  /** Texts whose words are looked at before anybody outside reads them. */
  readonly prose?: readonly string[];
  /** The parents of `other`. */
  readonly ancestors?: true;
  /** Instruments, and the readings of this incident's key signals. */
  readonly telemetry?: true;
}
