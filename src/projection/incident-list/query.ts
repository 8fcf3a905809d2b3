import type { Projector, Transaction } from '../../command/ports.ts';
import type { StoredIncidentEvent } from '../../domain/incident/event.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Kind, Severity } from '../../domain/incident/vocabulary.ts';
import type { IncidentListQueries, IncidentRow, ListFilter, Query } from '../ports.ts';
import { fold } from './fold.ts';

const columns = `incident, number, title, severity, kind, phase, exercise, private, members, commander,
  alerts_firing as "alertsFiring", alerts_total as "alertsTotal", groups, declared_at as "declaredAt",
  last_entry_at as "lastEntryAt", last_line as "lastLine", last_line_event as "lastLineEvent", entries, version`;

const upsert = `insert into incident_list_v1 (incident, number, title, severity, kind, phase, exercise, private, members,
    commander, alerts_firing, alerts_total, groups, declared_at, last_entry_at, last_line, last_line_event, entries, version)
  select incident, number, title, severity, kind, phase, exercise, private, members, commander, "alertsFiring",
    "alertsTotal", groups, to_timestamp("declaredAt" / 1000.0), to_timestamp("lastEntryAt" / 1000.0), "lastLine",
    "lastLineEvent", entries, version
  from jsonb_to_record($1::jsonb) as r(incident uuid, number text, title text, severity text, kind text, phase text,
    exercise boolean, private boolean, members uuid[], commander uuid, "alertsFiring" integer, "alertsTotal" integer,
    groups text[], "declaredAt" bigint, "lastEntryAt" bigint, "lastLine" text, "lastLineEvent" uuid, entries integer,
    version integer)
  on conflict (incident) do update set severity = excluded.severity, kind = excluded.kind, phase = excluded.phase,
    private = excluded.private, members = excluded.members, commander = excluded.commander,
    alerts_firing = excluded.alerts_firing, alerts_total = excluded.alerts_total, groups = excluded.groups,
    last_entry_at = excluded.last_entry_at, last_line = excluded.last_line,
    last_line_event = excluded.last_line_event, entries = excluded.entries, version = excluded.version`;

/** The read model behind lists: kept in the transaction of each change, asked by doors and intake. */
export const incidentList = (query: Query): Projector & IncidentListQueries => ({
  name: 'incident-list',

  async project(
    transaction: Transaction,
    incident: string,
    events: readonly StoredIncidentEvent[],
    state: IncidentState,
  ): Promise<void> {
    const [previous] = await query<IncidentRow>(
      'select last_line as "lastLine", last_line_event as "lastLineEvent" from incident_list_v1 where incident = $1',
      [incident],
      transaction,
    );
    await query(upsert, [JSON.stringify(fold(previous ?? null, events, state))], transaction);
  },

  list: ({ viewer, owner, open, limit, before }: ListFilter): Promise<IncidentRow[]> =>
    query<IncidentRow>(
      `select ${columns} from incident_list_v1
        where (not private or $1::uuid = any(members) or ($6 and members = '{}'))
          and ($2::boolean is null or (phase not in ('closed', 'dismissed')) = $2)
          and ($3::timestamptz is null or (declared_at, incident) < ($3, $4::uuid))
        order by declared_at desc, incident desc limit $5`,
      [
        viewer,
        open,
        before === null ? null : new Date(before.declaredAt).toISOString(),
        before?.incident ?? null,
        limit,
        owner,
      ],
    ),

  /** The UUID of the incident with this number, or null. Says nothing about who may know. */
  async byNumber(number: string): Promise<string | null> {
    const [row] = await query<{ incident: string }>('select incident from incident_list_v1 where number = $1', [
      number,
    ]);
    return row?.incident ?? null;
  },

  /** Open incidents by the routing groups that attach to them. */
  openGroups: (
    groups: readonly string[],
    transaction?: Transaction,
  ): Promise<{ incident: string; groups: string[] }[]> =>
    query(
      `select incident, groups from incident_list_v1 where groups && $1::text[] and phase not in ('closed', 'dismissed')
        order by declared_at`,
      [groups],
      transaction,
    ),

  notClosed: (): Promise<{ incident: string; severity: Severity; kind: Kind }[]> =>
    query(`select incident, severity, kind from incident_list_v1 where phase <> 'closed' order by declared_at`, []),
});
