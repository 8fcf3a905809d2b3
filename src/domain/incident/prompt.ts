import type { Parameters } from '../outcome.ts';
import type { PolicyNumbers } from '../policy/policy.ts';
import type { PracticeId } from '../practice/table.ts';
import type { PublicFacts } from './facts.ts';
import type { IncidentState } from './state.ts';

/** One thing that is due now: which practice, why, and the words that do it. */
export interface Prompt {
  readonly practice: PracticeId;
  /** Code of the sentence that says why. */
  readonly says: string;
  readonly parameters: Parameters;
  /** What to type after `allclear`, with what is known filled in. */
  readonly command: string;
}

/** Whether something is due, and what. */
export type Asking = (state: IncidentState, facts: PublicFacts, numbers: PolicyNumbers) => Prompt | null;

export const prompt = (practice: PracticeId, what: string, command: string, parameters: Parameters = {}): Prompt => ({
  practice,
  says: `next/${practice}/${what}`,
  parameters,
  command,
});

/** Quotes text for a shell. */
export const quoted = (text: string): string => `"${text.replaceAll(/["\\$`]/g, (mark) => `\\${mark}`)}"`;
