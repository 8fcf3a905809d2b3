import type { Beat, HeartbeatStore } from '../intake/ports.ts';
import { type Instant, instant } from '../domain/time.ts';
import type { Heartbeats } from '../watch/ports.ts';
import type { Database } from './database.ts';

/** Names are made by whoever has a key, so there is an end to them. */
const mostNames = 1000;
const present = `date_trunc('milliseconds', allclear.now())`;
const apart = `interval '10 seconds'`;
const forgottenAtOnce = 200;

/** Heartbeats in PostgreSQL: the newest of each name, and a thinned day of those before. */
export const heartbeatStore = (database: Database): HeartbeatStore & Heartbeats => ({
  async beat(names, key) {
    const rows = await database.query<{ name: string; at: Instant }>(
      `with gone as (
          delete from heartbeat_past where ctid = any(array(
            select ctid from heartbeat_past where beat_at < allclear.now() - interval '1 day'
              order by beat_at limit ${forgottenAtOnce} for update skip locked))
        ), silent as (
          delete from heartbeat where name <> all($1::text[]) and ctid = any(array(
            select ctid from heartbeat where beat_at < allclear.now() - interval '90 days'
              order by beat_at limit ${forgottenAtOnce} for update skip locked))
        ), kept as (
          insert into heartbeat (name, key, beat_at)
            select n.name, $2, ${present} from unnest($1::text[]) with ordinality as n (name, place)
              where exists (select from heartbeat h where h.name = n.name)
                or (select count(*) from heartbeat) + n.place <= ${mostNames}
              order by n.name
            on conflict (name) do update set key = excluded.key, beat_at = greatest(heartbeat.beat_at, excluded.beat_at)
            returning name, beat_at
        ), past as (
          insert into heartbeat_past (name, beat_at)
            select name, beat_at from kept where not exists (
              select from heartbeat_past p where p.name = kept.name and p.beat_at > kept.beat_at - ${apart})
            on conflict do nothing
        )
        select name, beat_at as at from kept`,
      [names, key],
    );
    const kept = new Map(rows.map(({ name, at }) => [name, at]));
    return new Map(names.map((name): [string, Beat] => [name, beatOf(kept.get(name))]));
  },

  async newest(name) {
    const [row] = await database.query<{ at: Instant }>('select beat_at as at from heartbeat where name = $1', [name]);
    return row?.at ?? null;
  },

  async between(name, from, to) {
    const rows = await database.query<{ at: Instant }>(
      `select beat_at as at from heartbeat_past where name = $1 and beat_at <= to_timestamp($3 / 1000.0)
          and beat_at >= coalesce((select max(beat_at) from heartbeat_past
            where name = $1 and beat_at <= to_timestamp($2 / 1000.0)), to_timestamp($2 / 1000.0))
        order by beat_at`,
      [name, from, to],
    );
    return rows.map(({ at }) => instant(at));
  },

  async summary() {
    const [row] = await database.query<{ count: number; name: string; at: Instant }>(
      `select (select count(*) from heartbeat) as count, name, beat_at as at from heartbeat order by beat_at desc limit 1`,
    );
    return row ?? null;
  },
});

const beatOf = (at: Instant | undefined): Beat => (at === undefined ? 'too-many-names' : { at });
