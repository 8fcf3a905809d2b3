import type { IncidentEvent, IncidentEventType } from './event.ts';
import type { Phase } from './vocabulary.ts';

/** Every way a phase may change, and the event that changes it. Nothing else moves a phase. */
export const phaseMoves: readonly { from: Phase | null; by: IncidentEventType; to: Phase }[] = [
  { from: null, by: 'IncidentDeclared', to: 'unconfirmed' },
  { from: 'unconfirmed', by: 'IncidentConfirmed', to: 'confirmed' },
  { from: 'unconfirmed', by: 'IncidentDismissed', to: 'dismissed' },
  { from: 'confirmed', by: 'IncidentDismissed', to: 'dismissed' },
  { from: 'unconfirmed', by: 'IncidentMerged', to: 'dismissed' },
  { from: 'confirmed', by: 'IncidentMerged', to: 'dismissed' },
  { from: 'stabilising', by: 'IncidentMerged', to: 'dismissed' },
  { from: 'watching', by: 'IncidentMerged', to: 'dismissed' },
  { from: 'dismissed', by: 'IncidentReopened', to: 'unconfirmed' },
  { from: 'confirmed', by: 'StabilisingBegan', to: 'stabilising' },
  // What came back by itself was never worked on: it is watched all the same.
  { from: 'confirmed', by: 'WatchingBegan', to: 'watching' },
  { from: 'stabilising', by: 'WatchingBegan', to: 'watching' },
  { from: 'watching', by: 'WatchingInterrupted', to: 'stabilising' },
  // From the other live phases only past a hold of D4, or where policy lets it.
  { from: 'confirmed', by: 'AllClearDeclared', to: 'all-clear' },
  { from: 'stabilising', by: 'AllClearDeclared', to: 'all-clear' },
  { from: 'watching', by: 'AllClearDeclared', to: 'all-clear' },
  { from: 'all-clear', by: 'RelapseReported', to: 'stabilising' },
  { from: 'all-clear', by: 'LearningBegan', to: 'learning' },
  { from: 'confirmed', by: 'IncidentClosed', to: 'closed' },
  { from: 'stabilising', by: 'IncidentClosed', to: 'closed' },
  { from: 'watching', by: 'IncidentClosed', to: 'closed' },
  { from: 'all-clear', by: 'IncidentClosed', to: 'closed' },
  { from: 'learning', by: 'IncidentClosed', to: 'closed' },
];

/** The phase after this event, or undefined when the event may not happen in this phase. */
export function phaseAfter(from: Phase | null, by: IncidentEventType): Phase | undefined {
  return phaseMoves.find((move) => move.from === from && move.by === by)?.to;
}

/** The phases from which an event of this type may move an incident. */
export function phasesBefore(by: IncidentEventType): Phase[] {
  return phaseMoves.flatMap((move) => (move.by === by && move.from !== null ? [move.from] : []));
}

/** Live: somebody may be hurt by it still, and people work on it. */
export const isLive = (phase: Phase): boolean =>
  phase === 'unconfirmed' || phase === 'confirmed' || phase === 'stabilising' || phase === 'watching';

/** Key signals are read: while it is live, and after the all-clear until it is certain that it holds (D5). */
export const isWatched = (phase: Phase): boolean => isLive(phase) || phase === 'all-clear';

/** The first thing that is done to get people back moves a confirmed incident on; whatever follows does not. */
export const stabilisingBy = (
  { phase }: { readonly phase: Phase },
  by: 'change' | 'workaround' | 'wait',
): IncidentEvent[] => (phase === 'confirmed' ? [{ type: 'StabilisingBegan', body: { by } }] : []);
