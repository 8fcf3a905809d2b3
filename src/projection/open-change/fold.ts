import { takesLock } from '../../domain/incident/change-plan.ts';
import type { OpenChange } from '../../domain/incident/facts.ts';
import type { IncidentState } from '../../domain/incident/state.ts';

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
