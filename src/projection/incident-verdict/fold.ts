import type { IncidentEventType, StoredIncidentEvent } from '../../domain/incident/event.ts';
import type { IncidentState } from '../../domain/incident/state.ts';

const matters: readonly IncidentEventType[] = [
  'IncidentDeclared',
  'IncidentConfirmed',
  'IncidentDismissed',
  'IncidentReopened',
  'IncidentMerged',
  'DetectionRecorded',
  'KindSet',
];

/** Most events of an incident say nothing about whether the alarm was real. */
export const concerns = (events: readonly StoredIncidentEvent[]): boolean =>
  events.some(({ type }) => matters.includes(type));

export type IncidentVerdict = 'open' | 'real' | 'false-positive' | 'near-miss' | 'duplicate';

export interface VerdictRow {
  readonly incident: string;
  /** The alert that opened it, or else who noticed. */
  readonly source: string;
  readonly verdict: IncidentVerdict;
}

/** What became of an alarm, by who raised it (A2). Rehearsals and private incidents are in no figure. */
export function fold(state: IncidentState): VerdictRow | null {
  if (state.exercise || state.private) return null;
  const source = state.openedBy === null ? (state.detectedBy ?? 'person') : `alert ${state.openedBy}`;
  return { incident: state.id, source, verdict: verdictOf(state) };
}

function verdictOf({ phase, dismissedAs, confirmedAt }: IncidentState): IncidentVerdict {
  if (phase === 'dismissed') return dismissedAs ?? 'duplicate';
  return confirmedAt === null ? 'open' : 'real';
}
