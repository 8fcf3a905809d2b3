import type { StoredIncidentEvent } from '../../domain/incident/event.ts';
import type { UpdatePromise } from '../../domain/incident/item.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Audience } from '../../domain/incident/vocabulary.ts';
import type { Instant } from '../../domain/time.ts';

export interface LedgerRow {
  readonly promise: string;
  readonly audience: Audience;
  readonly dueAt: Instant;
  readonly outcome: 'open' | 'kept' | 'late' | 'missed';
}

/** Only these say anything of a promise. */
export const concerns = (events: readonly StoredIncidentEvent[]): boolean =>
  events.some(({ type }) => type.startsWith('Update') || type === 'KindSet' || type === 'IncidentAbsorbed');

/** What became of each promise that was not replaced before it was due (C7). Missed stays missed, however late it came. */
export function fold(state: IncidentState): LedgerRow[] {
  if (state.exercise || state.private) return [];
  return state.promises.flatMap((promise) => {
    const outcome = outcomeOf(promise);
    return outcome === null ? [] : [{ promise: promise.key, audience: promise.audience, dueAt: promise.at, outcome }];
  });
}

function outcomeOf({ state, told }: UpdatePromise): LedgerRow['outcome'] | null {
  if (told === 'missed') return 'missed';
  return state === 'replaced' ? null : state;
}
