import type { AlertJournal, JournalLine, JournalRow } from '../../intake/ports.ts';
import type { Instant } from '../../domain/time.ts';
import type { Database } from '../ports.ts';
import type { JournalConnection } from './journal-connection.ts';

/** Told after commits, so that other replicas look for new lines; the payload names the replica that wrote them. */
export const alertChannel = 'allclear_alerts';

/** Any number that nothing else in the database uses. Held from before positions are taken until after the commit. */
const lockKey = 4_107_206_002;

/**
 * All bodies come as one string of bytes with their places in it: nothing has to be escaped, and each is cut out
 * by the server. The lock is taken first, so that no position becomes visible before a lower one.
 */
const append = `with turn as materialized (select pg_advisory_xact_lock($6) as had, allclear.now() as at),
  kept as (
    insert into alert_journal (received_at, writer, key, format, body)
    select turn.at, $1::uuid, l.key, l.format, substring($2::bytea from l.start for l.size)
    from turn, unnest($3::int[], $4::int[], $5::text[], $7::text[]) as l(start, size, key, format)
    returning position
  )
  select min(kept.position) as first, max(turn.at) as at from kept, turn`;

const ring = `select pg_notify('${alertChannel}', $1)`;

const rowColumns = `position, received_at as "receivedAt", key, format, octet_length(body) as "sizeBytes"`;

/** The alert journal in PostgreSQL. `writer` names this replica. */
export function alertJournal(database: Database, connection: JournalConnection, writer: string): AlertJournal {
  return {
    async append(lines) {
      const { bytes, starts, sizes } = together(lines);
      const [row] = await connection.commit<{ first: number; at: Instant }>('alert-journal', append, [
        writer,
        bytes,
        starts,
        sizes,
        lines.map(({ key }) => key),
        lockKey,
        lines.map(({ format }) => format),
      ]);
      if (!row) throw new Error('the journal answered nothing');
      return row;
    },

    async ring() {
      await database.query(ring, [writer]);
    },

    after: (position, limit) =>
      database.query<JournalRow>(
        `select ${rowColumns} from alert_journal where position > $1 order by position limit $2`,
        [position, limit],
      ),

    async bodies(positions) {
      const rows = await database.query<{ position: number; body: Buffer }>(
        'select position, body from alert_journal where position = any($1::bigint[])',
        [positions],
      );
      return new Map(rows.map(({ position, body }) => [position, body]));
    },

    setAside: (limit) =>
      database.query<JournalRow>(
        `select j.position, received_at as "receivedAt", key, format, octet_length(body) as "sizeBytes"
          from alert_set_aside s join alert_journal j on j.position = s.position
          where s.settled_at is null order by j.position limit $1`,
        [limit],
      ),

    async fromOthers(position, limit) {
      const [place] = await database.query<{ newest: number | null; now: Instant }>(
        'select (select max(position) from alert_journal) as newest, allclear.now() as now',
      );
      const newest = place?.newest ?? position;
      const rows =
        newest <= position
          ? []
          : await database.query<JournalRow & { body: Buffer }>(
              `select ${rowColumns}, body from alert_journal
                where position > $1 and position <= $2 and writer <> $3 order by position limit $4`,
              [position, newest, writer, limit],
            );
      return {
        rows,
        newest: rows.length < limit ? newest : (rows.at(-1)?.position ?? newest),
        now: place?.now as Instant,
      };
    },
  };
}

function together(lines: readonly JournalLine[]): { bytes: Buffer; starts: number[]; sizes: number[] } {
  const starts: number[] = [];
  let start = 1; // PostgreSQL counts bytes from one.
  for (const { body } of lines) {
    starts.push(start);
    start += body.byteLength;
  }
  const bytes =
    lines.length === 1 ? Buffer.from((lines[0] as JournalLine).body) : Buffer.concat(lines.map(({ body }) => body));
  return { bytes, starts, sizes: lines.map(({ body }) => body.byteLength) };
}
