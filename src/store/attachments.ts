import { createHash } from 'node:crypto';
import { incidentStream } from '../domain/log/record.ts';
import type { Attachments } from '../http/ports.ts';
import { type Database, queryIn } from './database.ts';

/** Divisible by three, so that the base64 of the chunks joins to the base64 of the whole. */
const chunkBytes = 786_432;

/** Files of the log in PostgreSQL, addressed by content: the same bytes are kept once. */
export function attachmentStore(database: Database): Attachments {
  return {
    async put(bytes, mediaType) {
      const digest = createHash('sha256').update(bytes).digest('hex');
      await database.transaction(async (transaction) => {
        const made = await queryIn(
          transaction,
          `insert into attachment (digest, media_type, size_bytes, uploaded_at) values ($1, $2, $3, allclear.now())
            on conflict do nothing returning digest`,
          [digest, mediaType, bytes.length],
        );
        if (made.length === 0) return;
        for (let sequence = 0; sequence * chunkBytes < bytes.length; sequence += 1) {
          await queryIn(transaction, 'insert into attachment_chunk (digest, sequence, bytes) values ($1, $2, $3)', [
            digest,
            sequence,
            bytes.subarray(sequence * chunkBytes, (sequence + 1) * chunkBytes),
          ]);
        }
      });
      return digest;
    },

    async get(incident, digest) {
      const [file] = await database.query<{ mediaType: string }>(
        `select media_type as "mediaType" from attachment a where digest = $1
          and exists (select from attachment_use u where u.digest = a.digest and u.stream = $2)`,
        [digest, incidentStream(incident)],
      );
      if (!file) return null;
      const chunks = await database.query<{ bytes: Buffer }>(
        'select bytes from attachment_chunk where digest = $1 order by sequence',
        [digest],
      );
      return { bytes: Buffer.concat(chunks.map(({ bytes }) => bytes)), mediaType: file.mediaType };
    },
  };
}
