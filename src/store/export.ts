import type { Json } from '../domain/log/canonical.ts';
import { type ExportedRow, exportFormat, type IncidentExport } from '../domain/log/export.ts';
import { incidentStream } from '../domain/log/record.ts';
import type { Instant } from '../domain/time.ts';
import type { Database } from './database.ts';
import { type EventRow, openBody, selectEvents } from './log-rows.ts';
import type { Vault } from './vault.ts';

function exportedRow(row: EventRow, vault: Vault): ExportedRow {
  const opened = openBody(row, vault);
  return {
    stream: row.stream,
    version: row.version,
    position: row.position,
    id: row.id,
    type: row.type,
    schemaVersion: row.schema_version,
    commandId: row.command_id,
    causedBy: row.caused_by,
    policyVersion: row.policy_version,
    actor: row.actor,
    happenedAt: row.happened_at as Instant,
    recordedAt: row.recorded_at as Instant,
    bodyDigest: row.body_digest,
    previousHash: row.previous_hash,
    hash: row.hash,
    salt: opened?.salt ?? null,
    body: opened === null ? null : (JSON.parse(opened.body) as Json),
  };
}

const personIds = /"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"|person:([0-9a-f-]{36})/g;

/** The incident as one document: its rows as hashed, its files, and the names that its ids stand for. */
export async function exportIncident(database: Database, vault: Vault, incident: string): Promise<IncidentExport> {
  const stream = incidentStream(incident);
  const rows = await database.query<EventRow>(`${selectEvents} where e.stream = $1 order by e.version`, [stream]);
  const events = rows.map((row) => exportedRow(row, vault));
  const [about] = await database.query<{ origin: string; now: Instant; number: string; title: string }>(
    `select i.id as origin, allclear.now() as now, l.number, l.title from installation i, incident_list_v1 l
      where l.incident = $1`,
    [incident],
  );
  const redactions = await database.query<{ entry: string; orderedBy: string }>(
    `select r.event_id as entry, r.ordered_by as "orderedBy" from redaction r join event e on e.id = r.event_id
      where e.stream = $1 order by e.version`,
    [stream],
  );
  const named = [...JSON.stringify(events).matchAll(personIds)].flatMap(([, quoted, actor]) => quoted ?? actor ?? []);
  const people = await database.query<{ id: string; name: string }>(
    'select id, name from person where id = any($1::uuid[]) order by id',
    [[...new Set(named)]],
  );
  const attachments = await database.query<{ digest: string; mediaType: string; base64: string }>(
    `select a.digest, a.media_type as "mediaType",
        coalesce((select string_agg(encode(c.bytes, 'base64'), '' order by c.sequence) from attachment_chunk c
          where c.digest = a.digest), '') as base64
      from attachment a where exists (select from attachment_use u where u.digest = a.digest and u.stream = $1)
      order by a.digest`,
    [stream],
  );
  return {
    format: exportFormat,
    origin: about?.origin ?? '',
    exportedAt: about?.now ?? (0 as Instant),
    incident: { id: incident, number: about?.number ?? '', title: about?.title ?? '' },
    events,
    redactions,
    people,
    attachments: attachments.map((file) => ({ ...file, base64: file.base64.replaceAll('\n', '') })),
  };
}
