import { numbersFor, type Policy } from '../policy/policy.ts';
import { type Instant, later } from '../time.ts';
import type { Verb } from './command.ts';
import { dueOf } from './due.ts';
import type { IncidentState } from './state.ts';

/** A promise to come back at a time. When it is due its verb is decided afresh, so a stale one does nothing. */
export interface IncidentTimer {
  /** Unique within the incident; setting a timer under the same key moves it. */
  readonly key: string;
  readonly dueAt: Instant;
  readonly verb: Extract<Verb, 'remind-confirmation' | 'come-due'>;
}

/** Every timer that an incident in this state should have running. Pure: the store makes its rows agree. */
export function timersOf(state: IncidentState, policy: Policy): IncidentTimer[] {
  const timers = dueOf(state, policy).map(({ key, dueAt }): IncidentTimer => ({ key, dueAt, verb: 'come-due' }));
  if (state.phase !== 'unconfirmed' || state.confirmationAsked) return timers;
  const dueAt = later(state.unconfirmedSince, numbersFor(policy, state).confirmWithinMs);
  return [{ key: 'confirmation', dueAt, verb: 'remind-confirmation' }, ...timers];
}
