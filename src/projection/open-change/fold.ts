import type { IncidentEventType, StoredIncidentEvent } from '../../domain/incident/event.ts';
import { takesLock } from '../../domain/incident/change-plan.ts';
import type { OpenChange } from '../../domain/incident/facts.ts';
import type { IncidentState } from '../../domain/incident/state.ts';

const matters: readonly IncidentEventType[] = [
  'ChangeProposed',
  'ChangeStarted',
  'ChangeObserved',
  'ChangeRolledBack',
  'IncidentClosed',
  'IncidentDismissed',
  'IncidentMerged',
  'IncidentReopened',
  'KindSet',
  'MemberAdded',
  'MemberRemoved',
];

/** Most events of an incident begin and end no change. */
export const concerns = (events: readonly StoredIncidentEvent[]): boolean =>
  events.some(({ type }) => matters.includes(type));

/** The changes of an incident that others wait for: started, not observed, and more than reading (B6). */
export function fold({ id, number, exercise, phase, changes }: IncidentState): OpenChange[] {
  if (phase === 'closed' || phase === 'dismissed') return [];
  return changes.flatMap((change) =>
    change.state !== 'started' || change.startedAt === null || !takesLock(change)
      ? []
      : [
          {
            incident: id,
            number,
            exercise,
            key: change.key,
            what: change.what,
            touches: change.touches,
            startedAt: change.startedAt,
            expectedWithinMs: change.expectedWithinMs,
          },
        ],
  );
}
