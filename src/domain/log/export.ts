import type { Instant } from '../time.ts';
import type { Json } from './canonical.ts';
import { checkRow, type Digest, emptyTip, type Flaw, type FoundRow } from './chain.ts';

export const exportFormat = 'allclear-incident/1';

/** A row of an exported log: what the chain covers, its position, and the body with its salt where they exist. */
export interface ExportedRow extends Omit<FoundRow, 'sealed'> {
  readonly body: Json;
  readonly salt: string | null;
}

/** One incident as a document that verifies by itself. Times are milliseconds since 1970, as they are hashed. */
export interface IncidentExport {
  readonly format: typeof exportFormat;
  /** UUID of the installation that wrote the log. */
  readonly origin: string;
  readonly exportedAt: Instant;
  readonly incident: { readonly id: string; readonly number: string; readonly title: string };
  readonly events: readonly ExportedRow[];
  /** Entries whose bodies were destroyed, and the entry that ordered it. */
  readonly redactions: readonly { readonly entry: string; readonly orderedBy: string }[];
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly attachments: readonly { readonly digest: string; readonly mediaType: string; readonly base64: string }[];
}

/** The first flaw in an exported log, or null. `canonicalBody` turns a body back into the text that was digested. */
export function checkExport(
  document: IncidentExport,
  digest: Digest,
  canonicalBody: (body: Json) => string,
): Flaw | null {
  let tip = emptyTip;
  const redacted = new Set(document.redactions.map(({ entry }) => entry));
  for (const { body, salt, ...row } of document.events) {
    const sealed = salt === null ? null : { salt, body: canonicalBody(body) };
    const flaw = checkRow(tip, { ...row, sealed }, redacted.has(row.id), digest);
    if (flaw) return flaw;
    tip = { version: row.version, hash: row.hash, position: row.position };
  }
  return null;
}
