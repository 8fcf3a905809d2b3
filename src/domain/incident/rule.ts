import type { Outcome } from '../outcome.ts';
import { refused } from '../outcome.ts';
import type { CommandOf, Verb } from './command.ts';
import type { IncidentEvent, IncidentEventType } from './event.ts';
import type { Facts, Wanted } from './facts.ts';
import { phaseAfter, phasesBefore } from './phase.ts';
import type { Instant } from '../time.ts';
import { commanderOf, type IncidentState } from './state.ts';

/** How one verb is decided. `decide` runs only on an incident that exists, unless the verb is `declare`. */
export interface Rule<V extends Verb> {
  readonly wants?: (command: CommandOf<V>) => Wanted;
  readonly decide: (state: IncidentState, command: CommandOf<V>, facts: Facts) => Outcome<IncidentEvent>;
}

/** The person behind the subject, or null for keys and the system itself. */
export const personOf = (facts: Facts): string | null => (facts.subject.kind === 'person' ? facts.subject.id : null);

/** Refuses unless an event of this type may move the incident from the phase it is in. */
export function movedBy(state: IncidentState, type: IncidentEventType): Outcome<never> | null {
  if (phaseAfter(state.phase, type) !== undefined) return null;
  return refused('incident/wrong-phase', { phase: state.phase, phases: phasesBefore(type).join(', ') });
}

/** Refuses on an incident that has ended; its log still takes notes, corrections and files. */
export function stillOpen(state: IncidentState): Outcome<never> | null {
  return state.phase === 'closed' ? refused('incident/closed', { number: state.number }) : null;
}

export const nothingChanges = (): Outcome<never> => refused('incident/nothing-changes');

/** Refuses on an incident that is closed or was none. */
export function underWay(state: IncidentState): Outcome<never> | null {
  if (state.phase !== 'dismissed') return stillOpen(state);
  return refused('incident/wrong-phase', { phase: state.phase, phases: 'live' });
}

/** No item of that key is in this log. */
export const noItem = (item: string, field: string): Outcome<never> =>
  refused('incident/item-not-found', { item }, `/${field}`);

/** Refuses what only the incident commander may say; nobody commanding is the same answer, with the way out. */
export function commandersWord(state: IncidentState, facts: Facts): Outcome<never> | null {
  const commander = commanderOf(state);
  if (commander !== null && commander === personOf(facts)) return null;
  return refused('incident/not-commander', { commander: commander ?? 'nobody' });
}

/** When it happened, by the sender's account. */
export const whenOf = ({ happenedAt }: { readonly happenedAt: Instant | null }, { now }: Facts): Instant =>
  happenedAt ?? now;
