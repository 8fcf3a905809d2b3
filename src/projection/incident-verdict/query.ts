import type { Projector } from '../../command/ports.ts';
import type { AlarmSource, AlarmSources, Query } from '../ports.ts';
import { concerns, fold } from './fold.ts';

/** What became of alarms, by who raised them. */
export const incidentVerdict = (query: Query): Projector & AlarmSources => ({
  name: 'incident-verdict',

  async project(transaction, incident, events, state) {
    if (!concerns(events)) return;
    const row = fold(state);
    if (row === null) {
      await query('delete from incident_verdict_v1 where incident = $1', [incident], transaction);
      return;
    }
    await query(
      `insert into incident_verdict_v1 as v (incident, source, verdict) values ($1, $2, $3)
        on conflict (incident) do update set source = excluded.source, verdict = excluded.verdict
        where (v.source, v.verdict) is distinct from (excluded.source, excluded.verdict)`,
      [incident, row.source, row.verdict],
      transaction,
    );
  },

  sources: () =>
    query<AlarmSource>(
      `select source, count(*)::integer as declared,
          count(*) filter (where verdict = 'real')::integer as real,
          count(*) filter (where verdict = 'false-positive')::integer as "falsePositives",
          count(*) filter (where verdict = 'near-miss')::integer as "nearMisses",
          count(*) filter (where verdict = 'duplicate')::integer as duplicates
        from incident_verdict_v1 group by source order by "falsePositives" desc, declared desc, source limit 500`,
      [],
    ),
});
