import { createHash } from 'node:crypto';
import { canonical, type Json } from '../domain/log/canonical.ts';
import { checkExport, exportFormat, type IncidentExport } from '../domain/log/export.ts';
import { incidentStream } from '../domain/log/record.ts';
import type { Archive, Result } from '../http/ports.ts';
import type { Database } from './database.ts';

type Imported = { incident: string; number: string; origin: string };

const invalid = (detail: string, pointer = '/document'): Result<never> => ({
  ok: false,
  problem: { code: 'archive/invalid', parameters: {}, errors: [{ pointer, detail }] },
});

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const rowTexts = ['stream', 'id', 'type', 'commandId', 'actor', 'bodyDigest', 'previousHash', 'hash'] as const;
const rowNumbers = ['version', 'position', 'schemaVersion', 'policyVersion', 'happenedAt', 'recordedAt'] as const;

const isRow = (row: unknown): boolean =>
  isRecord(row) &&
  rowTexts.every((key) => typeof row[key] === 'string') &&
  rowNumbers.every((key) => typeof row[key] === 'number') &&
  (row['salt'] === null || typeof row['salt'] === 'string');

/** Whether a parsed document has the shape of an export, as far as checking its chain needs. */
export function isExport(document: unknown): document is IncidentExport {
  if (!isRecord(document)) return false;
  const { format, origin, incident, redactions, events } = document;
  if (format !== exportFormat || typeof origin !== 'string' || !isRecord(incident)) return false;
  const { id, number, title } = incident;
  return (
    typeof id === 'string' &&
    uuidForm.test(id) &&
    typeof number === 'string' &&
    typeof title === 'string' &&
    Array.isArray(redactions) &&
    redactions.every((redaction) => isRecord(redaction) && typeof redaction['entry'] === 'string') &&
    Array.isArray(events) &&
    events.length > 0 &&
    events.every(isRow)
  );
}

/** Imported incidents: kept verbatim, read-only, apart from the log, so that no timer or figure ever sees them. */
export function archiveStore(database: Database): Archive {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  return {
    async import(document, by): Promise<Result<Imported>> {
      if (!isExport(document)) return invalid(`is not a document of format ${exportFormat}`);
      const { incident, origin } = document;
      const stream = incidentStream(incident.id);
      if (document.events.some((row) => row.stream !== stream)) return invalid('has entries of another incident');
      const flaw = checkExport(document, digest, canonical);
      if (flaw) return invalid(`entry ${flaw.version}: ${flaw.fault}`, `/document/events/${flaw.version - 1}`);
      const rows = await database.query(
        `insert into archive (incident, origin, number, title, imported_at, imported_by, document)
          select $1, $2, $3, $4, allclear.now(), $5, $6 where not exists (select from stream where name = $7)
          on conflict do nothing returning incident`,
        [incident.id, origin, incident.number, incident.title, by, canonical(document as unknown as Json), stream],
      );
      if (rows.length === 0) return { ok: false, problem: { code: 'archive/exists', parameters: {} } };
      return { ok: true, value: { incident: incident.id, number: incident.number, origin } };
    },

    list: () =>
      database.query(
        'select incident, number, title, origin, imported_at as "importedAt" from archive order by imported_at, incident',
      ),
  };
}
