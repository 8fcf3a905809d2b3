import type { DueTimer, TimerStore } from '../dispatch/ports.ts';
import type { Database } from './database.ts';

const leaseSeconds = 5;
const systemStream = 'system';
const heartbeatKey = 'heartbeat';

/** Timer rows in PostgreSQL, leased by this replica under the database's clock. */
export function timerStore(database: Database, replica: string): TimerStore {
  return {
    async claim(limit) {
      const due = await database.query<DueTimer>(
        `update timer set lease_until = allclear.now() + make_interval(secs => $1), lease_by = $2,
            fence = fence + 1, attempts = attempts + 1
          where ctid = any(array(
            select ctid from timer where due_at <= allclear.now() and (lease_until is null or lease_until < allclear.now())
            order by due_at limit $3 for update skip locked))
          returning stream, key, verb, due_at as "dueAt", fence`,
        [leaseSeconds, replica, limit],
      );
      const [row] = await database.query<{ nextInMs: number | null }>(
        // What another replica has leased is next when that lease runs out: its holder may be gone.
        `select (extract(epoch from least(
            (select min(due_at) from timer where due_at > allclear.now() and due_at < allclear.now() + interval '1 day'),
            (select min(lease_until) from timer where due_at <= allclear.now() and lease_until > allclear.now())
          ) - allclear.now()) * 1000)::integer as "nextInMs"`,
      );
      return { due, nextInMs: row?.nextInMs ?? null };
    },

    async settle({ stream, key, fence }) {
      await database.query('delete from timer where stream = $1 and key = $2 and fence = $3', [stream, key, fence]);
    },

    async rearmHeartbeat(timer, inMs) {
      if (timer === null) {
        await database.query(
          `insert into timer (stream, key, verb, due_at, version) values ($1, $2, 'heartbeat', allclear.now(), 0)
            on conflict do nothing`,
          [systemStream, heartbeatKey],
        );
        return;
      }
      await database.query(
        `update timer set due_at = allclear.now() + make_interval(secs => $4::double precision / 1000), lease_until = null
          where stream = $1 and key = $2 and fence = $3`,
        [systemStream, heartbeatKey, timer.fence, inMs],
      );
    },
  };
}

/** How long ago the heartbeat was due, in milliseconds; negative while it is still to come. */
export async function heartbeatLateMs(database: Database): Promise<number> {
  const [row] = await database.query<{ late: number | null }>(
    `select (extract(epoch from allclear.now() - due_at) * 1000)::integer as late from timer where stream = $1 and key = $2`,
    [systemStream, heartbeatKey],
  );
  return row?.late ?? Number.POSITIVE_INFINITY;
}
