import { ask } from './call.ts';
import { type Frame, frameParser } from './sse.ts';

/** The server says something every 15 s; after this long it, or the way to it, is gone. */
const silenceMs = 35_000;
const openWithinMs = 10_000;

/** Reads the live stream from a position on until it ends, breaks or falls silent. It never throws. */
export async function readStream(
  position: number | null,
  signal: AbortSignal,
  onFrame: (frame: Frame) => void,
  onLife: () => void,
): Promise<void> {
  const ours = new AbortController();
  const end = (): void => ours.abort();
  let timer = setTimeout(end, openWithinMs);
  signal.addEventListener('abort', end, { once: true });
  try {
    if (signal.aborted) return;
    const headers = position === null ? {} : { 'last-event-id': String(position) };
    const reply = await ask('/api/stream', { headers }, { signal: ours.signal, timeoutMs: null });
    if (!reply.headers.get('content-type')?.startsWith('text/event-stream') || reply.body === null) return;
    const feed = frameParser(onFrame);
    const decoder = new TextDecoder();
    const reader = reply.body.getReader();
    for (;;) {
      clearTimeout(timer);
      timer = setTimeout(end, silenceMs);
      const { value, done } = await reader.read();
      if (done) return;
      onLife();
      feed(decoder.decode(value, { stream: true }));
    }
  } catch {
    // Every end of a stream is the same to its reader: it comes back from its position.
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    ours.abort();
  }
}
