import type { Projector } from '../../command/ports.ts';
import type { WatchedSignal, WatchedSignals } from '../../watch/ports.ts';
import type { Query } from '../ports.ts';
import { concerns, fold } from './fold.ts';

type Row = Omit<WatchedSignal, 'traffic'> & {
  readonly trafficQuery: string | null;
  readonly trafficAtLeast: number | null;
};

const select = `select incident, signal, name, source, query, traffic_query as "trafficQuery",
  traffic_at_least as "trafficAtLeast", every_ms as "everyMs", healthy, quiet_until as "quietUntil", added_at as "addedAt", status, moved,
  seen_unhealthy as "seenUnhealthy", restarted_at as "restartedAt", paused_at as "pausedAt" from watched_signal_v2`;

const upsert = `insert into watched_signal_v2 as w (incident, signal, name, source, query, traffic_query, traffic_at_least,
    every_ms, healthy, quiet_until, added_at, status, moved, seen_unhealthy, restarted_at, paused_at)
  select incident, signal, name, source, query, "trafficQuery", "trafficAtLeast", "everyMs", healthy,
    to_timestamp("quietUntil" / 1000.0), to_timestamp("addedAt" / 1000.0), status, moved, "seenUnhealthy", to_timestamp("restartedAt" / 1000.0),
    to_timestamp("pausedAt" / 1000.0)
  from jsonb_to_recordset($1::jsonb) as r(incident uuid, signal text, name text, source text, query text,
    "trafficQuery" text, "trafficAtLeast" double precision, "everyMs" integer, healthy jsonb,
    "quietUntil" bigint, "addedAt" bigint, status text, moved boolean, "seenUnhealthy" boolean, "restartedAt" bigint, "pausedAt" bigint)
  on conflict (incident, signal) do update set name = excluded.name, source = excluded.source, query = excluded.query,
    traffic_query = excluded.traffic_query, traffic_at_least = excluded.traffic_at_least, every_ms = excluded.every_ms,
    healthy = excluded.healthy, quiet_until = excluded.quiet_until, added_at = excluded.added_at, status = excluded.status,
    moved = excluded.moved, seen_unhealthy = excluded.seen_unhealthy, restarted_at = excluded.restarted_at,
    paused_at = excluded.paused_at
  where w is distinct from excluded`;

function rowOf({ traffic, ...signal }: WatchedSignal): Row {
  return { ...signal, trafficQuery: traffic?.query ?? null, trafficAtLeast: traffic?.atLeast ?? null };
}

function signalOf({ trafficQuery, trafficAtLeast, ...row }: Row): WatchedSignal {
  const traffic =
    trafficQuery === null || trafficAtLeast === null ? null : { query: trafficQuery, atLeast: trafficAtLeast };
  return { ...row, traffic };
}

/** Which signals are asked for now, and what their incidents last recorded of them. */
export const watchedSignal = (query: Query): Projector & WatchedSignals => ({
  name: 'watched-signal',

  async project(transaction, incident, events, state) {
    if (!concerns(events)) return;
    const signals = fold(state);
    await query(
      'delete from watched_signal_v2 where incident = $1 and signal <> all($2::text[])',
      [incident, signals.map(({ signal }) => signal)],
      transaction,
    );
    if (signals.length > 0) await query(upsert, [JSON.stringify(signals.map(rowOf))], transaction);
  },

  all: async () => (await query<Row>(`${select} order by incident, signal`, [])).map(signalOf),

  async find({ incident, signal }) {
    const [row] = await query<Row>(`${select} where incident = $1 and signal = $2`, [incident, signal]);
    return row ? signalOf(row) : null;
  },
});
