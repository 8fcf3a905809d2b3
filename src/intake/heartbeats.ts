import type { Beat, HeartbeatStore } from './ports.ts';

interface Waiting {
  readonly key: string;
  readonly kept: Promise<ReadonlyMap<string, Beat>>;
  readonly names: Set<string>;
}

/**
 * Keeps heartbeats: one write at a time for each key. Those that come meanwhile share the next, so that a sender
 * that beats a thousand times a second costs no more than one that beats as often as the disk can write.
 */
export function heartbeats(store: HeartbeatStore): { beat(name: string, key: string): Promise<Beat> } {
  const writing = new Map<string, Promise<unknown>>();
  const waiting = new Map<string, Waiting>();

  function begin(key: string): Waiting {
    const names = new Set<string>();
    const before = writing.get(key) ?? Promise.resolve();
    const kept = before.then(() => {
      waiting.delete(key);
      return store.beat([...names], key);
    });
    const ended = kept.then(
      () => undefined,
      () => undefined, // Whoever waits for it is told; here it only makes way for the next.
    );
    writing.set(key, ended);
    void ended.then(() => {
      if (writing.get(key) === ended) writing.delete(key);
    });
    const own = { key, kept, names };
    waiting.set(key, own);
    return own;
  }

  return {
    async beat(name, key) {
      const own = waiting.get(key) ?? begin(key);
      own.names.add(name);
      return (await own.kept).get(name) ?? 'too-many-names';
    },
  };
}
