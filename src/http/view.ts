import type { IncidentRow } from '../projection/ports.ts';
import type { StoredIncidentEvent } from '../domain/incident/event.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import type { Instant } from '../domain/time.ts';
import type { AlertRecord, PersonRecord } from './ports.ts';

export const iso = (at: Instant): string => new Date(at).toISOString();
export const isoOrNull = (at: Instant | null): string | null => (at === null ? null : iso(at));

/** How far a sender's clock may run ahead before its entries are marked. */
const toleranceMs = 5000;

export const summaryView = (row: IncidentRow) => ({
  id: row.incident,
  number: row.number,
  title: row.title,
  severity: row.severity,
  kind: row.kind,
  phase: row.phase,
  exercise: row.exercise,
  private: row.private,
  commander: row.commander,
  alertsFiring: row.alertsFiring,
  alertsTotal: row.alertsTotal,
  declaredAt: iso(row.declaredAt),
  lastEntryAt: iso(row.lastEntryAt),
  lastLine: row.lastLine,
  entries: row.entries,
  version: row.version,
});

export const incidentStateView = (state: IncidentState) => ({
  id: state.id,
  number: state.number,
  title: state.title,
  severity: state.severity,
  kind: state.kind,
  phase: state.phase,
  exercise: state.exercise,
  private: state.private,
  version: state.version,
  declaredAt: iso(state.declaredAt),
  declaredBy: state.declaredBy,
  confirmedAt: isoOrNull(state.confirmedAt),
  mergedInto: state.mergedInto,
  absorbed: [...state.absorbed],
  responders: [...state.responders],
  members: [...state.members],
  roles: Object.entries(state.roles).map(([role, { person, since }]) => ({ role, person, since: iso(since) })),
  offers: Object.entries(state.offers).map(([role, { to, handover }]) => ({ role, to, handover })),
  alerts: Object.values(state.alerts).map((alert) => ({ ...alert, startsAt: iso(alert.startsAt) })),
  impact: { startedAt: isoOrNull(state.impact.startedAt), endedAt: isoOrNull(state.impact.endedAt) },
  detectedBy: state.detectedBy,
  entries: state.entries,
  lastEntryAt: iso(state.lastEntryAt),
});

export const entryView = (incident: string, event: StoredIncidentEvent) => ({
  id: event.id,
  incident,
  version: event.version,
  position: event.position,
  type: event.type,
  body: event.body as Record<string, never> | null,
  actor: event.actor,
  commandId: event.commandId,
  policyVersion: event.policyVersion,
  happenedAt: iso(event.happenedAt),
  recordedAt: iso(event.recordedAt),
  ahead: event.happenedAt > event.recordedAt + toleranceMs,
});

export const personView = (person: PersonRecord) => ({
  ...person,
  contactMethods: [...person.contactMethods],
  createdAt: iso(person.createdAt),
});

export const alertRecordView = (alert: AlertRecord, incident: string | null) => ({
  ...alert,
  labels: { ...alert.labels },
  annotations: { ...alert.annotations },
  startsAt: iso(alert.startsAt),
  endsAt: isoOrNull(alert.endsAt),
  lastSeenAt: iso(alert.lastSeenAt),
  incident,
});
