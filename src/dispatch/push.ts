import { retryDelay } from './outbox.ts';
import type { CopyFiles, Pace, Publisher, PushStore, WantedCopy } from './ports.ts';
import type { Loop } from './timers.ts';

export interface PushLoopNeeds {
  readonly store: PushStore;
  readonly publishers: readonly Publisher[];
  readonly copies: () => readonly WantedCopy[];
  readonly pace: Pace;
  readonly chance: () => number;
  readonly warn: (message: string, error: unknown) => void;
}

const pollMs = 2000;

/** Keeps the copies of status pages as the pages are, on whatever replica gets to it first. Each target for itself. */
export function runPushes({ store, publishers, copies, pace, chance, warn }: PushLoopNeeds): Loop {
  let lastAt = pace.elapsed();
  let stopped = false;
  const busy = new Set<string>();
  const underWay = new Set<Promise<void>>();

  async function push({ page, digest }: WantedCopy, target: WantedCopy['targets'][number], files: () => CopyFiles) {
    const publisher = publishers.find(({ kind }) => kind === target.kind);
    const due = publisher ? await store.claim(page, target.name, digest) : null;
    if (!publisher || due === null) return;
    const result = await publisher.publish(target, due.secret, files());
    if (result.kind === 'published') await store.published(due, digest);
    else await store.failed(due, result.why, retryDelay(due.attempts, chance()));
  }

  function start(copy: WantedCopy, target: WantedCopy['targets'][number], files: () => CopyFiles): void {
    const place = `${copy.page}/${target.name}`;
    if (busy.has(place)) return;
    busy.add(place);
    const pushing = push(copy, target, files)
      .catch((error: unknown) => warn('a copy of a status page was not settled', error))
      .finally(() => {
        busy.delete(place);
        underWay.delete(pushing);
      });
    underWay.add(pushing);
  }

  async function run(): Promise<void> {
    while (!stopped) {
      for (const copy of copies()) {
        let made: CopyFiles | null = null;
        for (const target of copy.targets) start(copy, target, () => (made ??= copy.files()));
      }
      lastAt = pace.elapsed();
      await pace.sleep(pollMs);
    }
    await Promise.allSettled(underWay);
  }

  const running = run();
  return {
    silentMs: () => pace.elapsed() - lastAt,
    async stop() {
      stopped = true;
      pace.wake();
      await running;
    },
  };
}
