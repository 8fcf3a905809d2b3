import type { ReadingRecord } from '../http/ports.ts';
import type { InstrumentState } from '../domain/telemetry/reading.ts';
import type { Instant } from '../domain/time.ts';
import type { Database } from './database.ts';

export interface ReadingFilter {
  readonly signal: string;
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly limit: number;
}

/** Readings and instruments as doors show them. */
export interface TelemetryLists {
  readings(incident: string, filter: ReadingFilter): Promise<ReadingRecord[]>;
  instruments(): Promise<Map<string, InstrumentState>>;
}

export const telemetryLists = (database: Database): TelemetryLists => ({
  readings: (incident, { signal, from, to, limit }) =>
    database.query<ReadingRecord>(
      `select at, value, missing, backfilled from reading where incident = $1 and signal = $2
          and ($3::double precision is null or at >= to_timestamp($3 / 1000.0))
          and ($4::double precision is null or at < to_timestamp($4 / 1000.0))
        order by at limit $5`,
      [incident, signal, from, to, limit],
    ),

  async instruments() {
    const rows = await database.query<InstrumentState & { source: string }>(
      `select source, health, because, checked_at as "checkedAt" from instrument where health is not null`,
    );
    return new Map(rows.map(({ source, ...state }) => [source, state]));
  },
});
