import type { Projector } from '../../command/ports.ts';
import type { AttachedAlerts } from '../../intake/ports.ts';
import type { Query } from '../ports.ts';
import { concerns, fold } from './fold.ts';

export type AttachedAlertProjection = Projector & AttachedAlerts;

/** Which alerts are attached to incidents that are not closed. Intake tells those incidents what becomes of them. */
export const attachedAlert = (query: Query): AttachedAlertProjection => ({
  name: 'attached-alert',

  async project(transaction, incident, events, state) {
    if (!concerns(events)) return;
    const change = fold(events, state);
    if (change.ended) {
      await query('delete from attached_alert_v1 where incident = $1', [incident], transaction);
      return;
    }
    // A merged incident that is reopened has its alerts back.
    const back = events.some(({ type }) => type === 'IncidentReopened') ? Object.keys(state.alerts) : [];
    await query(
      `with gone as (
          delete from attached_alert_v1 where incident = $1 and fingerprint = any($3)
        ), changed as (
          update attached_alert_v1 set open = $4, private = $5
          where incident = $1 and (open <> $4 or private <> $5) and fingerprint <> all($2) and fingerprint <> all($3)
        )
        insert into attached_alert_v1 (fingerprint, incident, open, private)
        select unnest($2::text[]), $1::uuid, $4::boolean, $5::boolean
        on conflict (fingerprint, incident) do update set open = excluded.open, private = excluded.private`,
      [incident, [...new Set([...change.added, ...back])], change.removed, change.open, change.private],
      transaction,
    );
  },

  async counts(incidents) {
    const rows = await query<{ incident: string; count: number }>(
      'select incident, count(*) as count from attached_alert_v1 where incident = any($1) group by incident',
      [incidents],
    );
    return new Map(rows.map(({ incident, count }) => [incident, count]));
  },

  firing: () =>
    query<{ incident: string; labels: Record<string, string> }>(
      `select t.incident, a.labels from attached_alert_v1 t join alert a on a.fingerprint = t.fingerprint
        where t.open and a.status = 'firing' order by t.incident, a.fingerprint`,
      [],
    ),
});
