import type { IncomingMessage } from 'node:http';

/** The bytes of a body. When there are more than `largest` the rest is not kept; null when the sender is gone. */
export function rawBody(request: IncomingMessage, largest: number): Promise<Buffer | 'too-large' | null> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largest) chunks.push(chunk);
      else {
        chunks = [];
        resolve('too-large');
      }
    });
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', () => resolve(null));
    if (request.destroyed) resolve(null);
  });
}
