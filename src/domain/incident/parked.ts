import { nextKey } from './change-plan.ts';
import type { IncidentEvent } from './event.ts';
import type { ParkedCause } from './item.ts';
import type { IncidentState } from './state.ts';

/** A cause of the same words that still waits. */
export const waitingCause = (state: IncidentState, cause: string): ParkedCause | undefined =>
  state.parked.find((parked) => parked.cause === cause && !parked.returned);

/** Parks a cause: its key, and the event unless the same words wait already. */
export function parking(
  state: IncidentState,
  cause: Pick<ParkedCause, 'cause' | 'test' | 'thenAction' | 'until'>,
): { readonly key: string; readonly keeps: readonly IncidentEvent[] } {
  const known = waitingCause(state, cause.cause);
  if (known) return { key: known.key, keeps: [] };
  const key = nextKey('P', state.parked);
  return { key, keeps: [{ type: 'CauseParked', body: { key, ...cause } }] };
}

/** What was parked in these words has been said after all. */
export function unparked(state: IncidentState, cause: string): IncidentEvent[] {
  const known = waitingCause(state, cause);
  return known ? [{ type: 'CauseReturned', body: { key: known.key, cause } }] : [];
}
