import type { StoredIncidentEvent } from '../../domain/incident/event.ts';
import { commanderOf, type IncidentState } from '../../domain/incident/state.ts';
import type { IncidentRow } from '../ports.ts';

const longestLine = 200;

/**
 * The list row after these events. `previous` is the row before them, or null.
 * The last line is text that people wrote, so a redaction of it takes it away here too.
 */
export function fold(
  previous: Pick<IncidentRow, 'lastLine' | 'lastLineEvent'> | null,
  events: readonly StoredIncidentEvent[],
  state: IncidentState,
): IncidentRow {
  let lastLine = previous?.lastLine ?? '';
  let lastLineEvent = previous?.lastLineEvent ?? null;
  for (const event of events) {
    if (event.body === null) continue;
    if (event.type === 'NoteAdded') {
      lastLine = event.body.text.slice(0, longestLine);
      lastLineEvent = event.id;
    } else if (event.type === 'EntryCorrected' && event.body.entry === lastLineEvent) {
      lastLine = event.body.text.slice(0, longestLine);
    } else if (event.type === 'EntryRedacted' && lastLineEvent !== null) {
      // A correction's text may be the one shown: any redaction clears the line rather than risk it.
      lastLine = '';
      lastLineEvent = null;
    }
  }
  const alerts = Object.values(state.alerts);
  return {
    incident: state.id,
    number: state.number,
    title: state.title,
    severity: state.severity,
    kind: state.kind,
    phase: state.phase,
    exercise: state.exercise,
    private: state.private,
    members: state.members,
    commander: commanderOf(state),
    alertsFiring: alerts.filter(({ status }) => status === 'firing').length,
    alertsTotal: alerts.length,
    groups: state.groups,
    declaredAt: state.declaredAt,
    lastEntryAt: state.lastEntryAt,
    lastLine,
    lastLineEvent,
    entries: state.entries,
    version: state.version,
  };
}
