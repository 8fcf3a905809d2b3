import type { Head, LogStore, LookedUp, RememberedCommand, Settings, Transaction, Unit } from '../command/ports.ts';
import type { Facts, Found } from '../domain/incident/facts.ts';
import type { IncidentTimer } from '../domain/incident/timers.ts';
import { genesis } from '../domain/log/chain.ts';
import type { NewEvent, StoredEvent } from '../domain/log/record.ts';
import type { Instant } from '../domain/time.ts';
import { Unavailable } from '../domain/unavailable.ts';
import { type Database, queryIn } from './database.ts';
import { findFacts } from './found.ts';
import { pageIn } from './status-pages.ts';
import type { SettingVersions } from './settings.ts';
import { telemetryFacts } from './telemetry.ts';
import { chained, type EventRow, type PendingRow, type Sealing, selectEvents, storedEvent } from './log-rows.ts';

export interface LogNeeds {
  readonly database: Database;
  readonly sealing: Sealing;
  /** Settings as of these versions of their streams. */
  readonly settings: (transaction: Transaction, versions: SettingVersions) => Promise<Settings>;
  /** Six characters for the number of a private incident. */
  readonly privateNumber: () => string;
}

/** The log in PostgreSQL. */
export function logStore(needs: LogNeeds): LogStore {
  return {
    async unit(streams, work) {
      let base = 0;
      const result = await needs.database.transaction(async (transaction) => {
        const unit = await open(needs, transaction, streams);
        const answer = await work(unit);
        base = await unit.flush();
        return answer;
      });
      return { result, base };
    },
  };
}

async function open(needs: LogNeeds, transaction: Transaction, streams: readonly string[]): Promise<OpenUnit> {
  const heads = await queryIn<{ name: string; version: number; hash: string }>(
    transaction,
    'select name, version, hash from stream where name = any($1) order by name for update',
    [streams],
  );
  // The clock is read after the locks are had, so that a stream's times never run backwards.
  const [row] = await queryIn<{ now: number } & SettingVersions>(
    transaction,
    `select allclear.now() as now, coalesce(max(version) filter (where name = 'policy'), 0) as policy,
        coalesce(max(version) filter (where name = 'catalog'), 0) as catalog,
        coalesce(max(version) filter (where name = 'sources'), 0) as sources
      from stream where name in ('policy', 'catalog', 'sources')`,
  );
  if (row === undefined) throw new Unavailable('unreachable');
  const settings = await needs.settings(transaction, row);
  const known = new Map(heads.map(({ name, version, hash }) => [name, { version, hash }]));
  return new OpenUnit(needs, transaction, row.now as Instant, settings, known);
}

interface Remembered extends RememberedCommand {
  readonly actor: string;
  readonly id: string;
}

class OpenUnit implements Unit {
  readonly transaction: Transaction;
  readonly now: Instant;
  readonly settings: Settings;
  readonly #needs: LogNeeds;
  readonly #heads: Map<string, Head>;
  readonly #rows: PendingRow[] = [];
  readonly #commands: Remembered[] = [];
  readonly #timers: { stream: string; version: number; timers: readonly IncidentTimer[] }[] = [];
  readonly #redactions: { target: string; by: string }[] = [];
  readonly #uses: { digest: string; event: string; stream: string }[] = [];

  constructor(needs: LogNeeds, transaction: Transaction, now: Instant, settings: Settings, heads: Map<string, Head>) {
    this.#needs = needs;
    this.transaction = transaction;
    this.now = now;
    this.settings = settings;
    this.#heads = heads;
  }

  head(stream: string): Head | null {
    return this.#heads.get(stream) ?? null;
  }

  async read(stream: string, afterVersion: number, toVersion = 2_147_483_647): Promise<StoredEvent[]> {
    const rows = await queryIn<EventRow>(
      this.transaction,
      `${selectEvents} where e.stream = $1 and e.version > $2 and e.version <= $3 order by e.version`,
      [stream, afterVersion, toVersion],
    );
    return rows.map((row) => storedEvent(row, this.#needs.sealing.vault));
  }

  async findCommand(actor: string, id: string): Promise<RememberedCommand | null> {
    const [row] = await queryIn<{ stream: string; digest: string; first_version: number; last_version: number }>(
      this.transaction,
      'select stream, digest, first_version, last_version from command where actor = $1 and id = $2',
      [actor, id],
    );
    if (!row) return null;
    return { stream: row.stream, digest: row.digest, firstVersion: row.first_version, lastVersion: row.last_version };
  }

  remember(actor: string, id: string, command: RememberedCommand): void {
    this.#commands.push({ actor, id, ...command });
  }

  find(stream: string, wanted: LookedUp): Promise<Found> {
    const { privateNumber, sealing } = this.#needs;
    return findFacts(this.transaction, stream, wanted, privateNumber, (slug) =>
      pageIn(this.transaction, sealing.vault, slug),
    );
  }

  async names(): Promise<{ people: string[]; teams: string[] }> {
    const people = await queryIn<{ name: string }>(
      this.transaction,
      'select name from person where deactivated_at is null',
    );
    const teams = await queryIn<{ name: string }>(this.transaction, 'select name from team');
    return { people: people.map(({ name }) => name), teams: teams.map(({ name }) => name) };
  }

  telemetry(incident: string, since: Instant): Promise<Pick<Facts, 'instruments' | 'readings'>> {
    return telemetryFacts(this.transaction, incident, since);
  }

  append(stream: string, events: readonly NewEvent[]): readonly StoredEvent[] {
    const stored: StoredEvent[] = [];
    for (const event of events) {
      const head = this.head(stream) ?? { version: 0, hash: genesis };
      const row = chained(stream, head, event, this.now, this.#rows.length + 1, this.#needs.sealing);
      this.#rows.push(row);
      this.#heads.set(stream, { version: row.event.version, hash: row.hash });
      stored.push(row.event);
    }
    return stored;
  }

  setTimers(stream: string, version: number, timers: readonly IncidentTimer[]): void {
    this.#timers.push({ stream, version, timers });
  }

  redact(target: string, by: string): void {
    this.#redactions.push({ target, by });
  }

  useFile(digest: string, event: string, stream: string): void {
    this.#uses.push({ digest, event, stream });
  }

  /** Writes everything; the positions come last, so that their lock is held only until the commit. */
  async flush(): Promise<number> {
    if (this.#rows.length === 0) return 0;
    await queryIn(this.transaction, insertBodies, [
      JSON.stringify(this.#rows.map(({ event, sealed, wrapped }) => ({ id: event.id, sealed, wrapped }))),
      JSON.stringify(this.#commands),
      JSON.stringify(this.#uses),
    ]);
    for (const { stream, version, timers } of this.#timers) {
      await queryIn(this.transaction, replaceTimers, [stream, version, JSON.stringify(timers)]);
    }
    const base = await this.#place();
    for (const { target, by } of this.#redactions) {
      await queryIn(this.transaction, 'select allclear.redact($1, $2)', [target, by]);
    }
    return base;
  }

  async #place(): Promise<number> {
    const moved = new Set(this.#rows.map(({ event }) => event.stream));
    const heads = [...moved].map((name) => ({ name, ...this.#heads.get(name) }));
    try {
      const [row] = await queryIn<{ base: number }>(this.transaction, insertEvents, [
        JSON.stringify(
          this.#rows.map(({ event, bodyDigest, previousHash, hash }) => ({
            ...event,
            body: undefined,
            bodyDigest,
            previousHash,
            hash,
          })),
        ),
        JSON.stringify(heads),
        this.#rows.length,
      ]);
      return row?.base ?? 0;
    } catch (error) {
      // Somebody else made the stream since its head was looked for: decide again on what is there now.
      if ((error as { code?: string }).code === '23505') throw new Unavailable('busy', error);
      throw error;
    }
  }
}

const insertBodies = `with bodies as (
    insert into event_body (event_id, sealed)
    select id, decode(sealed, 'base64') from jsonb_to_recordset($1::jsonb) as r(id uuid, sealed text)
  ), keys as (
    insert into event_key (event_id, wrapped)
    select id, decode(wrapped, 'base64') from jsonb_to_recordset($1::jsonb) as r(id uuid, wrapped text)
  ), commands as (
    insert into command (actor, id, stream, digest, first_version, last_version)
    select actor, id, stream, digest, "firstVersion", "lastVersion" from jsonb_to_recordset($2::jsonb)
      as r(actor text, id uuid, stream text, digest text, "firstVersion" integer, "lastVersion" integer)
  )
  insert into attachment_use (digest, event_id, stream)
  select digest, event, stream from jsonb_to_recordset($3::jsonb) as r(digest text, event uuid, stream text)`;

const replaceTimers = `with wanted as (
    select key, verb, to_timestamp("dueAt" / 1000.0) as due_at
    from jsonb_to_recordset($3::jsonb) as r(key text, verb text, "dueAt" bigint)
  ), gone as (
    delete from timer where stream = $1 and key not in (select key from wanted)
  )
  insert into timer (stream, key, verb, due_at, version)
  select $1, key, verb, due_at, $2::integer from wanted
  on conflict (stream, key) do update
    set verb = excluded.verb, due_at = excluded.due_at, version = excluded.version, lease_until = null,
      attempts = 0, fence = timer.fence + 1
    where timer.due_at <> excluded.due_at or timer.verb <> excluded.verb`;

const insertEvents = `with moved as (
    update log_position set last = last + $3::integer returning last - $3::integer as base
  ), heads as (
    insert into stream (name, version, hash)
    select name, version, hash from jsonb_to_recordset($2::jsonb) as r(name text, version integer, hash text)
    on conflict (name) do update set version = excluded.version, hash = excluded.hash
  ), placed as (
    insert into event (position, stream, version, id, type, schema_version, command_id, caused_by, policy_version,
      actor, happened_at, recorded_at, body_digest, previous_hash, hash)
    select base + r.position, stream, version, id, type, "schemaVersion", "commandId", "causedBy", "policyVersion",
      actor, to_timestamp("happenedAt" / 1000.0), to_timestamp("recordedAt" / 1000.0), "bodyDigest", "previousHash", hash
    from moved, jsonb_to_recordset($1::jsonb) as r(position bigint, stream text, version integer, id uuid, type text,
      "schemaVersion" smallint, "commandId" uuid, "causedBy" uuid, "policyVersion" integer, actor text,
      "happenedAt" bigint, "recordedAt" bigint, "bodyDigest" text, "previousHash" text, hash text)
  )
  select base, pg_notify('allclear_log', (base + $3::integer)::text) from moved`;
