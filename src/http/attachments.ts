import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { incidentReference } from '../api/schema/common.ts';
import { authorise } from './authenticate.ts';
import { type Door, readable } from './door.ts';
import { fail } from './problem.ts';

export const largestFileBytes = 26_214_400;

/** Kinds that a browser may show in place. Everything else, SVG above all, is downloaded. */
const inert = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'text/plain'];

/** Files of the log: uploaded first, then put into an incident by the `attach` command. */
export function registerAttachments(server: FastifyInstance, door: Door): void {
  void server.register(async (uploads) => {
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestFileBytes }, (_request, body, done) =>
      done(null, body),
    );
    uploads.put(
      '/api/attachments',
      {
        bodyLimit: largestFileBytes,
        schema: {
          operationId: 'putAttachment',
          summary: 'Upload a file of at most 25 MB; the answer names it by digest for `attach`.',
          response: { 200: z.object({ digest: z.string(), mediaType: z.string(), sizeBytes: z.int() }) },
        },
      },
      async (request) => {
        authorise(request.subject, 'incident.respond');
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const stated = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
        const mediaType = /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,60}$/.test(stated) ? stated : 'application/octet-stream';
        return { digest: await door.attachments.put(bytes, mediaType), mediaType, sizeBytes: bytes.length };
      },
    );
  });
  server.get(
    '/api/incidents/:incident/attachments/:digest',
    {
      schema: {
        operationId: 'getAttachment',
        summary: 'A file that the log of this incident shows.',
        params: z.object({ incident: incidentReference, digest: z.string().regex(/^[0-9a-f]{64}$/) }),
      },
    },
    async (request, reply) => {
      const { incident, digest } = request.params as { incident: string; digest: string };
      const { id } = await readable(door, request.subject, incident);
      const file = await door.attachments.get(id, digest);
      if (!file) throw fail('attachment/not-found', { digest });
      const shown = inert.includes(file.mediaType);
      return reply
        .header('content-type', shown ? file.mediaType : 'application/octet-stream')
        .header('content-disposition', shown ? 'inline' : 'attachment')
        .header('content-security-policy', "sandbox; default-src 'none'")
        .header('cache-control', 'private, no-store')
        .send(file.bytes);
    },
  );
}
