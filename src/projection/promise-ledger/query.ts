import type { Projector } from '../../command/ports.ts';
import type { PromiseLedger, PromiseMonth, Query } from '../ports.ts';
import { concerns, fold } from './fold.ts';

/** How promises were kept, over time. */
export const promiseLedger = (query: Query): Projector & PromiseLedger => ({
  name: 'promise-ledger',

  async project(transaction, incident, events, state) {
    if (!concerns(events)) return;
    await query('delete from promise_ledger_v1 where incident = $1', [incident], transaction);
    await query(
      `insert into promise_ledger_v1 (incident, promise, audience, due_at, outcome)
        select $1, promise, audience, to_timestamp("dueAt"::double precision / 1000), outcome
        from jsonb_to_recordset($2::jsonb) as r(promise text, audience text, "dueAt" bigint, outcome text)`,
      [incident, JSON.stringify(fold(state))],
      transaction,
    );
  },

  months: () =>
    query<PromiseMonth>(
      `select to_char(due_at at time zone 'UTC', 'YYYY-MM') as month,
          count(*) filter (where outcome = 'kept')::integer as kept,
          count(*) filter (where outcome = 'late')::integer as late,
          count(*) filter (where outcome = 'missed')::integer as missed
        from promise_ledger_v1 where outcome <> 'open' group by 1 order by 1 desc limit 36`,
      [],
    ),
});
