import type { AlertStatus } from '../../domain/incident/vocabulary.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import type { Labels } from '../../domain/alert/label.ts';
import type { Instant } from '../../domain/time.ts';
import type { AlertStore, AlertWrite, KnownAlert, Placement } from '../../intake/ports.ts';
import { queryIn } from '../database.ts';
import type { Database } from '../ports.ts';

interface AlertRow {
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly status: AlertStatus;
  readonly starts_at: Instant;
  readonly ends_at: Instant | null;
  readonly last_seen_at: Instant;
  readonly generator_url: string | null;
  readonly placement: Placement;
  readonly silenced_by: string[];
  readonly group_key: string | null;
  readonly incident: string | null;
  readonly attached: { incident: string; open: boolean }[] | null;
}

const known = `select a.fingerprint, a.labels, a.annotations, a.status, a.starts_at, a.ends_at, a.last_seen_at,
    a.generator_url, a.placement, a.silenced_by, a.group_key, a.incident,
    (select jsonb_agg(jsonb_build_object('incident', t.incident, 'open', t.open)) from attached_alert_v1 t
      where t.fingerprint = a.fingerprint) as attached
  from alert a`;

export const toAlert = (
  row: Omit<AlertRow, 'placement' | 'silenced_by' | 'group_key' | 'incident' | 'attached'>,
): Alert => ({
  fingerprint: row.fingerprint,
  labels: row.labels,
  annotations: row.annotations,
  status: row.status,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  lastSeenAt: row.last_seen_at,
  generatorUrl: row.generator_url,
});

const toKnown = (row: AlertRow): KnownAlert => ({
  alert: toAlert(row),
  placement: row.placement,
  silencedBy: row.silenced_by,
  group: row.group_key,
  incident: row.incident,
  attached: row.attached ?? [],
});

/** A repeat may be noted while the row is being routed; the later time stands either way. */
const upsert = `insert into alert as a (fingerprint, labels, annotations, status, starts_at, ends_at, last_seen_at,
    generator_url, key, placement, silenced_by, group_key, incident)
  select fingerprint, labels, annotations, status, to_timestamp(starts_at / 1000.0), to_timestamp(ends_at / 1000.0),
    to_timestamp(last_seen_at / 1000.0), generator_url, key, placement, silenced_by, group_key, incident
  from json_to_recordset($1::json) as r(fingerprint text, labels json, annotations json, status text,
    starts_at bigint, ends_at bigint, last_seen_at bigint, generator_url text, key text, placement text,
    silenced_by uuid[], group_key text, incident uuid)
  on conflict (fingerprint) do update set annotations = excluded.annotations, status = excluded.status,
    starts_at = excluded.starts_at, generator_url = excluded.generator_url, key = excluded.key,
    placement = excluded.placement, silenced_by = excluded.silenced_by, group_key = excluded.group_key,
    incident = excluded.incident,
    last_seen_at = greatest(a.last_seen_at, excluded.last_seen_at),
    ends_at = case when a.status = 'firing' and excluded.status = 'firing' and excluded.ends_at < a.ends_at
      and excluded.starts_at = a.starts_at then a.ends_at else excluded.ends_at end`;

/** Rows are locked in order of fingerprint, as routing does, so that the two never wait for each other in a circle. */
const repeat = `with said as materialized (
    select r.f, to_timestamp(r.s / 1000.0) as seen, to_timestamp(r.e / 1000.0) as ends
    from jsonb_to_recordset($1::jsonb) as r(f text, s bigint, e bigint)
  ), held as materialized (
    select a.fingerprint from alert a join said on said.f = a.fingerprint where a.status = 'firing'
    order by a.fingerprint for update of a
  ), noted as (
    update alert a set last_seen_at = greatest(a.last_seen_at, said.seen),
      ends_at = case when a.ends_at > said.ends then a.ends_at else said.ends end
    from said, held where a.fingerprint = held.fingerprint and said.f = held.fingerprint
    returning a.fingerprint
  )
  select allclear.now() as now, (select position from routing_cursor) as routed,
    coalesce((select jsonb_agg(f) from said where f not in (select fingerprint from noted)), '[]') as missing`;

/** The state of every label set, in PostgreSQL. */
export const alertStore = (database: Database): AlertStore => ({ ...reads(database), ...writes(database) });

type Reads = 'find' | 'ranOut' | 'unplaced' | 'recent';

function reads(database: Database): Pick<AlertStore, Reads> {
  return {
    async find(fingerprints) {
      if (fingerprints.length === 0) return new Map();
      const rows = await database.query<AlertRow>(`${known} where a.fingerprint = any($1)`, [fingerprints]);
      return new Map(rows.map((row) => [row.fingerprint, toKnown(row)]));
    },

    async ranOut(graceMs, limit) {
      const rows = await database.query<AlertRow>(
        `${known} where a.status = 'firing' and a.ends_at < allclear.now() - $1 * interval '1 millisecond'
          order by a.ends_at limit $2`,
        [graceMs, limit],
      );
      return rows.map(toKnown);
    },

    async unplaced(limit) {
      const rows = await database.query<AlertRow>(
        `${known} where a.status = 'firing' and a.placement in ('silenced', 'waiting') and not exists (
            select from silence s where s.id = any(a.silenced_by)
              and s.starts_at <= allclear.now() and s.ends_at > allclear.now()
          ) order by a.fingerprint limit $1`,
        [limit],
      );
      return rows.map(toKnown);
    },

    async recent(after, limit) {
      const rows = await database.query<AlertRow>(
        `select fingerprint, '{}'::json as labels, '{}'::json as annotations, status, starts_at, ends_at, last_seen_at,
          null as generator_url from alert
          where fingerprint > $1 and (status = 'firing' or last_seen_at > allclear.now() - interval '1 hour')
          order by fingerprint limit $2`,
        [after, limit],
      );
      return rows.map(toAlert);
    },
  };
}

function writes(database: Database): Omit<AlertStore, Reads> {
  return {
    async write(transaction, alerts) {
      if (alerts.length === 0) return;
      await queryIn(transaction, upsert, [JSON.stringify([...alerts].sort(byFingerprint).map(toRow))]);
    },

    async repeat(repeats) {
      const rows = repeats.map(({ fingerprint, seenAt, endsAt }) => ({ f: fingerprint, s: seenAt, e: endsAt }));
      const [answer] = await database.query<{ missing: string[]; routed: number; now: Instant }>(repeat, [
        JSON.stringify(rows),
      ]);
      return answer as { missing: string[]; routed: number; now: Instant };
    },

    async lapse(transaction, alerts) {
      const rows = await queryIn(
        transaction,
        `update alert a set status = 'lapsed' from (
            select fingerprint from alert join jsonb_to_recordset($1::jsonb) as r(f text, e bigint) on fingerprint = r.f
            where status = 'firing' and ends_at = to_timestamp(r.e / 1000.0) order by fingerprint for update of alert
          ) held where a.fingerprint = held.fingerprint returning a.fingerprint`,
        [JSON.stringify(alerts.map(({ fingerprint, endsAt }) => ({ f: fingerprint, e: endsAt })))],
      );
      return rows.length === alerts.length;
    },

    async forget() {
      const [row] = await database.query<{ gone: number }>('select allclear.forget_alerts(5000) as gone');
      return row?.gone ?? 0;
    },
  };
}

const byFingerprint = (one: AlertWrite, other: AlertWrite): number =>
  one.alert.fingerprint < other.alert.fingerprint ? -1 : 1;

const toRow = ({ alert, key, placement, silencedBy, group, incident }: AlertWrite): object => ({
  fingerprint: alert.fingerprint,
  labels: alert.labels,
  annotations: alert.annotations,
  status: alert.status,
  starts_at: alert.startsAt,
  ends_at: alert.endsAt,
  last_seen_at: alert.lastSeenAt,
  generator_url: alert.generatorUrl,
  key,
  placement,
  silenced_by: silencedBy,
  group_key: group,
  incident,
});
