import type { PracticeId } from './practice/table.ts';
import type { RefusalCode } from './refusal.ts';

/** Values that a message of the catalogue is filled with. */
export type Parameters = Readonly<Record<string, string | number>>;

/** A command that cannot be carried out as it stands. Waiting does not help; changing something does. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly parameters: Parameters;
  /** JSON pointer of the field that is at fault, where one is. */
  readonly pointer?: string;
}

/** A command that waits for a named condition. It says whose action waits for what, and how to go on at once. */
export interface Hold {
  readonly practice: PracticeId;
  /** Code of the sentence that tells what waits. */
  readonly waits: string;
  /** Code of the sentence that tells what lifts it. */
  readonly lifts: string;
  readonly parameters: Parameters;
  readonly override: {
    readonly by: 'incident-commander' | 'communications-lead' | 'approver';
    readonly takesCommand: boolean;
  };
}

/** Said to the person acting; the command went on. */
export interface Caution {
  readonly practice: PracticeId;
  readonly says: string;
  readonly parameters: Parameters;
}

export type Outcome<Event> =
  | { readonly kind: 'accepted'; readonly events: readonly Event[]; readonly cautions: readonly Caution[] }
  | { readonly kind: 'held'; readonly hold: Hold; readonly events: readonly Event[] }
  | { readonly kind: 'refused'; readonly problem: Refusal };

export const accepted = <Event>(...events: Event[]): Outcome<Event> => ({ kind: 'accepted', events, cautions: [] });

export const refused = (code: RefusalCode, parameters: Parameters = {}, pointer?: string): Outcome<never> => ({
  kind: 'refused',
  problem: pointer === undefined ? { code, parameters } : { code, parameters, pointer },
});
