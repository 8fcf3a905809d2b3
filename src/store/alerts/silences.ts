import type { Matcher } from '../../domain/alert/matcher.ts';
import type { Silence } from '../../domain/alert/silence.ts';
import type { Instant } from '../../domain/time.ts';
import type { SilenceStore } from '../../intake/ports.ts';
import { queryIn } from '../database.ts';
import type { Database } from '../ports.ts';

interface SilenceRow {
  readonly id: string;
  readonly matchers: Matcher[];
  readonly starts_at: Instant;
  readonly ends_at: Instant;
  readonly created_by: string;
  readonly comment: string;
  readonly updated_at: Instant;
}

const select = 'select id, matchers, starts_at, ends_at, created_by, comment, updated_at from silence';
const end =
  'update silence set ends_at = allclear.now(), updated_at = allclear.now() where id = $1 and ends_at > allclear.now() returning id';

const toSilence = (row: SilenceRow): Silence => ({
  id: row.id,
  matchers: row.matchers,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  createdBy: row.created_by,
  comment: row.comment,
  updatedAt: row.updated_at,
});

/** Silences in PostgreSQL. */
export function silenceStore(database: Database): SilenceStore {
  const all = async (where: string, values: readonly unknown[] = []): Promise<Silence[]> =>
    (await database.query<SilenceRow>(`${select} ${where}`, values)).map(toSilence);
  return {
    list: () => all(`where ends_at > allclear.now() - interval '5 days' order by updated_at desc, id limit 10000`),
    active: () => all('where starts_at <= allclear.now() and ends_at > allclear.now() order by id'),
    find: async (id) => (await all('where id = $1', [id]))[0] ?? null,

    async put(transaction, silence, key) {
      await queryIn(
        transaction,
        `insert into silence (id, matchers, starts_at, ends_at, created_by, comment, key, updated_at)
          values ($1, $2, to_timestamp($3 / 1000.0), to_timestamp($4 / 1000.0), $5, $6, $7, allclear.now())
          on conflict (id) do update set matchers = excluded.matchers, starts_at = excluded.starts_at,
            ends_at = excluded.ends_at, created_by = excluded.created_by, comment = excluded.comment,
            key = excluded.key, updated_at = excluded.updated_at`,
        [
          silence.id,
          JSON.stringify(silence.matchers),
          silence.startsAt,
          silence.endsAt,
          silence.createdBy,
          silence.comment,
          key,
        ],
      );
    },

    async end(transaction, id) {
      const rows = transaction ? await queryIn(transaction, end, [id]) : await database.query(end, [id]);
      return rows.length === 1;
    },

    async now() {
      const [row] = await database.query<{ now: Instant }>('select allclear.now() as now');
      return row?.now as Instant;
    },
  };
}
