export interface HeardEntry {
  readonly id: string;
  readonly position: number;
  readonly version: number;
  readonly type: string;
  readonly body: unknown;
}

export interface HeardPresence {
  readonly incident: string;
  readonly people: string[];
  readonly typing: string[];
}

export interface TestStream {
  readonly entries: HeardEntry[];
  /** Who was told to be in which room, as it was told. */
  readonly presence: HeardPresence[];
  /** Resolves with what was heard once it is enough; throws after ten seconds. */
  until(enough: (entries: readonly HeardEntry[]) => boolean): Promise<HeardEntry[]>;
  close(): void;
}

const patienceMs = 10_000;

/** Follows the live stream, of one incident or of all, from a position where one is given. */
export async function openStream(
  url: string,
  token: string,
  incident: string | null,
  position?: number,
): Promise<TestStream> {
  const abort = new AbortController();
  const reply = await fetch(new URL(incident === null ? '/api/stream' : `/api/stream?incident=${incident}`, url), {
    signal: abort.signal,
    headers: {
      authorization: `Bearer ${token}`,
      ...(position === undefined ? {} : { 'last-event-id': String(position) }),
    },
  });
  if (!reply.ok || !reply.body) throw new Error(`no stream: ${reply.status}`);
  const entries: HeardEntry[] = [];
  const presence: HeardPresence[] = [];
  let opened: () => void = () => undefined;
  const open = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const reading = read(reply.body as unknown as AsyncIterable<Uint8Array>, { entries, presence }, opened);
  reading.catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
  });
  await open;
  return {
    entries,
    presence,
    async until(enough) {
      const start = performance.now();
      while (!enough(entries)) {
        if (performance.now() - start > patienceMs) throw new Error(`heard only ${entries.length} entries`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return [...entries];
    },
    close: () => abort.abort(),
  };
}

async function read(
  body: AsyncIterable<Uint8Array>,
  { entries, presence }: Pick<TestStream, 'entries' | 'presence'>,
  opened: () => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const frames = rest.split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      if (frame.includes('event: open\n')) opened();
      const data = frame.split('\n').find((line) => line.startsWith('data: '));
      if (frame.includes('event: presence\n') && data) presence.push(JSON.parse(data.slice(6)) as HeardPresence);
      if (frame.includes('event: entry\n') && data) entries.push(JSON.parse(data.slice(6)) as HeardEntry);
    }
  }
}
