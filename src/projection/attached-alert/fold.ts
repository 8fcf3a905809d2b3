import type { IncidentEventType, StoredIncidentEvent } from '../../domain/incident/event.ts';
import type { IncidentState } from '../../domain/incident/state.ts';

/** What events change about which alerts an incident's log names. */
export interface AttachedChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The incident takes no alerts any more, and no word of those it had. */
  readonly ended: boolean;
  readonly open: boolean;
  readonly private: boolean;
}

const matters: readonly IncidentEventType[] = [
  'IncidentDeclared',
  'AlertsAttached',
  'AlertsDetached',
  'IncidentAbsorbed',
  'IncidentMerged',
  'IncidentClosed',
  'IncidentDismissed',
  'IncidentReopened',
  'KindSet',
];

/** Most events of an incident say nothing about its alerts. */
export const concerns = (events: readonly StoredIncidentEvent[]): boolean =>
  events.some(({ type }) => matters.includes(type));

/** Alerts that came and went with these events. An alert both added and removed ends up as the last event says. */
export function fold(events: readonly StoredIncidentEvent[], state: IncidentState): AttachedChange {
  const touched = new Set<string>();
  for (const event of events) {
    if (event.body === null) continue;
    switch (event.type) {
      case 'IncidentDeclared':
      case 'AlertsAttached':
      case 'IncidentAbsorbed':
        for (const { fingerprint } of event.body.alerts) touched.add(fingerprint);
        break;
      case 'AlertsDetached':
        for (const fingerprint of event.body.fingerprints) touched.add(fingerprint);
        break;
      default:
    }
  }
  const ended = state.phase === 'closed' || state.mergedInto !== null;
  return {
    added: ended ? [] : [...touched].filter((fingerprint) => fingerprint in state.alerts),
    removed: [...touched].filter((fingerprint) => !(fingerprint in state.alerts)),
    ended,
    open: !ended && state.phase !== 'dismissed',
    private: state.private,
  };
}
