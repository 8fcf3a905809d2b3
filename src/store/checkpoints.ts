import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkpoint, checkpointDigest, checkpointText, type Witnessed } from '../domain/log/checkpoint.ts';
import { type Flaw, genesis } from '../domain/log/chain.ts';
import type { Instant } from '../domain/time.ts';
import type { Database } from './database.ts';

/** One line of a checkpoint file. The public key stands in each, so that a file cut anywhere still verifies. */
interface Line extends Checkpoint {
  readonly publicKey: string;
  readonly signature: string;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

export const checkpointFile = (dataFolder: string, replica: string): string =>
  join(dataFolder, 'checkpoints', `${replica}.jsonl`);

export interface CheckpointWriter {
  /** Writes a checkpoint if the log moved since the last one. Resolves once it is on disk. */
  write(): Promise<boolean>;
}

/** Signs what this replica sees of the log into a file outside the database. */
export function checkpointWriter(
  database: Database,
  dataFolder: string,
  replica: { id: string; key: KeyObject },
): CheckpointWriter {
  const path = checkpointFile(dataFolder, replica.id);
  mkdirSync(join(dataFolder, 'checkpoints'), { recursive: true });
  const publicKey = createPublicKey(replica.key).export({ type: 'spki', format: 'der' }).toString('base64');
  let last = existsSync(path) ? linesOf(readFileSync(path, 'utf8')).at(-1) : undefined;
  return {
    async write() {
      const seen = last?.position ?? 0;
      const { position, at, witnessed } = await tips(database, seen);
      if (position <= seen) return false;
      const checkpoint: Checkpoint = {
        replica: replica.id,
        sequence: (last?.sequence ?? 0) + 1,
        at,
        position,
        witnessed,
        previous: last ? checkpointDigest(last, digest) : genesis,
      };
      const signature = sign(null, Buffer.from(checkpointText(checkpoint)), replica.key).toString('base64');
      const line: Line = { ...checkpoint, publicKey, signature };
      const file = openSync(path, 'a', 0o644);
      writeSync(file, `${JSON.stringify(line)}\n`);
      fsyncSync(file);
      closeSync(file);
      last = line;
      return true;
    },
  };
}

async function tips(
  database: Database,
  seen: number,
): Promise<{ position: number; at: Instant; witnessed: Witnessed[] }> {
  // One statement, so that the tips and the position are of one moment.
  const rows = await database.query<{
    stream: string | null;
    version: number;
    hash: string;
    last: number;
    at: Instant;
  }>(
    `select t.stream, t.version, t.hash, p.last, allclear.now() as at from log_position p left join (
        select distinct on (stream) stream, version, hash from event where position > $1 order by stream, version desc
      ) t on true order by t.stream`,
    [seen],
  );
  const witnessed = rows.flatMap(({ stream, version, hash }) => (stream === null ? [] : [{ stream, version, hash }]));
  return { position: rows[0]?.last ?? 0, at: rows[0]?.at ?? (0 as Instant), witnessed };
}

function linesOf(text: string): Line[] {
  // A last line without its end was being written when the power went; it was never a checkpoint.
  return text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

/** What a checkpoint file proves, or the first flaw in the file itself. */
export interface ReadCheckpoints {
  readonly flaw: Flaw | null;
  readonly position: number;
  readonly witnessed: readonly Witnessed[];
  readonly replicas: readonly { readonly replica: string; readonly fingerprint: string }[];
}

/** Reads checkpoint files and checks signatures, order and completeness of each. */
export function readCheckpoints(texts: readonly string[]): ReadCheckpoints {
  const witnessed: Witnessed[] = [];
  const replicas = new Map<string, string>();
  let position = 0;
  for (const text of texts) {
    let previous = genesis;
    let sequence = 0;
    for (const line of linesOf(text)) {
      const flaw = lineFlaw(line, previous, sequence, replicas.get(line.replica));
      if (flaw) return { flaw, position, witnessed, replicas: [] };
      replicas.set(line.replica, line.publicKey);
      witnessed.push(...line.witnessed);
      position = Math.max(position, line.position);
      previous = checkpointDigest(line, digest);
      sequence = line.sequence;
    }
  }
  const named = [...replicas].map(([replica, key]) => ({ replica, fingerprint: digest(key).slice(0, 16) }));
  return { flaw: null, position, witnessed, replicas: named };
}

function lineFlaw(line: Line, previous: string, sequence: number, knownKey: string | undefined): Flaw | null {
  const flaw = (fault: Flaw['fault']): Flaw => ({
    fault,
    stream: `checkpoint:${line.replica}`,
    version: line.sequence,
    position: line.position,
  });
  const key = createPublicKey({ key: Buffer.from(line.publicKey, 'base64'), type: 'spki', format: 'der' });
  const signed = verify(null, Buffer.from(checkpointText(line)), key, Buffer.from(line.signature, 'base64'));
  if (!signed || (knownKey !== undefined && knownKey !== line.publicKey)) return flaw('checkpoint-signature');
  if (line.sequence !== sequence + 1 || line.previous !== previous) return flaw('checkpoint-chain');
  return null;
}
