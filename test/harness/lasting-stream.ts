import type { HeardEntry } from './stream.ts';
import { ownerToken } from './server.ts';

/** A reader that stays: when its connection ends it comes back, with the last position it heard, wherever `url` says. */
export interface LastingStream {
  readonly entries: HeardEntry[];
  /** How often it had to come back. */
  readonly reconnects: () => number;
  close(): Promise<void>;
}

const reconnectMs = 50;

export function openLastingStream(url: () => string, incident: string, from: number): LastingStream {
  const entries: HeardEntry[] = [];
  let reconnects = -1;
  let abort = new AbortController();
  let open = true;

  async function listen(): Promise<void> {
    abort = new AbortController();
    const position = entries.at(-1)?.position ?? from;
    const reply = await fetch(`${url()}/api/stream?incident=${incident}`, {
      signal: abort.signal,
      headers: { authorization: `Bearer ${ownerToken}`, 'last-event-id': String(position) },
    });
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of reply.body as unknown as AsyncIterable<Uint8Array>) {
      const frames = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        const data = frame.split('\n').find((line) => line.startsWith('data: '));
        if (frame.includes('event: entry\n') && data) entries.push(JSON.parse(data.slice(6)) as HeardEntry);
      }
    }
  }

  async function stay(): Promise<void> {
    while (open) {
      reconnects += 1;
      // A connection that breaks is what this reader is for.
      await listen().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, reconnectMs));
    }
  }

  const staying = stay();
  return {
    entries,
    reconnects: () => reconnects,
    async close() {
      open = false;
      abort.abort();
      await staying;
    },
  };
}
