import type { IncidentEventType, StoredIncidentEvent } from '../../domain/incident/event.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Phase } from '../../domain/incident/vocabulary.ts';
import type { WatchedSignal } from '../../watch/ports.ts';

const matters: readonly IncidentEventType[] = [
  'SignalAdded',
  'SignalLoosened',
  'SignalDropped',
  'SignalObserved',
  'SignalTurned',
  'ClockRestarted',
  'LearningBegan',
  'IncidentClosed',
  'IncidentDismissed',
  'IncidentMerged',
  'IncidentReopened',
];

/** Most events of an incident leave its signals as they are. */
export const concerns = (events: readonly StoredIncidentEvent[]): boolean =>
  events.some(({ type }) => matters.includes(type));

const over: readonly Phase[] = ['learning', 'closed', 'dismissed'];

/** The signals that telemetry is asked for. A relapse shows only where they are still asked for after the all-clear. */
export function fold({ id, phase, signals }: Pick<IncidentState, 'id' | 'phase' | 'signals'>): WatchedSignal[] {
  if (over.includes(phase)) return [];
  return signals.flatMap(({ key, name, asked, addedAt, droppedAt, status, moved, seenUnhealthy, restartedAt }) =>
    asked === null || droppedAt !== null
      ? []
      : [{ ...asked, incident: id, signal: key, name, addedAt, status, moved, seenUnhealthy, restartedAt }],
  );
}
