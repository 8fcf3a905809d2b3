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

/** Whether a parsed document has the shape of an export, as far as checking its chain needs. */
export function isExport(document: unknown): document is IncidentExport {
  const candidate = document as IncidentExport | null;
  return (
    candidate?.format === exportFormat &&
    typeof candidate.origin === 'string' &&
    uuidForm.test(candidate.incident?.id ?? '') &&
    typeof candidate.incident.number === 'string' &&
    typeof candidate.incident.title === 'string' &&
    Array.isArray(candidate.redactions) &&
    Array.isArray(candidate.events) &&
    candidate.events.length > 0 &&
    candidate.events.every((row) => typeof row === 'object' && row !== null)
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
