import type { Alert } from '../../domain/alert/alert.ts';
import { nameOf } from '../../domain/alert/label.ts';
import type { AlertRecord, Alerts } from '../../http/ports.ts';
import type { Database } from '../ports.ts';
import { toAlert } from './alerts.ts';

type Row = Parameters<typeof toAlert>[0] & { readonly placement: string; readonly incident: string | null };

const select = `select a.fingerprint, a.labels, a.annotations, a.status, a.starts_at, a.ends_at, a.last_seen_at,
    a.generator_url, a.placement,
    coalesce((select t.incident from attached_alert_v1 t where t.fingerprint = a.fingerprint
      order by t.open desc, t.incident desc limit 1), a.incident) as incident
  from alert a`;

function toRecord(row: Row): AlertRecord {
  const { generatorUrl, ...alert } = toAlert(row);
  return {
    ...alert,
    name: nameOf(alert.labels),
    silenced: alert.status === 'firing' && row.placement === 'silenced',
    incident: row.incident,
    generatorUrl: generatorUrl ?? '',
  };
}

/** Alerts as the API lists them. */
export function alertLists(database: Database): Alerts {
  return {
    async list({ status, limit, after }) {
      const rows = await database.query<Row>(
        `${select} where ($1::text is null or a.status = $1) and a.fingerprint > $2 order by a.fingerprint limit $3`,
        [status, after ?? '', limit],
      );
      return rows.map(toRecord);
    },
    async byFingerprints(fingerprints) {
      const rows = await database.query<Row>(`${select} where a.fingerprint = any($1) order by a.fingerprint`, [
        fingerprints,
      ]);
      return rows.map(toRecord);
    },
  };
}

/** Firing alerts that do not belong to a private incident, in order of fingerprint. */
export async function publicFiring(database: Database): Promise<Alert[]> {
  const rows = await database.query<Row>(
    `select a.fingerprint, a.labels, a.annotations, a.status, a.starts_at, a.ends_at, a.last_seen_at, a.generator_url
      from alert a where a.status = 'firing' and not exists (
        select from attached_alert_v1 t where t.private and (t.fingerprint = a.fingerprint or t.incident = a.incident)
      ) order by a.fingerprint`,
  );
  return rows.map(toAlert);
}
