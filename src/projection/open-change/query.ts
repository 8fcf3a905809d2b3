import type { OpenChanges, Projector } from '../../command/ports.ts';
import type { Query } from '../ports.ts';
import { concerns, fold } from './fold.ts';

/** Any number that nothing else in the database uses. */
const lockKey = 4_107_206_002;

const insert = `insert into open_change_v1 (incident, key, number, exercise, private, members, what, touches, started_at, expected_within_ms)
  select incident, key, number, exercise, $2, $3::uuid[], what, array(select jsonb_array_elements_text(touches)),
    to_timestamp("startedAt" / 1000.0), "expectedWithinMs"
  from jsonb_to_recordset($1::jsonb) as r(incident uuid, key text, number text, exercise boolean, what text, touches jsonb,
    "startedAt" bigint, "expectedWithinMs" bigint)`;

/** Which changes are under way in all incidents. Whoever asks holds every other start back until it has committed. */
export const openChange = (query: Query): Projector & OpenChanges => ({
  name: 'open-change',

  async project(transaction, incident, events, state) {
    if (!concerns(events)) return;
    await query('delete from open_change_v1 where incident = $1', [incident], transaction);
    const open = fold(state);
    if (open.length > 0) await query(insert, [JSON.stringify(open), state.private, state.members], transaction);
  },

  async underWay(transaction) {
    await query('select pg_advisory_xact_lock($1)', [lockKey], transaction);
    return query(
      `select incident, number, exercise, private, members, key, what, touches, started_at as "startedAt",
        expected_within_ms::double precision as "expectedWithinMs" from open_change_v1 order by started_at, incident, key`,
      [],
      transaction,
    );
  },
});
