import type { IncidentEventType, StoredIncidentEvent } from '../../domain/incident/event.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Phase } from '../../domain/incident/vocabulary.ts';
import { type Instant, instant, later, minutes } from '../../domain/time.ts';
import type { WatchedSignal } from '../../watch/ports.ts';

const matters: readonly IncidentEventType[] = [
  'ImpactStarted',
  'SignalAdded',
  'SignalLoosened',
  'BaselineTaken',
  'BaselineAccepted',
  'SignalDropped',
  'SignalObserved',
  'SignalTurned',
  'ClockRestarted',
  'ClockPaused',
  'LearningBegan',
  'IncidentClosed',
  'IncidentDismissed',
  'IncidentMerged',
  'IncidentReopened',
];

/** Most events of an incident leave its signals as they are. */
export const concerns = (events: readonly StoredIncidentEvent[]): boolean =>
  events.some(({ type }) => matters.includes(type));

type FoldedState = Pick<IncidentState, 'id' | 'phase' | 'signals' | 'impact' | 'declaredAt'>;

/** An incident begins before anyone declares it; where nobody said when, it is taken to be this much earlier. */
const unnoticedMs = minutes(15);

const quietUntilOf = ({ impact, declaredAt }: FoldedState): Instant =>
  impact.startedAt === null ? later(declaredAt, -unnoticedMs) : instant(Math.min(impact.startedAt, declaredAt));

const over: readonly Phase[] = ['learning', 'closed', 'dismissed'];

/** The signals that telemetry is asked for. A relapse shows only where they are still asked for after the all-clear. */
export function fold(state: FoldedState): WatchedSignal[] {
  const { id, phase, signals } = state;
  if (over.includes(phase)) return [];
  const quietUntil = quietUntilOf(state);
  return signals.flatMap(
    ({ key, name, asked, addedAt, droppedAt, status, moved, seenUnhealthy, restartedAt, pausedAt }) =>
      asked === null || droppedAt !== null
        ? []
        : [
            {
              ...asked,
              incident: id,
              signal: key,
              name,
              quietUntil,
              addedAt,
              status,
              moved,
              seenUnhealthy,
              restartedAt,
              pausedAt,
            },
          ],
  );
}
