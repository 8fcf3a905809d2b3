import type { CursorPlace, RoutingCursor } from '../../intake/ports.ts';
import { queryIn } from '../database.ts';
import type { Database } from '../ports.ts';

/** The routing cursor in PostgreSQL. */
export function routingCursor(database: Database): RoutingCursor {
  return {
    async read() {
      const [place] = await database.query<CursorPlace>(
        `select c.position, coalesce((select max(position) from alert_journal), 0) as newest, allclear.now() as now,
          (select received_at from alert_journal j where j.position > c.position order by j.position limit 1)
            as "waitingSince"
        from routing_cursor c`,
      );
      return place as CursorPlace;
    },

    async move(transaction, from, to) {
      const rows = await queryIn(
        transaction,
        `update routing_cursor set position = $2 where only_one = (
            select only_one from routing_cursor where position = $1 for update skip locked
          ) returning position`,
        [from, to],
      );
      return rows.length === 1;
    },

    async setAside(transaction, position, reason) {
      await queryIn(
        transaction,
        'insert into alert_set_aside (position, at, reason) values ($1, allclear.now(), $2) on conflict do nothing',
        [position, reason],
      );
    },

    async settle(transaction, position) {
      await queryIn(transaction, 'update alert_set_aside set settled_at = allclear.now() where position = $1', [
        position,
      ]);
    },
  };
}
