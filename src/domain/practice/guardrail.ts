import type { IncidentCommand } from '../incident/command.ts';
import type { IncidentEvent } from '../incident/event.ts';
import type { Facts } from '../incident/facts.ts';
import type { IncidentState } from '../incident/state.ts';
import type { Parameters } from '../outcome.ts';
import type { PracticeId } from './table.ts';

/** What a guardrail finds: whose action waits for what, and what lifts it. Codes of the message catalogue. */
export interface Finding {
  readonly waits: string;
  readonly lifts: string;
  readonly parameters: Parameters;
  /** Key of the item that the command is about. An override of one item lets that item pass, and no other. */
  readonly about?: string;
  /**
   * *caution-at-most*: it is said and never waits, whatever the mode. *hold-when-severe*: it waits on SEV-1 and SEV-2
   * although the practice only cautions otherwise.
   */
  readonly force?: 'caution-at-most' | 'hold-when-severe';
  /** Who else may override it, besides the incident commander. */
  readonly overriddenBy?: 'communications-lead';
  /** No earlier override lets it pass: it was of another time, or of another plan. */
  readonly anew?: boolean;
  /** What the log keeps of a command that waits: words that were typed are never lost. */
  readonly keeps?: readonly IncidentEvent[];
}

/** One practice's decision. Empty: nothing stands in the way. */
export interface Guardrail {
  readonly practice: PracticeId;
  readonly judge: (state: IncidentState, command: IncidentCommand, facts: Facts) => readonly Finding[];
}
