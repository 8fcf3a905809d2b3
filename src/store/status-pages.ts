import type { Transaction } from '../command/ports.ts';
import { pageNamed, type StatusPage, type StoredPages } from '../domain/status-page/page.ts';
import type { Instant } from '../domain/time.ts';
import { type Database, queryIn } from './database.ts';
import { type EventRow, openBody, selectEvents } from './log-rows.ts';
import { documentAt } from './settings.ts';
import type { Vault } from './vault.ts';

const stream = 'status-pages';

/** The status page of this name as it is set up now, or null. */
export async function pageIn(transaction: Transaction, vault: Vault, slug: string): Promise<StatusPage | null> {
  const [row] = await queryIn<{ version: number }>(transaction, 'select version from stream where name = $1', [stream]);
  const document = await documentAt(transaction, vault, stream, row?.version ?? 0);
  return pageNamed(document as StoredPages | null, slug);
}

/** How pages are set up, and since when each component has been on its page. */
export interface PagesSetUp {
  readonly version: number;
  readonly pages: readonly StatusPage[];
  /** By page and component. */
  readonly since: Readonly<Record<string, Readonly<Record<string, Instant>>>>;
  readonly configuredAt: Instant;
}

export interface StatusPageReader {
  /** Changes whenever something changes that a page tells; and the time by the database. */
  fingerprint(): Promise<{ readonly mark: string; readonly now: Instant }>;
  setUp(): Promise<PagesSetUp>;
}

export function statusPageReader(database: Database, vault: Vault): StatusPageReader {
  let known: PagesSetUp = { version: 0, pages: [], since: {}, configuredAt: 0 as Instant };
  return {
    async fingerprint() {
      const [row] = await database.query<{ mark: string; now: Instant }>(
        `select concat_ws('/', (select version from stream where name = $1), count(*),
            sum(jsonb_array_length(post->'updates'))) as mark, allclear.now() as now from status_post_v1`,
        [stream],
      );
      if (!row) throw new Error('the database said nothing');
      return row;
    },

    async setUp() {
      const rows = await database.query<EventRow>(
        `${selectEvents} where e.stream = $1 and e.version > $2 order by e.version`,
        [stream, known.version],
      );
      for (const row of rows) known = after(known, row, vault);
      return known;
    },
  };
}

function after(known: PagesSetUp, row: EventRow, vault: Vault): PagesSetUp {
  const opened = openBody(row, vault);
  const { pages } = opened ? (JSON.parse(opened.body) as { document: StoredPages }).document : known;
  const at = row.recorded_at as Instant;
  const since = { ...known.since };
  for (const { slug, components } of pages) {
    const fresh = Object.fromEntries(components.map(({ key }) => [key, at]));
    since[slug] = { ...fresh, ...since[slug] };
  }
  return { version: row.version, pages, since, configuredAt: at };
}
