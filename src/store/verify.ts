import { createHash } from 'node:crypto';
import { canonical } from '../domain/log/canonical.ts';
import { checkRow, emptyTip, type Fault, type Flaw, type FoundRow, type StreamTip } from '../domain/log/chain.ts';
import type { Witnessed } from '../domain/log/checkpoint.ts';
import { checkExport, type IncidentExport } from '../domain/log/export.ts';
import type { Instant } from '../domain/time.ts';
import type { ReadCheckpoints } from './checkpoints.ts';
import { type Database, queryIn } from './database.ts';
import { type EventRow, type OpenedBody, openBody, selectEvents } from './log-rows.ts';
import type { Vault } from './vault.ts';

/** What verifying found. `truncation`: whether a cut-off end was looked for, which needs checkpoints. */
export interface Verification {
  readonly flaw: Flaw | null;
  readonly events: number;
  readonly streams: number;
  readonly redacted: number;
  readonly truncation: 'excluded' | 'not-excluded';
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const batch = 1000;

/** A body that does not open was changed; the salt and text given are ones that no digest matches. */
function opened(row: EventRow, vault: Vault): OpenedBody | null {
  try {
    return openBody(row, vault);
  } catch {
    return { salt: '', body: '' };
  }
}

function foundRow(row: EventRow, vault: Vault): FoundRow {
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
    sealed: opened(row, vault),
  };
}

type Read = <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

/** Reads the whole log in order of position and names the first entry that is not what was written. */
export function verifyDatabase(
  database: Database,
  vault: Vault,
  checkpoints: ReadCheckpoints | null,
): Promise<Verification> {
  return database.transaction(async (transaction) => {
    // One snapshot for rows and heads: writers may go on meanwhile.
    await queryIn(transaction, 'set transaction isolation level repeatable read read only');
    return verifyWith((text, values) => queryIn(transaction, text, values), vault, checkpoints);
  });
}

async function verifyWith(read: Read, vault: Vault, checkpoints: ReadCheckpoints | null): Promise<Verification> {
  const tips = new Map<string, StreamTip>();
  const witnessed = byPlace(checkpoints?.witnessed ?? []);
  let position = 0;
  let events = 0;
  let redacted = 0;
  const done = (flaw: Flaw | null): Verification => ({
    flaw,
    events,
    streams: tips.size,
    redacted,
    truncation: checkpoints ? 'excluded' : 'not-excluded',
  });
  if (checkpoints?.flaw) return done(checkpoints.flaw);
  for (;;) {
    const rows = await read<EventRow & { redacted: boolean }>(
      `select x.*, r.event_id is not null as redacted from (${selectEvents}) x
        left join redaction r on r.event_id = x.id where x.position > $1 order by x.position limit $2`,
      [position, batch],
    );
    for (const row of rows) {
      const at = (fault: Fault): Flaw => ({ fault, stream: row.stream, version: row.version, position: row.position });
      if (row.position !== position + 1) return done(at('position-gap'));
      const tip = tips.get(row.stream) ?? emptyTip;
      const flaw = checkRow(tip, foundRow(row, vault), row.redacted, digest);
      if (flaw) return done(flaw);
      const seen = witnessed.get(`${row.stream}\n${row.version}`);
      if (seen !== undefined && seen !== row.hash) return done(at('checkpoint-mismatch'));
      tips.set(row.stream, { version: row.version, hash: row.hash, position: row.position });
      position = row.position;
      events += 1;
      if (row.redacted) redacted += 1;
    }
    if (rows.length < batch) break;
  }
  return done((await headFlaw(read, tips, position)) ?? cutFlaw(checkpoints, tips));
}

const byPlace = (witnessed: readonly Witnessed[]): Map<string, string> =>
  new Map(witnessed.map(({ stream, version, hash }) => [`${stream}\n${version}`, hash]));

async function headFlaw(read: Read, tips: Map<string, StreamTip>, position: number): Promise<Flaw | null> {
  const heads = await read<{ name: string; version: number; hash: string }>(
    'select name, version, hash from stream order by name',
  );
  for (const { name, version, hash } of heads) {
    const tip = tips.get(name);
    if (!tip) return { fault: 'stream-missing', stream: name, version: 1, position: null };
    if (tip.version !== version || tip.hash !== hash) {
      return { fault: 'head-mismatch', stream: name, version: Math.min(tip.version, version) + 1, position: null };
    }
  }
  if (heads.length !== tips.size) {
    const orphan = [...tips.keys()].find((stream) => !heads.some(({ name }) => name === stream)) as string;
    return { fault: 'head-mismatch', stream: orphan, version: 1, position: null };
  }
  const [row] = await read<{ last: number }>('select last from log_position');
  if (row?.last !== position) return { fault: 'position-gap', stream: '', version: 0, position: position + 1 };
  return null;
}

/** A witness that the database no longer agrees with: its end was cut off, or an older copy was put in its place. */
function cutFlaw(checkpoints: ReadCheckpoints | null, tips: Map<string, StreamTip>): Flaw | null {
  for (const { stream, version } of checkpoints?.witnessed ?? []) {
    const tip = tips.get(stream);
    if ((tip?.version ?? 0) < version) {
      return { fault: 'tail-truncated', stream, version: (tip?.version ?? 0) + 1, position: null };
    }
  }
  return null;
}

/** Verifies one exported incident, with nothing but the export and, where given, checkpoints. */
export function verifyExport(document: IncidentExport, checkpoints: ReadCheckpoints | null): Verification {
  const last = document.events.at(-1);
  const tips = new Map<string, StreamTip>();
  if (last) tips.set(last.stream, { version: last.version, hash: last.hash, position: last.position });
  const own = (checkpoints?.witnessed ?? []).filter(({ stream }) => stream === last?.stream);
  const seen = byPlace(own);
  const mismatch = document.events.find(({ stream, version, hash }) => {
    const witness = seen.get(`${stream}\n${version}`);
    return witness !== undefined && witness !== hash;
  });
  const flaw =
    checkpoints?.flaw ??
    checkExport(document, digest, canonical) ??
    (mismatch ? { ...mismatch, fault: 'checkpoint-mismatch' as const } : null) ??
    cutFlaw(checkpoints ? { ...checkpoints, witnessed: own } : null, tips);
  return {
    flaw: flaw && { fault: flaw.fault, stream: flaw.stream, version: flaw.version, position: flaw.position },
    events: document.events.length,
    streams: 1,
    redacted: document.redactions.length,
    truncation: own.length > 0 ? 'excluded' : 'not-excluded',
  };
}
