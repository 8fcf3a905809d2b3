import type { IncidentCommand } from '../incident/command.ts';
import type { Facts } from '../incident/facts.ts';
import type { IncidentState } from '../incident/state.ts';
import type { Parameters } from '../outcome.ts';
import type { PracticeId } from './table.ts';

/** What a guardrail finds: whose action waits for what, and what lifts it. Codes of the message catalogue. */
export interface Finding {
  readonly waits: string;
  readonly lifts: string;
  readonly parameters: Parameters;
}

/** One practice's decision. Null: nothing stands in the way. */
export interface Guardrail {
  readonly practice: PracticeId;
  readonly judge: (state: IncidentState, command: IncidentCommand, facts: Facts) => Finding | null;
}
