import type { Transaction } from '../command/ports.ts';
import type { InstrumentState, Reading } from '../domain/telemetry/reading.ts';
import type { Instant } from '../domain/time.ts';
import type { DueCheck, DueSignal, Extremes, SignalKey, TelemetryStore } from '../watch/ports.ts';
import { type Database, queryIn } from './database.ts';

/** Longer than a source is given to answer, and no longer than readings may be missing. */
const leaseSeconds = 5;

const inSeconds = (parameter: string): string => `make_interval(secs => ${parameter}::double precision / 1000)`;
/** Readings are dated to the millisecond, as instants are everywhere else. */
const present = `date_trunc('milliseconds', allclear.now())`;
const keysOf = (signals: readonly SignalKey[]): [string[], string[]] => [
  signals.map(({ incident }) => incident),
  signals.map(({ signal }) => signal),
];
const given = 'unnest($1::uuid[], $2::text[]) as k (incident, signal)';

/** Readings, turns and instruments in PostgreSQL, leased by this replica under the database's clock. */
export const telemetryStore = (database: Database, replica: string): TelemetryStore => ({
  ...turnsOf(database, replica),
  ...readingsOf(database),
  ...checksOf(database, replica),
});

type Turns = Pick<TelemetryStore, 'enrol' | 'claimSignals' | 'nextInMs' | 'release'>;
type Readings = Pick<TelemetryStore, 'record' | 'backfill' | 'newest' | 'forget'>;
type Checks = Pick<TelemetryStore, 'claimChecks' | 'recordCheck' | 'toldHealth'>;

const turnsOf = (database: Database, replica: string): Turns => ({
  async enrol(signals) {
    await database.query(
      `with gone as (
          delete from signal_poll p where not exists (select from ${given} where k.incident = p.incident and k.signal = p.signal)
            and (lease_until is null or lease_until < allclear.now())
        )
        insert into signal_poll (incident, signal, next_at)
        select k.incident, k.signal, allclear.now() from ${given}
          where not exists (select from signal_poll p where p.incident = k.incident and p.signal = k.signal)
        on conflict do nothing`,
      keysOf(signals),
    );
  },

  claimSignals: (signals, limit) =>
    database.query<DueSignal>(
      `update signal_poll set lease_until = allclear.now() + make_interval(secs => ${leaseSeconds}), lease_by = $3, fence = fence + 1
        where ctid = any(array(
          select p.ctid from signal_poll p join ${given} on k.incident = p.incident and k.signal = p.signal
            where p.next_at <= allclear.now() and (p.lease_until is null or p.lease_until < allclear.now())
            order by p.next_at limit $4 for update of p skip locked))
        returning incident, signal, fence, backfilled_at is not null as backfilled`,
      [...keysOf(signals), replica, limit],
    ),

  async nextInMs(signals) {
    const [row] = await database.query<{ nextInMs: number | null }>(
      // What another replica has leased is next when that lease runs out: its holder may be gone.
      `select (extract(epoch from min(greatest(p.next_at, p.lease_until)) - allclear.now()) * 1000)::integer as "nextInMs"
        from signal_poll p join ${given} on k.incident = p.incident and k.signal = p.signal`,
      keysOf(signals),
    );
    return row?.nextInMs ?? null;
  },

  async release({ incident, signal, fence }) {
    await database.query(
      'update signal_poll set lease_until = null where incident = $1 and signal = $2 and fence = $3',
      [incident, signal, fence],
    );
  },
});

const readingsOf = (database: Database): Readings => ({
  async record({ incident, signal, fence }, everyMs, { value, missing }) {
    // Turns stand on a grid, so that a slow answer does not push the next; whoever is late starts a new one.
    const [row] = await database.query<{ at: Instant } & Extremes>(
      `with held as (
          update signal_poll set lowest = least(lowest, $5), highest = greatest(highest, $5), next_at = case
              when next_at + ${inSeconds('$4')} > allclear.now() then next_at + ${inSeconds('$4')}
              else allclear.now() + ${inSeconds('$4')} end
            where incident = $1 and signal = $2 and fence = $3
            returning incident, signal, lowest, highest
        ), kept as (
          insert into reading (incident, signal, at, value, missing)
          select incident, signal, ${present}, $5, $6 from held on conflict do nothing returning at
        )
        select kept.at, held.lowest, held.highest from held, kept`,
      [incident, signal, fence, everyMs, value, missing],
    );
    return row ?? null;
  },

  async backfill({ incident, signal, fence }, points) {
    const values = points.map(({ value }) => value);
    await database.query(
      `with held as (
          update signal_poll set backfilled_at = allclear.now(), lowest = least(lowest, $6), highest = greatest(highest, $7)
            where incident = $1 and signal = $2 and fence = $3 returning incident, signal
        )
        insert into reading (incident, signal, at, value, backfilled)
        select held.incident, held.signal, to_timestamp(p.at / 1000.0), p.value, true
          from held, unnest($4::double precision[], $5::double precision[]) as p (at, value) on conflict do nothing`,
      [
        incident,
        signal,
        fence,
        points.map(({ at }) => at),
        values,
        values.length === 0 ? null : Math.min(...values),
        values.length === 0 ? null : Math.max(...values),
      ],
    );
  },

  async newest({ incident, signal }, since, limit) {
    const rows = await database.query<Reading>(
      `select at, value, missing from reading where incident = $1 and signal = $2 and at >= to_timestamp($3 / 1000.0)
        and not backfilled order by at desc limit $4`,
      [incident, signal, since, limit],
    );
    return rows.reverse();
  },

  async forget(olderThanMs, limit) {
    const gone = await database.query(
      `delete from reading where ctid = any(array(
          select ctid from reading where at < allclear.now() - ${inSeconds('$1')} order by at limit $2)) returning 1`,
      [olderThanMs, limit],
    );
    return gone.length;
  },
});

const checksOf = (database: Database, replica: string): Checks => ({
  async claimChecks(sources) {
    await database.query(
      `with gone as (delete from instrument where source <> all($1::text[]))
        insert into instrument (source, next_at) select source, allclear.now() from unnest($1::text[]) as s (source)
          where not exists (select from instrument i where i.source = s.source) on conflict do nothing`,
      [sources],
    );
    const due = await database.query<DueCheck>(
      `update instrument set lease_until = allclear.now() + make_interval(secs => ${leaseSeconds}), lease_by = $1, fence = fence + 1
        where ctid = any(array(
          select ctid from instrument where next_at <= allclear.now() and (lease_until is null or lease_until < allclear.now())
          for update skip locked))
        returning source, fence, told`,
      [replica],
    );
    const [row] = await database.query<{ now: Instant }>('select allclear.now() as now');
    return { now: (row as { now: Instant }).now, due };
  },

  async recordCheck({ source, fence }, { health, because }, nextInMs) {
    const kept = await database.query(
      `update instrument set health = $3, because = $4, checked_at = allclear.now(),
          turned_at = case when health = $3 then turned_at else allclear.now() end,
          next_at = allclear.now() + ${inSeconds('$5')}, lease_until = null
        where source = $1 and fence = $2 returning 1`,
      [source, fence, health, because, nextInMs],
    );
    return kept.length === 1;
  },

  async toldHealth({ source, fence }, health) {
    await database.query('update instrument set told = $3 where source = $1 and fence = $2', [source, fence, health]);
  },
});

/** What decisions rest on of telemetry. */
export interface TelemetryFacts {
  /** By the name of the source. One that was never checked is not in it. */
  readonly instruments: Readonly<Record<string, InstrumentState>>;
  /** By the key of the signal, in order of time. Backfilled ones are not in it. */
  readonly readings: Readonly<Record<string, readonly Reading[]>>;
}

/** Instruments now, and an incident's readings since an instant of the database's clock, in milliseconds. */
export async function telemetryFacts(
  transaction: Transaction,
  incident: string,
  sinceMs: number,
): Promise<TelemetryFacts> {
  const instruments = await queryIn<InstrumentState & { source: string }>(
    transaction,
    `select source, health, because, checked_at as "checkedAt" from instrument where health is not null order by source`,
  );
  const rows = await queryIn<Reading & { signal: string }>(
    transaction,
    // Steps from signal to signal: what is older than asked for is not looked at, and there may be very much of it.
    `with recursive known (signal) as (
        (select signal from reading where incident = $1 order by signal limit 1)
        union all
        select (select r.signal from reading r where r.incident = $1 and r.signal > known.signal order by r.signal limit 1)
          from known where known.signal is not null
      )
      select r.signal, r.at, r.value, r.missing from known cross join lateral (
          select * from reading where incident = $1 and signal = known.signal and at >= to_timestamp($2 / 1000.0)
            and not backfilled
        ) r order by r.signal, r.at`,
    [incident, sinceMs],
  );
  const readings: Record<string, Reading[]> = {};
  for (const { signal, ...reading } of rows) (readings[signal] ??= []).push(reading);
  return {
    instruments: Object.fromEntries(instruments.map(({ source, ...state }) => [source, state])),
    readings,
  };
}
